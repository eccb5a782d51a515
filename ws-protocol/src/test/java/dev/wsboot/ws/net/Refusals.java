package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.ResponseLimits;
import dev.wsboot.ws.handshake.UpgradeRejectedException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** What a client makes of a server's no. */
final class Refusals {

    private Refusals() {}

    /** What comes out of a response. */
    static UpgradeRejectedException of(String response) {
        try {
            WsRequest.to("ws://localhost")
                    .handshake(null, new byte[WsRequest.NONCE_LENGTH], ResponseLimits.defaults())
                    .receive(ByteBuffer.wrap(response.getBytes(StandardCharsets.US_ASCII)));
        } catch (UpgradeRejectedException e) {
            return e;
        }
        throw new AssertionError("no refusal: " + response);
    }

    static UpgradeRejectedException status(int status, String... lines) {
        return of("HTTP/1.1 " + status + " Whatever\r\nContent-Length: 0\r\n" + String.join("\r\n", lines)
                + (lines.length > 0 ? "\r\n" : "") + "\r\n");
    }
}
