package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedParserTest {

    private static List<ForwardedHop> parse(String... lines) {
        return ForwardedParser.parse(List.of(lines));
    }

    private static ForwardedHop node(String node) {
        return new ForwardedHop(node, null, null);
    }

    @Nested
    class Section4 {

        @Test
        void itsExamples() {
            assertThat(parse("for=\"_gazonk\"")).containsExactly(node("_gazonk"));
            assertThat(parse("For=\"[2001:db8:cafe::17]:4711\"")).containsExactly(node("[2001:db8:cafe::17]:4711"));
            assertThat(parse("for=192.0.2.60;proto=http;by=203.0.113.43"))
                    .containsExactly(new ForwardedHop("192.0.2.60", "http", null));
            assertThat(parse("for=192.0.2.43, for=198.51.100.17"))
                    .containsExactly(node("192.0.2.43"), node("198.51.100.17"));
        }

        @Test
        void linesFollowEachOther() {
            assertThat(parse("for=a, for=b", "for=c")).containsExactly(node("a"), node("b"), node("c"));
            assertThat(parse()).isEmpty();
        }

        @Test
        void allParameters() {
            assertThat(parse("HOST=\"a.example:8443\";secret=x;Proto=https;by=\"\";for=_a"))
                    .containsExactly(new ForwardedHop("_a", "https", "a.example:8443"));
        }

        @Test
        void emptyElementsAndPairsAreNothing() {
            assertThat(parse("", ",, for=a ,\t, for=b,")).containsExactly(node("a"), node("b"));
            assertThat(parse(";for=a;;")).containsExactly(node("a"));
            assertThat(parse(";")).containsExactly(node(null));
        }

        @Test
        void spaceThatManySend() {
            assertThat(parse("for=a; proto=http ;\thost=b")).containsExactly(new ForwardedHop("a", "http", "b"));
        }

        @Test
        void quotedStrings() {
            assertThat(parse("for=\"a\\\"b\\\\c, for=d;\"")).containsExactly(node("a\"b\\c, for=d;"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "for",
                    "for=",
                    "=a",
                    "for=a=b",
                    "for=a b",
                    "for=[::1]",
                    "for=192.0.2.1:80",
                    "for=\"a",
                    "for=\"a\\",
                    "for=\"a\\\"",
                    "for=\"a\"b",
                    "for=\"a\" b",
                    "for=a;for=b",
                    "for=a;FOR=b",
                    "secret=a;secret=b",
                    "for=a;proto",
                    "for=a, proto=\"",
                    "\"for\"=a",
                    "for=a,=",
                    "for=ä",
                    "for=a;=b",
                    "for =\"a\" x"
                })
        void everythingElse(String line) {
            assertThat(parse(line)).isNull();
            assertThat(parse("for=a", line)).isNull();
        }
    }

    /** What a client leaves open must not hide what the proxy adds, be it to the line or in one of its own. */
    @Nested
    class Smuggling {

        @Test
        void anOpenQuoteSwallowsNothing() {
            assertThat(parse("for=\"evil, for=192.0.2.1")).isNull();
            assertThat(parse("for=\"evil, for=\"[2001:db8::1]\"")).isNull();
            assertThat(parse("for=x;y=\"evil, for=\"[2001:db8::1]\";by=\"_p\"")).isNull();
            assertThat(parse("for=\"evil", "for=192.0.2.1")).isNull();
        }
    }
}
