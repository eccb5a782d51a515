package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseScannerTest {

    private static ResponseScanner scanner(String beginning) throws BadHeadException {
        ResponseScanner scanner = new ResponseScanner(ResponseLimits.defaults());
        assertThat(scanner.scan(Heads.buffer(beginning))).isFalse();
        return scanner;
    }

    /** The text must be taken as a beginning, and the byte behind it refused at once. */
    private static void isBad(String beginning, String bad, String why) throws BadHeadException {
        ResponseScanner scanner = scanner(beginning);
        assertThatExceptionOfType(BadHeadException.class)
                .isThrownBy(() -> scanner.scan(Heads.buffer(bad)))
                .withMessage(why);
    }

    @Nested
    class Rfc9112Section4_StatusLine {

        @ParameterizedTest
        @CsvSource({
            "HTTP/1.1 101 Switching Protocols, 101, 1",
            "HTTP/1.1 200 \tCaf\u00e9~ !, 200, 1",
            "'HTTP/1.1 404 ', 404, 1",
            "HTTP/1.0 599 x, 599, 0",
            "HTTP/1.9 100, 100, 9"
        })
        void valid(String line, int status, int minorVersion) throws BadHeadException {
            ResponseHead head = Responses.head(line + "\r\nA: b\r\n\r\n");

            assertThat(head.status()).isEqualTo(status);
            assertThat(head.minorVersion()).isEqualTo(minorVersion);
            assertThat(head.lines().names()).containsExactly("A");
        }

        @Test
        void nothingBehindTheBlankLineIsConsumed() throws BadHeadException {
            ByteBuffer in = Heads.buffer("HTTP/1.1 101 \r\n\r\n\u0081\0");

            assertThat(new ResponseScanner(ResponseLimits.defaults()).scan(in)).isTrue();
            assertThat(in.remaining()).isEqualTo(2);
        }

        @Test
        void everySplitIsTheSame() throws BadHeadException {
            String text = Responses.accepted("X: y");
            for (int split = 0; split < text.length(); split++) {
                ResponseScanner scanner = scanner(text.substring(0, split));
                ByteBuffer rest = Heads.buffer(text.substring(split));
                assertThat(scanner.scan(rest)).isTrue();
                assertThat(rest.hasRemaining()).isFalse();
                assertThat(scanner.head(Heads.buffer(text).array()).lines().first("x"))
                        .isEqualTo("y");
            }
        }

        @ParameterizedTest
        @CsvSource({
            "'',h,68",
            "'',' ',20",
            "'','\r',0d",
            "'','\n',0a",
            "'',\u0081,81",
            "HTTP,x,78",
            "HTTP/,2,32",
            "HTTP/,0,30",
            "HTTP/1.,x,78",
            "HTTP/1.,/,2f",
            "HTTP/1.,:,3a",
            "HTTP/1.1,1,31",
            "HTTP/1.1,'\t',09"
        })
        void versionIsExact(String beginning, String bad, String hex) throws BadHeadException {
            isBad(beginning, bad, "Byte 0x" + hex + " in the protocol version");
        }

        @ParameterizedTest
        @CsvSource({
            "'HTTP/1.1 ',0,30",
            "'HTTP/1.1 ',6,36",
            "'HTTP/1.1 ',' ',20",
            "HTTP/1.1 1,/,2f",
            "HTTP/1.1 1,:,3a",
            "HTTP/1.1 10,x,78",
            "HTTP/1.1 10,'\r',0d"
        })
        void statusIsThreeDigits(String beginning, String bad, String hex) throws BadHeadException {
            isBad(beginning, bad, "Byte 0x" + hex + " in the status code");
        }

        @ParameterizedTest
        @CsvSource({"0,30", "'\t',09", "'\n',0a"})
        void statusEnds(String bad, String hex) throws BadHeadException {
            isBad("HTTP/1.1 101", bad, "Byte 0x" + hex + " in the end of the status code");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\0", "\n", "\u001b", "\u007f"})
        void controlInThePhraseIsRefused(String bad) throws BadHeadException {
            isBad("HTTP/1.1 101 a", bad, "Byte 0x%02x in the reason phrase".formatted((int) bad.charAt(0)));
        }

        @Test
        void bareCarriageReturnIsRefused() throws BadHeadException {
            isBad("HTTP/1.1 101 a\r", "b", "Byte 0x62 in the place of the LF behind a CR");
            isBad("HTTP/1.1 101\r", "\r", "Byte 0x0d in the place of the LF behind a CR");
        }

        @Test
        void tlsIsRecognised() throws BadHeadException {
            isBad("", "\u0015\u0003\u0003", "This looks like TLS, while plain HTTP is spoken here: use wss, not ws");
            isBad("H", "\u0015", "Byte 0x15 in the protocol version");
        }

        @Test
        void fieldsFollow() throws BadHeadException {
            isBad("HTTP/1.1 101 a\r\n", " ", "A header line begins with a space or tab");
        }
    }

    @Nested
    class Limits {

        private static final String HEAD = "HTTP/1.1 101 \r\nA: b\r\n\r\n";

        @Test
        void wholeHead() throws BadHeadException {
            int length = HEAD.length();
            ByteBuffer in = Heads.buffer(HEAD + "more");
            assertThat(new ResponseScanner(new ResponseLimits(length, 1, 0)).scan(in))
                    .isTrue();
            assertThat(in.remaining()).isEqualTo(4);

            assertThatExceptionOfType(BadHeadException.class)
                    .isThrownBy(
                            () -> new ResponseScanner(new ResponseLimits(length - 1, 1, 0)).scan(Heads.buffer(HEAD)))
                    .withMessage("The head is larger than " + (length - 1) + " bytes")
                    .satisfies(e -> assertThat(e.isTooLarge()).isTrue());
        }

        @Test
        void wholeHeadInPieces() throws BadHeadException {
            ResponseScanner scanner = new ResponseScanner(new ResponseLimits(20, 1, 0));
            assertThat(scanner.scan(Heads.buffer(HEAD.substring(0, 19)))).isFalse();
            assertThatExceptionOfType(BadHeadException.class)
                    .isThrownBy(() -> scanner.scan(Heads.buffer(HEAD.substring(19))))
                    .withMessage("The head is larger than 20 bytes");
        }

        @Test
        void whatStandsBeforeInTheBufferIsNotCounted() throws BadHeadException {
            ResponseScanner scanner = new ResponseScanner(new ResponseLimits(HEAD.length(), 1, 0));
            ByteBuffer in = Heads.buffer("x".repeat(50) + HEAD.substring(0, 20));
            assertThat(scanner.scan(in.position(50))).isFalse();
            assertThat(scanner.scan(Heads.buffer(HEAD.substring(20)))).isTrue();
        }

        @Test
        void headerLines() {
            assertThatExceptionOfType(BadHeadException.class)
                    .isThrownBy(() -> new ResponseScanner(new ResponseLimits(100, 1, 0))
                            .scan(Heads.buffer("HTTP/1.1 101 \r\nA: b\r\nC")))
                    .withMessage("More header lines than 1");
        }
    }
}
