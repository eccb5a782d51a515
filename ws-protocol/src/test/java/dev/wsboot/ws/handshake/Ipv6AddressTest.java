package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Ipv6AddressTest {

    @Nested
    class Rfc3986Section3_2_2 {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "::",
                    "::1",
                    "1::",
                    "1:2:3:4:5:6:7:8",
                    "1:2:3:4:5:6:7::",
                    "::2:3:4:5:6:7:8",
                    "1::3:4:5:6:7:8",
                    "2001:db8::ABCD:ef01",
                    "::ffff:1.2.3.4",
                    "1:2:3:4:5:6:255.249.199.0",
                    "1:2:3:4:5::10.99.100.200",
                    "::0.0.0.0"
                })
        void valid(String text) {
            assertThat(Ipv6Address.isValid(text)).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ":",
                    ":::",
                    "1",
                    "abc",
                    "1.2.3.4",
                    "1:2:3:4:5:6:7",
                    "1:2:3:4:5:6:7:8:9",
                    "1:2:3:4:5:6:7:8::",
                    "::1:2:3:4:5:6:7:8",
                    "1::3:4:5:6:7:8:9",
                    "1::2::3",
                    "12345::",
                    "::12345",
                    "::g",
                    "::1:",
                    ":1::",
                    "1:2:3:4:5:6:7:1.2.3.4",
                    "1:2:3:4:5:6::1.2.3.4",
                    "1.2.3.4::",
                    "::1.2.3.4:5",
                    "::1.2.3",
                    "::1.2.3.4.5",
                    "::1.2.3.",
                    "::1.2.3.4.",
                    "::256.1.1.1",
                    "::01.1.1.1",
                    "::1.1.1.260",
                    "::1..1.1",
                    "::1%eth0",
                    "::-1"
                })
        void invalid(String text) {
            assertThat(Ipv6Address.isValid(text)).isFalse();
        }
    }
}
