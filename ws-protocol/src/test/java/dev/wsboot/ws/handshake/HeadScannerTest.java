package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeadScannerTest {

    private static final String LINE = "GET / HTTP/1.1\r\n";

    /** The text must be taken as a beginning, and the byte behind it refused at once. */
    private static HandshakeException failsAt(String beginning, String bad) throws HandshakeException {
        assertThat(new HeadScanner(HandshakeLimits.defaults()).scan(Heads.buffer(beginning)))
                .isFalse();
        return Heads.failure(beginning + bad);
    }

    private static void isBad(String beginning, String bad, String why) throws HandshakeException {
        HandshakeException failure = failsAt(beginning, bad);
        assertThat(failure).hasMessage(why);
        assertThat(failure.refusal().status()).isEqualTo(400);
        assertThat(failure.looksLikeTls()).isFalse();
    }

    private static boolean isComplete(String head) throws HandshakeException {
        HeadScanner scanner = new HeadScanner(HandshakeLimits.defaults());
        boolean complete = scanner.scan(Heads.buffer(head));
        assertThat(scanner.isOver()).isEqualTo(complete);
        assertThat(scanner.size()).isEqualTo(head.length());
        return complete;
    }

    @Nested
    class Rfc9112Section2_2_MessageParsing {

        @Test
        void oneEmptyLineBeforeTheRequestLineIsIgnored() throws HandshakeException {
            HeadScanner scanner = new HeadScanner(HandshakeLimits.defaults());

            assertThat(scanner.scan(Heads.buffer("\r\n" + LINE + "\r\n"))).isTrue();
            assertThat(scanner.emptyLineLength()).isEqualTo(2);
            assertThat(scanner.targetLength()).isEqualTo(1);
        }

        @Test
        void secondEmptyLineIsRefused() throws HandshakeException {
            isBad("\r\n", "\r", "Byte 0x0d in the method");
        }

        @Test
        void emptyLineEndsInLineFeed() throws HandshakeException {
            isBad("\r", "G", "Byte 0x47 in the place of the LF behind a CR");
            isBad("", "\n", "Byte 0x0a in the method");
        }

        @Test
        void bareCarriageReturnIsRefused() throws HandshakeException {
            isBad(LINE + "A: b\r", "c", "Byte 0x63 in the place of the LF behind a CR");
            isBad(LINE + "A: b\r", "\r", "Byte 0x0d in the place of the LF behind a CR");
            isBad("GET / HTTP/1.1\r", "\0", "Byte 0x00 in the place of the LF behind a CR");
            isBad(LINE + "\r", "A", "Byte 0x41 in the place of the LF behind a CR");
            isBad("G", "\r", "Byte 0x0d in the method");
            isBad("GET /", "\r", "Byte 0x0d in the request target");
            isBad(LINE + "A", "\r", "Byte 0x0d in a header name");
        }

        @Test
        void bareLineFeedIsRefused() throws HandshakeException {
            isBad("GET / HTTP/1.1", "\n", "Byte 0x0a in the end of the request line");
            isBad(LINE + "A: b", "\n", "Byte 0x0a in a header value");
            isBad(LINE, "\n", "Byte 0x0a in a header name");
        }

        @Test
        void whitespaceBeforeTheFirstHeaderIsRefused() throws HandshakeException {
            isBad(LINE, " ", "A header line begins with a space or tab");
        }

        @Test
        void nothingBehindTheBlankLineIsConsumed() throws HandshakeException {
            ByteBuffer in = Heads.buffer(LINE + "\r\nmore");

            assertThat(new HeadScanner(HandshakeLimits.defaults()).scan(in)).isTrue();
            assertThat(in.remaining()).isEqualTo(4);
        }
    }

    /** A stream that cannot become a request fails at its first byte. */
    @Nested
    class FirstByte {

        @Test
        void tlsIsRecognised() {
            HandshakeException failure = Heads.failure("\u0016\u0003\u0001\u0002\0");

            assertThat(failure.looksLikeTls()).isTrue();
            assertThat(failure).hasMessageContaining("TLS");
            assertThat(failure.refusal().status()).isEqualTo(400);
        }

        @Test
        void tlsInsideTheMethodIsJustABadByte() throws HandshakeException {
            isBad("G", "\u0016", "Byte 0x16 in the method");
        }

        @ParameterizedTest
        @ValueSource(strings = {"\0", "\u0080", "\u00ff", "\u000b", "\u000c", "\u001c", "\u0085", " ", "\t", "\u007f"})
        void nothingButATokenBeginsARequest(String bad) throws HandshakeException {
            isBad("", bad, "Byte 0x%02x in the method".formatted((int) bad.charAt(0)));
        }
    }

    @Nested
    class Rfc9112Section3_RequestLine {

        @ParameterizedTest
        @ValueSource(strings = {"POST ", "get ", "GETS ", "GE ", "PRI ", "HEADS ", "EHAD ", "OPTIONS "})
        void methodOtherThanGetIsRefusedAtItsEnd(String method) throws HandshakeException {
            HandshakeRefusal refusal =
                    failsAt(method.substring(0, method.length() - 1), " ").refusal();
            assertThat(Heads.text(refusal.encode()))
                    .startsWith("HTTP/1.1 405 Method Not Allowed\r\nConnection: close\r\nAllow: GET\r\n")
                    .endsWith("\r\n\r\nA WebSocket handshake is a GET request");
        }

        @Test
        void methodWithoutEndIsRefused() throws HandshakeException {
            assertThat(failsAt("M".repeat(32), "M").refusal().status()).isEqualTo(405);
        }

        @Test
        void headIsAnsweredWithoutContent() {
            assertThat(Heads.text(Heads.failure("HEAD / HTTP/1.1\r\n").refusal().encode()))
                    .isEqualTo("HTTP/1.1 405 Method Not Allowed\r\n"
                            + "Connection: close\r\nAllow: GET\r\nContent-Length: 0\r\n\r\n");
        }

        @Test
        void exactlyOneSpaceSeparates() throws HandshakeException {
            isBad("GET ", " ", "Byte 0x20 in the request target");
            isBad("GET / ", " ", "Byte 0x20 in the protocol version");
            isBad("GET", "\t", "Byte 0x09 in the method");
            isBad("GET /", "\t", "Byte 0x09 in the request target");
            isBad("GET / HTTP/1.1", " ", "Byte 0x20 in the end of the request line");
        }

        @ParameterizedTest
        @ValueSource(strings = {"#", "\"", "<", ">", "\0", "\u001f", "\u007f", "\u0080", "\u00e9", "\u000b", "\u0085"})
        void targetIsVisibleAsciiWithoutFragment(String bad) throws HandshakeException {
            isBad("GET /a", bad, "Byte 0x%02x in the request target".formatted((int) bad.charAt(0)));
        }

        @Test
        void targetIsThere() throws HandshakeException {
            isBad("GET ", "\r", "Byte 0x0d in the request target");
        }
    }

    @Nested
    class Rfc9112Section2_3_Version {

        @ParameterizedTest
        @ValueSource(strings = {"1", "2", "9"})
        void higherMinorVersionIsAccepted(String minor) throws HandshakeException {
            assertThat(isComplete("GET / HTTP/1." + minor + "\r\n\r\n")).isTrue();
        }

        @Test
        void http10IsRefused() throws HandshakeException {
            isBad("GET / HTTP/1.", "0", "A WebSocket needs HTTP/1.1, not HTTP/1.0");
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "2", "9"})
        void otherMajorVersionIsNotSupported(String major) throws HandshakeException {
            assertThat(failsAt("GET / HTTP/", major).refusal().status()).isEqualTo(505);
        }

        @ParameterizedTest
        @CsvSource({
            "'GET / ',h,68",
            "GET / H,t,74",
            "GET / HTTP,1,31",
            "GET / HTTP/,x,78",
            "GET / HTTP/,.,2e",
            "GET / HTTP/1,1,31",
            "GET / HTTP/1.,x,78",
            "GET / HTTP/1.,'-',2d"
        })
        void spellingIsExact(String beginning, String bad, String hex) throws HandshakeException {
            isBad(beginning, bad, "Byte 0x" + hex + " in the protocol version");
        }

        @Test
        void twoDigitsAreNoMinorVersion() throws HandshakeException {
            isBad("GET / HTTP/1.1", "1", "Byte 0x31 in the end of the request line");
        }

        @Test
        void versionIsThere() throws HandshakeException {
            isBad("GET /ws ", "\r", "Byte 0x0d in the protocol version");
        }
    }

    @Nested
    class Rfc9112Section5_Fields {

        @ParameterizedTest
        @ValueSource(strings = {" ", "\t"})
        void foldedLineIsRefused(String space) throws HandshakeException {
            isBad(LINE + "A: b\r\n", space, "A header line begins with a space or tab");
        }

        @ParameterizedTest
        @ValueSource(strings = {" ", "\t", "\0", "\u000b", "\u0080", "\u0085", "\u00ff", "(", "/", "@", "\""})
        void nameIsAToken(String bad) throws HandshakeException {
            String why = "Byte 0x%02x in a header name".formatted((int) bad.charAt(0));
            isBad(LINE + "Host", bad, why);
        }

        @ParameterizedTest
        @ValueSource(strings = {":", "\0", "\u0080", "("})
        void nameIsThere(String bad) throws HandshakeException {
            isBad(LINE, bad, "Byte 0x%02x in a header name".formatted((int) bad.charAt(0)));
        }

        @Test
        void valueMayBeEmptyAndHaveSpacesAndTabs() throws HandshakeException {
            assertThat(isComplete(LINE + "A:\r\nB: \t \r\nC:\tx y\t~!\r\n\r\n")).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"\0", "\u0001", "\b", "\u000b", "\u000c", "\u001b", "\u001c", "\u001f", "\u007f"})
        void controlInAValueIsRefused(String bad) throws HandshakeException {
            isBad(LINE + "A: b", bad, "Byte 0x%02x in a header value".formatted((int) bad.charAt(0)));
        }

        @Test
        void utf8InAValueIsAccepted() throws HandshakeException {
            // U+00E9, U+00A0, U+20AC, U+1F600
            assertThat(isComplete(LINE
                            + "Cookie: \u00c3\u00a9\u00c2\u00a0\u00e2\u0082\u00ac\u00f0\u009f\u0098\u0080\r\n\r\n"))
                    .isTrue();
        }

        @Test
        void nextLineControlIsRefusedRawAndInUtf8() throws HandshakeException {
            isBad(LINE + "A: b", "\u0085", "Byte 0x85 in a header value");
            isBad(LINE + "A: \u00c2", "\u0085", "Byte 0x85 in a header value");
        }

        @Test
        void latin1InAValueIsRefused() throws HandshakeException {
            isBad(LINE + "A: \u00e9", "t", "Byte 0x74 in a header value");
            isBad(LINE + "A: \u00e9", "\r", "Byte 0x0d in a header value");
        }
    }
}
