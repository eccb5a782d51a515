package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForwardedHopTest {

    /** A proxy that writes one of them lets the other through. */
    @Test
    void onlyTheHeadersThatCountAreRead() throws HandshakeException {
        UpgradeRequest request =
                Heads.request(Heads.get("/ws", "Forwarded: for=_a", "X-Forwarded-For: _b", "Forwarded: for=_c"));

        assertThat(ForwardedHop.read(request, ForwardedHeaders.NONE)).isEmpty();
        assertThat(ForwardedHop.read(request, ForwardedHeaders.FORWARDED))
                .extracting(ForwardedHop::node)
                .containsExactly("_a", "_c");
        assertThat(ForwardedHop.read(request, ForwardedHeaders.X_FORWARDED))
                .extracting(ForwardedHop::node)
                .containsExactly("_b");
    }
}
