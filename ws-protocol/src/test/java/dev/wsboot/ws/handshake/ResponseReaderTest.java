package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseReaderTest {

    private static final String ACCEPTED = "HTTP/1.1 101 \r\nA: b\r\n\r\n";
    private static final String REFUSED = "HTTP/1.1 403 \r\nContent-Length: 2\r\n\r\n";

    private static ResponseReader reader() {
        return new ResponseReader(ResponseLimits.defaults(), ResponseReader.Expected.UPGRADE);
    }

    @Nested
    class Rfc9110Section15_2_InterimResponses {

        @ParameterizedTest
        @ValueSource(strings = {"100", "102", "103", "199"})
        void arePassedOver(String status) throws UpgradeRejectedException {
            String interim = "HTTP/1.1 " + status + " x\r\nLink: y\r\n\r\n";
            String all = interim + interim + ACCEPTED;
            for (int split = 0; split < all.length(); split++) {
                ResponseReader reader = reader();
                assertThat(reader.receive(Heads.buffer(all.substring(0, split))))
                        .isNull();
                ResponseHead head = reader.receive(Heads.buffer(all.substring(split)));
                assertThat(head.status()).isEqualTo(101);
                assertThat(head.lines().names()).containsExactly("A");
            }
        }

        @Test
        void areCounted() throws UpgradeRejectedException {
            String interim = "HTTP/1.1 100 \r\n\r\n";
            assertThat(reader().receive(Heads.buffer(interim.repeat(8) + ACCEPTED)))
                    .isNotNull();
            assertThatExceptionOfType(UpgradeRejectedException.class)
                    .isThrownBy(() -> reader().receive(Heads.buffer(interim.repeat(9) + ACCEPTED)))
                    .withMessage("The server's response is malformed: More interim responses than 8");
        }

        @Test
        void eachHasTheLimitsToItself() throws UpgradeRejectedException {
            String interim = "HTTP/1.1 100 \r\nA: b\r\n\r\n";
            ResponseLimits limits = new ResponseLimits(ACCEPTED.length(), 1, 0);
            assertThat(new ResponseReader(limits, ResponseReader.Expected.UPGRADE)
                            .receive(Heads.buffer(interim + interim + ACCEPTED)))
                    .isNotNull();
        }
    }

    @Nested
    class End {

        @Test
        void acceptanceLeavesWhatFollows() throws UpgradeRejectedException {
            ByteBuffer in = Heads.buffer(ACCEPTED + "\u0081\0");
            ResponseReader reader = reader();

            assertThat(reader.receive(in)).isNotNull();
            assertThat(in.remaining()).isEqualTo(2);
            assertThatIllegalStateException()
                    .isThrownBy(() -> reader.receive(in))
                    .withMessage("The response has already ended");
        }

        @Test
        void refusalIsThrownOnce() throws UpgradeRejectedException {
            ResponseReader reader = reader();

            assertThat(reader.receive(Heads.buffer(REFUSED))).isNull();
            assertThat(reader.receive(Heads.buffer("n"))).isNull();
            assertThatExceptionOfType(UpgradeRejectedException.class)
                    .isThrownBy(() -> reader.receive(Heads.buffer("o")))
                    .satisfies(e -> assertThat(e.body()).isEqualTo("no"));
            assertThatIllegalStateException().isThrownBy(() -> reader.receive(Heads.buffer("o")));
        }

        @Test
        void malformedHeadIsThrownOnce() {
            ResponseReader reader = reader();
            assertThatExceptionOfType(UpgradeRejectedException.class)
                    .isThrownBy(() -> reader.receive(Heads.buffer("SSH-2.0")))
                    .withMessage("The server's response is malformed: Byte 0x53 in the protocol version")
                    .satisfies(e -> assertThat(e.status()).isZero())
                    .satisfies(e -> assertThat(e.isRefusal()).isFalse());
            assertThatIllegalStateException().isThrownBy(() -> reader.receive(Heads.buffer("H")));
        }

        @Test
        void invalidLengthOfTheBodyIsMalformed() {
            assertThatExceptionOfType(UpgradeRejectedException.class)
                    .isThrownBy(() -> reader().receive(Heads.buffer("HTTP/1.1 403 \r\nContent-Length: x\r\n\r\n")))
                    .withMessage("The server's response is malformed: Content-Length is not a number");
        }

        @ParameterizedTest
        @EnumSource
        void inputEndsBeforeTheHead(ResponseReader.Expected expected) throws UpgradeRejectedException {
            ResponseReader reader = new ResponseReader(ResponseLimits.defaults(), expected);
            reader.receive(Heads.buffer("HTTP/1.1 403 \r\n"));

            String who = expected == ResponseReader.Expected.UPGRADE ? "The server" : "The proxy";
            assertThat(reader.inputEnded()).hasMessage(who + " closed before its response was complete");
            assertThat(reader.inputEnded().status()).isZero();
            assertThat(reader.inputEnded().isRefusal()).isFalse();
        }

        @Test
        void inputEndsInTheBody() throws UpgradeRejectedException {
            ResponseReader reader = reader();
            reader.receive(Heads.buffer(REFUSED + "n"));

            assertThat(reader.inputEnded()).hasMessage("The server answered 403 instead of upgrading to WebSocket");
            assertThat(reader.inputEnded().isRefusal()).isTrue();
            assertThat(reader.inputEnded().status()).isEqualTo(403);
            assertThat(reader.inputEnded().body()).isEqualTo("n");
        }
    }
}
