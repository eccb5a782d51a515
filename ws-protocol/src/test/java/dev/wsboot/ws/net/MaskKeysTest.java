package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MaskKeysTest {

    @Test
    void shouldGiveAFreshKeyForEachFrame() {
        MaskKeys keys = new MaskKeys(new SecureRandom());
        Set<Integer> seen = new HashSet<>();
        for (int i = 0; i < 100_000; i++) {
            seen.add(keys.getAsInt());
        }
        // Two of 100,000 random ints are the same about once in a run; a hundred are not.
        assertThat(seen).hasSizeGreaterThan(99_900);
    }

    @Test
    void shouldDrawEveryByteFromTheSecureSource() {
        SecureRandom counting = new SecureRandom() {
            private byte next;

            @Override
            public void nextBytes(byte[] bytes) {
                for (int i = 0; i < bytes.length; i++) {
                    bytes[i] = next++;
                }
            }
        };
        MaskKeys keys = new MaskKeys(counting);

        assertThat(keys.getAsInt()).isEqualTo(0x00010203);
        for (int i = 1; i < 256; i++) {
            keys.getAsInt();
        }
        assertThat(keys.getAsInt()).isEqualTo(0x00010203);
    }
}
