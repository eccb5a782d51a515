package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseBodyTest {

    private static final int MAX = 10;

    private static ResponseBody body(String status, String... lines) throws BadHeadException {
        String head = "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", lines) + (lines.length > 0 ? "\r\n" : "");
        return ResponseBody.of(Responses.head(head + "\r\n"), MAX);
    }

    private static boolean read(ResponseBody body, String text) {
        return body.read(Heads.buffer(text));
    }

    @Nested
    class Rfc9112Section6_3_MessageBodyLength {

        @ParameterizedTest
        @ValueSource(strings = {"101", "100", "199", "204", "304"})
        void noContentWhateverTheHeadersSay(String status) throws BadHeadException {
            ResponseBody body = body(status, "Content-Length: 5", "Transfer-Encoding: chunked");

            assertThat(read(body, "")).isTrue();
            assertThat(body.text()).isEmpty();
            assertThat(body.head().status()).isEqualTo(Integer.parseInt(status));
        }

        @Test
        void contentLength() throws BadHeadException {
            ResponseBody body = body("404", "content-length: 5");
            ByteBuffer in = Heads.buffer("lo, more");

            assertThat(read(body, "")).isFalse();
            assertThat(read(body, "hel")).isFalse();
            assertThat(body.read(in)).isTrue();
            assertThat(in.remaining()).isEqualTo(6);
            assertThat(body.text()).isEqualTo("hello");
        }

        @Test
        void contentLengthOfNothing() throws BadHeadException {
            assertThat(read(body("404", "Content-Length: 0"), "")).isTrue();
        }

        @ParameterizedTest
        @ValueSource(strings = {"10", "11", "4294967296", "99999999999999999999999999"})
        void contentLengthBeyondWhatIsWanted(String length) throws BadHeadException {
            ResponseBody body = body("200", "Content-Length: " + length);

            assertThat(read(body, "012345678")).isFalse();
            assertThat(read(body, "9x")).isTrue();
            assertThat(body.text()).isEqualTo("0123456789");
        }

        @ParameterizedTest
        @CsvSource({
            "'', Content-Length is repeated or empty",
            "-1, Content-Length is not a number",
            "+1, Content-Length is not a number",
            "1x, Content-Length is not a number",
            "1:, Content-Length is not a number",
            "1/, Content-Length is not a number",
            "'1, 1', Content-Length is not a number",
            "'1\r\nContent-Length: 1', Content-Length is repeated or empty",
            "'0\r\nContent-Length: 1', Content-Length is repeated or empty"
        })
        void invalidContentLength(String value, String why) {
            assertThatExceptionOfType(BadHeadException.class)
                    .isThrownBy(() -> body("404", "Content-Length: " + value))
                    .withMessage(why);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Transfer-Encoding: chunked",
                    "transfer-encoding: gzip, CHUNKED",
                    "Content-Length: 1\r\nTransfer-Encoding: chunked",
                    "Transfer-Encoding: chunked\r\nContent-Length: 1",
                    "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked"
                })
        void chunked(String lines) throws BadHeadException {
            ResponseBody body = body("404", lines);

            assertThat(read(body, "3\r\nab")).isFalse();
            assertThat(read(body, "c\r\n2\r")).isFalse();
            assertThat(read(body, "\nde\r\n0\r\n")).isTrue();
            assertThat(body.text()).isEqualTo("abcde");
        }

        @Test
        void chunkedBeyondWhatIsWanted() throws BadHeadException {
            ResponseBody body = body("404", "Transfer-Encoding: chunked");
            ByteBuffer in = Heads.buffer("5\r\n01234\r\nff\r\n56789abc");

            assertThat(body.read(in)).isTrue();
            assertThat(in.remaining()).isEqualTo(3);
            assertThat(body.text()).isEqualTo("0123456789");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "X: y",
                    "Transfer-Encoding: gzip",
                    "Transfer-Encoding: chunked, gzip",
                    "Transfer-Encoding: xchunked",
                    "Transfer-Encoding: chunked\r\nTransfer-Encoding: gzip",
                    "Content-Length: 2\r\nTransfer-Encoding: gzip"
                })
        void untilTheConnectionCloses(String lines) throws BadHeadException {
            ResponseBody body = body("404", lines);

            assertThat(read(body, "3\r\nabc")).isFalse();
            assertThat(body.text()).isEqualTo("3\r\nabc");
            assertThat(read(body, "")).isFalse();
            assertThat(read(body, "789ab")).isTrue();
            assertThat(body.text()).isEqualTo("3\r\nabc789a");
        }
    }

    @Nested
    class Text {

        @Test
        void utf8IsDecodedAsFarAsItIsOne() throws BadHeadException {
            ResponseBody body = body("404");
            read(body, "\u00c3\u00a9\u00ffx");

            assertThat(body.text()).isEqualTo("\u00e9\ufffdx");
        }

        @Test
        void nothingIsWanted() throws BadHeadException {
            assertThat(ResponseBody.of(Responses.head("HTTP/1.1 404 \r\nTransfer-Encoding: chunked\r\n\r\n"), 0)
                            .read(Heads.buffer("1")))
                    .isTrue();
        }
    }
}
