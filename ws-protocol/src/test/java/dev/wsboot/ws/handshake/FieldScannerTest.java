package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What both heads have in common; {@link HeadScannerTest} has more of it for requests. */
class FieldScannerTest {

    private static int scan(FieldScanner scanner, String text) throws BadHeadException {
        ByteBuffer in = Heads.buffer(text);
        return scanner.scan(in, 0, in.limit());
    }

    @Nested
    class Rfc9112Section5_FieldSyntax {

        @Test
        void endsBehindTheEmptyLine() throws BadHeadException {
            FieldScanner scanner = new FieldScanner(10);

            assertThat(scan(scanner, "A: b\r\nC:\r\n\r\nmore")).isEqualTo(12);
            assertThat(scanner.isComplete()).isTrue();
            assertThat(scan(scanner, "more")).isZero();
        }

        @Test
        void staysBetweenThePlaces() throws BadHeadException {
            FieldScanner scanner = new FieldScanner(10);

            assertThat(scanner.scan(Heads.buffer("\0A: b\r\n\0"), 1, 7)).isEqualTo(7);
            assertThat(scanner.isComplete()).isFalse();
        }

        @Test
        void everySplitIsTheSame() throws BadHeadException {
            String text = "A: \u00c3\u00a9\tb\r\nBC:\r\n\r\n";
            for (int split = 0; split < text.length(); split++) {
                FieldScanner scanner = new FieldScanner(2);
                assertThat(scan(scanner, text.substring(0, split))).isEqualTo(split);
                assertThat(scanner.isComplete()).isFalse();
                assertThat(scan(scanner, text.substring(split))).isEqualTo(text.length() - split);
                assertThat(scanner.isComplete()).isTrue();
            }
        }

        @ParameterizedTest
        @CsvSource({
            "'A: b\r\n c', A header line begins with a space or tab",
            "'\tA', A header line begins with a space or tab",
            "':', Byte 0x3a in a header name",
            "'A :', Byte 0x20 in a header name",
            "'A\r', Byte 0x0d in a header name",
            "'A: b\nC', Byte 0x0a in a header value",
            "'A: b\u007f', Byte 0x7f in a header value",
            "'A: \u0085', Byte 0x85 in a header value",
            "'A: \u00c3x', Byte 0x78 in a header value",
            "'A: b\rc', Byte 0x63 in the place of the LF behind a CR",
            "'\r\r', Byte 0x0d in the place of the LF behind a CR"
        })
        void malformed(String text, String why) {
            assertThatExceptionOfType(BadHeadException.class)
                    .isThrownBy(() -> scan(new FieldScanner(10), text))
                    .withMessage(why)
                    .satisfies(e -> assertThat(e.isTooLarge()).isFalse());
        }

        @Test
        void linesAreCounted() throws BadHeadException {
            FieldScanner scanner = new FieldScanner(2);
            scan(scanner, "A:\r\nA:\r\n");

            assertThatExceptionOfType(BadHeadException.class)
                    .isThrownBy(() -> scan(scanner, "A"))
                    .withMessage("More header lines than 2")
                    .satisfies(e -> assertThat(e.isTooLarge()).isTrue());
        }
    }
}
