package dev.wsboot.ws.benchmarks.soak;

/** The opening handshake of clients that write their bytes by themselves. */
public final class Upgrade {

    /** A request that the echo of a soak or a siege accepts. */
    public static final String REQUEST = String.join(
            "\r\n",
            "GET /ws HTTP/1.1",
            "Host: localhost",
            "Upgrade: websocket",
            "Connection: Upgrade",
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
            "Sec-WebSocket-Version: 13",
            "",
            "");

    private Upgrade() {}
}
