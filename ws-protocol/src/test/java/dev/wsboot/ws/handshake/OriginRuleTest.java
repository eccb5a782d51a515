package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRuleTest {

    private static UpgradeRequest from(String host, String... origins) throws HandshakeException {
        String[] lines = new String[origins.length];
        for (int i = 0; i < origins.length; i++) {
            lines[i] = "Origin: " + origins[i];
        }
        return Heads.request(Heads.get("/ws", lines).replace(Heads.HOST, "Host: " + host + "\r\n"));
    }

    @Nested
    class Section10_2_SameHost {

        private final OriginRule rule = OriginRule.sameHost();

        @Test
        void noOriginIsNoBrowser() throws HandshakeException {
            assertThat(rule.allows(from("good.com"))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"https://good.com", "http://good.com", "https://GOOD.com:8443", "http://good.com:80"})
        void sameHostAndAnyPort(String origin) throws HandshakeException {
            assertThat(rule.allows(from("Good.com:6060", origin))).isTrue();
        }

        @Test
        void sameAddress() throws HandshakeException {
            assertThat(rule.allows(from("[::1]:6060", "http://[::1]"))).isTrue();
            assertThat(rule.allows(from("127.0.0.1", "http://127.0.0.1:3000"))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "https://good.com.evil",
                    "https://evil.com",
                    "https://evilgood.com",
                    "https://www.good.com",
                    "null",
                    "",
                    "ws://good.com",
                    "wss://good.com",
                    "ftp://good.com",
                    "good.com",
                    "//good.com",
                    "https://good.com/",
                    "https://good.com/path",
                    "https://user@good.com",
                    "https://good.com@evil.com",
                    "https://good.com:x",
                    "https://good.com https://good.com",
                    "https://good.com, https://good.com",
                    "https://good.com\\.evil",
                    "https://good.com#",
                    "https://good.com?",
                    "*",
                    "https://*"
                })
        void everythingElse(String origin) throws HandshakeException {
            assertThat(rule.allows(from("good.com", origin))).isFalse();
        }

        @Test
        void repeatedOrigin() throws HandshakeException {
            assertThat(rule.allows(from("good.com", "https://good.com", "https://good.com")))
                    .isFalse();
            assertThat(rule.allows(from("good.com", "https://good.com", "https://evil.com")))
                    .isFalse();
        }
    }

    @Nested
    class Any {

        @ParameterizedTest
        @ValueSource(strings = {"null", "garbage", "https://evil.com"})
        void allowsAll(String origin) throws HandshakeException {
            assertThat(OriginRule.any().allows(from("good.com", origin))).isTrue();
            assertThat(OriginRule.matching(List.of("*")).allows(from("good.com", origin)))
                    .isTrue();
            assertThat(OriginRule.matching(List.of("https://a", "*")).allows(from("good.com", origin)))
                    .isTrue();
            assertThat(OriginRule.matching(List.of("*")).allows(from("good.com", origin, origin)))
                    .isTrue();
        }
    }

    @Nested
    class Matching {

        private final OriginRule rule = OriginRule.matching(List.of("https://example.com", "https://*.example.org:*"));

        @Test
        void oneOfThePatterns() throws HandshakeException {
            assertThat(rule.allows(from("good.com", "https://example.com"))).isTrue();
            assertThat(rule.allows(from("good.com", "https://a.example.org:1"))).isTrue();
            assertThat(rule.allows(from("good.com"))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"https://good.com", "null", "", "https://example.com.evil", "https://example.org", "garbage"
                })
        void noneOfThePatterns(String origin) throws HandshakeException {
            assertThat(rule.allows(from("good.com", origin))).isFalse();
        }

        @Test
        void repeatedOrigin() throws HandshakeException {
            assertThat(rule.allows(from("good.com", "https://example.com", "https://example.com")))
                    .isFalse();
        }

        @Test
        void noPatternsLeaveOnlyNonBrowsers() throws HandshakeException {
            OriginRule none = OriginRule.matching(List.of());
            assertThat(none.allows(from("good.com", "https://good.com"))).isFalse();
            assertThat(none.allows(from("good.com"))).isTrue();
        }

        @Test
        void badPatternIsNamedEvenBesideAll() {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> OriginRule.matching(List.of("*", "https://example.com/")))
                    .withMessageContaining("https://example.com/");
        }
    }
}
