package dev.wsboot.ws.net;

import java.util.Arrays;
import java.util.Random;

/** What {@link TlsKeyLimitsTest} runs in a JVM of its own. */
final class TlsKeyLimits {

    private TlsKeyLimits() {}

    /** Talks in both directions, through a wide wire and a narrow one; what is wrong ends with an exception. */
    public static void main(String[] args) {
        byte[] bytes = new byte[200_000];
        new Random(1).nextBytes(bytes);
        for (int most : new int[] {Integer.MAX_VALUE, 700}) {
            TlsPair pair = TlsPair.of("TLSv1.3").open();
            for (TlsPair.Side side : new TlsPair.Side[] {pair.client, pair.server}) {
                side.wire.moveAtATime(most);
                side.send(bytes);
            }
            pair.run();
            for (TlsPair.Side side : new TlsPair.Side[] {pair.client, pair.server}) {
                if (!Arrays.equals(side.received.toByteArray(), bytes) || side.tls.keptBytes() != 0) {
                    throw new IllegalStateException("something is missing: " + side.error);
                }
            }
        }
        System.out.println("everything arrived");
    }
}
