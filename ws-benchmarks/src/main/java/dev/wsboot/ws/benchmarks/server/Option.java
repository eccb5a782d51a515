package dev.wsboot.ws.benchmarks.server;

import dev.wsboot.ws.net.TlsOptions;
import dev.wsboot.ws.net.WsServer;
import dev.wsboot.ws.protocol.DeflateOptions;

/** What a server of ours does besides; compression is off where it is not asked for. */
enum Option {
    PLAIN(""),
    TLS("-tls"),
    DEFLATE("-deflate");

    private final String suffix;

    Option(String suffix) {
        this.suffix = suffix;
    }

    String suffix() {
        return suffix;
    }

    void apply(WsServer.Builder builder) {
        builder.compression(this == DEFLATE ? DeflateOptions.DEFAULT : null);
        if (this == TLS) {
            builder.tls(TlsOptions.of(Certificate.selfSigned()));
        }
    }
}
