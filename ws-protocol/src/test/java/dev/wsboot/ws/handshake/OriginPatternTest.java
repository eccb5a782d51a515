package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginPatternTest {

    private static boolean matches(String pattern, String origin) {
        return OriginPattern.parse(pattern).matches(Origin.parse(origin));
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, https://example.com",
        "https://example.com, HTTPS://EXAMPLE.com:443",
        "HTTPS://Example.com:443, https://example.com",
        "http://localhost:3000, http://localhost:3000",
        "https://example.com:*, https://example.com",
        "https://example.com:*, https://example.com:8443",
        "https://*.example.com, https://a.example.com",
        "https://*.example.com, https://a.b.Example.com",
        "https://*.example.com:*, https://a.example.com:1",
        "https://*.example.com:8443, https://a.example.com:8443",
        "http://[::1]:*, http://[::1]:3000",
        "capacitor://localhost, capacitor://localhost",
        "capacitor://localhost:*, capacitor://localhost:1"
    })
    void matching(String pattern, String origin) {
        assertThat(matches(pattern, origin)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "https://example.com, http://example.com",
        "https://example.com, https://example.com:8443",
        "https://example.com, https://www.example.com",
        "https://example.com, https://example.com.evil",
        "https://example.com, https://badexample.com",
        "https://example.com:8443, https://example.com",
        "https://example.com:*, http://example.com",
        "https://example.com:*, https://example.org",
        "https://*.example.com, https://example.com",
        "https://*.example.com, https://badexample.com",
        "https://*.example.com, https://.example.com",
        "https://*.example.com, https://a.example.com.evil",
        "https://*.example.com, https://a.example.com:1",
        "https://*.example.com, http://a.example.com",
        "https://*.example.com, https://com",
        "https://*.example.com, https://a-example.com",
        "https://*.example.com, https://a.example.org"
    })
    void notMatching(String pattern, String origin) {
        assertThat(matches(pattern, origin)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.com",
                "null",
                "https://",
                "https://*",
                "https://*.",
                "https://example.com/",
                "https://example.com/a",
                "https://u@example.com",
                "https://*example.com",
                "https://a.*.com",
                "https://*.*.com",
                "https://*.example.*",
                "https://example.com:80:*",
                "https://example.com:0:*",
                "https://example.com::*",
                "https://example.com:",
                "https://example.com:x",
                "*://example.com",
                "*.example.com",
                "https://*.[::1]",
                " https://example.com",
                "https://a,https://b",
                ":*",
                "**",
                "https://*://*.a"
            })
    void badPatternsAreNamed(String pattern) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> OriginPattern.parse(pattern))
                .withMessageStartingWith("Not a pattern for origins: \"" + pattern + "\"");
    }
}
