package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The whole classes are written out, so that no character can slip in or out. */
class HeaderGrammarTest {

    private static final String DIGITS = "0123456789";
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";

    /** Bytes are signed, characters are not: both ways of being not ASCII are asked. */
    private static String members(IntPredicate characterClass) {
        return IntStream.rangeClosed(-128, 0xFFFF)
                .filter(characterClass)
                .mapToObj(c -> String.valueOf((char) c))
                .collect(Collectors.joining());
    }

    @Nested
    class Rfc9110Section5_6 {

        @Test
        void token() {
            assertThat(members(HeaderGrammar::isTokenByte))
                    .isEqualTo("!#$%&'*+-." + DIGITS + UPPER + "^_`" + LOWER + "|~");
        }

        @Test
        void tokenText() {
            assertThat(HeaderGrammar.isToken("a-1")).isTrue();
            assertThat(HeaderGrammar.isToken("")).isFalse();
            assertThat(HeaderGrammar.isToken("a b")).isFalse();
            assertThat(HeaderGrammar.isToken("a\u0161")).isFalse();
        }

        @Test
        void space() {
            assertThat(members(HeaderGrammar::isSpace)).isEqualTo("\t ");
        }

        @Test
        void value() {
            assertThat(members(HeaderGrammar::isValueByte))
                    .isEqualTo("\t !\"#$%&'()*+,-./" + DIGITS + ":;<=>?@" + UPPER + "[\\]^_`" + LOWER + "{|}~");
        }
    }

    @Nested
    class Rfc3986 {

        @Test
        void target() {
            assertThat(members(HeaderGrammar::isTargetByte))
                    .isEqualTo("!$%&'()*+,-./" + DIGITS + ":;=?@" + UPPER + "[\\]^_`" + LOWER + "{|}~");
        }

        @Test
        void path() {
            assertThat(members(HeaderGrammar::isPathByte))
                    .isEqualTo("!$&'()*+,-." + DIGITS + ":=@" + UPPER + "_" + LOWER + "~");
        }

        @Test
        void host() {
            assertThat(members(HeaderGrammar::isHostByte)).isEqualTo("-." + DIGITS + UPPER + "_" + LOWER + "~");
        }

        @Test
        void hexDigits() {
            assertThat(members(c -> HeaderGrammar.hexDigit(c) >= 0)).isEqualTo(DIGITS + "ABCDEFabcdef");
            assertThat(HeaderGrammar.hexDigit('f')).isEqualTo(15);
        }
    }

    @Nested
    class Case {

        @Test
        void onlyLettersHaveOne() {
            assertThat(HeaderGrammar.toLower('A')).isEqualTo('a');
            assertThat(HeaderGrammar.toLower('Z')).isEqualTo('z');
            assertThat(HeaderGrammar.toLower('@')).isEqualTo('@');
            assertThat(HeaderGrammar.toLower('[')).isEqualTo('[');
            assertThat(HeaderGrammar.toLower(-63)).isEqualTo(-63);
        }

        @Test
        void regionIsComparedInAnyCase() {
            byte[] bytes = {'x', 'H', 'o', 'S', 't', 'x'};
            assertThat(HeaderGrammar.equalsIgnoreCase(bytes, 1, 5, "hOst")).isTrue();
            assertThat(HeaderGrammar.equalsIgnoreCase(bytes, 1, 5, "hose")).isFalse();
            assertThat(HeaderGrammar.equalsIgnoreCase(bytes, 1, 4, "host")).isFalse();
        }
    }
}
