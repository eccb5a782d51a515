package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.handshake.ProxyHeader.Progress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final int MAX = 400;
    private static final String SIGNATURE = "0D0A0D0A000D0A515549540A";
    private static final String TCP4 = "C0000201 C0000202 DC04 01BB";
    private static final String TCP6 = "20010DB8000000000000000000000001 20010DB8000000000000000000000002 DC04 01BB";

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /**
     * Feeds the header in three ways, with something behind it: as a whole, byte by byte, and as somebody who reads no more than is
     * missing. The outcome is the same, and what is behind is left alone.
     */
    private static ProxyHeader accepted(byte[] header) {
        ByteBuffer all = ByteBuffer.allocate(header.length + 3)
                .put(header)
                .put(ascii("GET"))
                .flip();
        ProxyHeader whole = new ProxyHeader(MAX);
        assertThat(whole.receive(all)).isEqualTo(Progress.COMPLETE);
        assertThat(all.remaining()).as("left behind the header").isEqualTo(3);
        assertThat(whole.receive(all)).isEqualTo(Progress.COMPLETE);
        assertThat(all.remaining()).as("left behind the header").isEqualTo(3);
        assertThat(whole.missing()).isZero();
        assertThat(whole.problem()).isNull();
        assertThat(whole.isTooLarge()).isFalse();

        ProxyHeader slow = new ProxyHeader(MAX);
        for (int i = 0; i < header.length; i++) {
            assertThat(slow.hasBegun()).isEqualTo(i > 0);
            assertThat(slow.missing()).isBetween(1, header.length - i);
            assertThat(slow.receive(ByteBuffer.wrap(header, i, 1)))
                    .as("behind byte %d", i)
                    .isEqualTo(i < header.length - 1 ? Progress.NEED_MORE : Progress.COMPLETE);
        }
        assertThat(slow.source()).isEqualTo(whole.source());
        assertThat(slow.sourcePort()).isEqualTo(whole.sourcePort());

        ProxyHeader careful = new ProxyHeader(MAX);
        int at = 0;
        while (careful.missing() > 0) {
            int missing = careful.missing();
            assertThat(at + missing).as("reads into what is behind").isLessThanOrEqualTo(header.length);
            careful.receive(ByteBuffer.wrap(header, at, missing));
            at += missing;
        }
        assertThat(careful.source()).isEqualTo(whole.source());
        return whole;
    }

    private static ProxyHeader refused(byte[] header) {
        ProxyHeader whole = new ProxyHeader(MAX);
        assertThat(whole.receive(ByteBuffer.wrap(header))).isEqualTo(Progress.BAD);
        ProxyHeader slow = new ProxyHeader(MAX);
        Progress progress = Progress.NEED_MORE;
        for (int i = 0; i < header.length && progress == Progress.NEED_MORE; i++) {
            progress = slow.receive(ByteBuffer.wrap(header, i, 1));
        }
        assertThat(progress).isEqualTo(Progress.BAD);
        assertThat(slow.problem()).isEqualTo(whole.problem()).isNotNull();
        assertThat(whole.missing()).isZero();
        ByteBuffer more = ByteBuffer.wrap(header);
        assertThat(whole.receive(more)).isEqualTo(Progress.BAD);
        assertThat(more.remaining()).isEqualTo(header.length);
        return whole;
    }

    @Test
    void beginsWithNothing() {
        ProxyHeader header = new ProxyHeader(MAX);

        assertThat(header.receive(ByteBuffer.allocate(0))).isEqualTo(Progress.NEED_MORE);
        assertThat(header.hasBegun()).isFalse();
        assertThat(header.missing()).isEqualTo(15);
        assertThat(header.source()).isNull();
        assertThat(header.problem()).isNull();
    }

    /** A proxy that was not told to send it, or somebody else. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "47",
                "16",
                "00",
                "50524F58 58",
                "50524F5859 09",
                "50 4F",
                "0D 0D",
                "0D0A0D0A00 0A",
                "0D0A0D0A000D0A515549540D",
                "50524F58590D0A"
            })
    void anythingElseEndsAtItsFirstByte(String hex) {
        ProxyHeader header = new ProxyHeader(MAX);
        byte[] input = bytes(hex);

        assertThat(header.receive(ByteBuffer.wrap(input, 0, input.length))).isEqualTo(Progress.BAD);
        assertThat(header.problem()).isEqualTo("The connection does not begin with a PROXY header");
        assertThat(header.isTooLarge()).isFalse();
    }

    @Nested
    class Section2_1_Version1 {

        @ParameterizedTest
        @CsvSource({
            "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443, 192.0.2.1, 56324",
            "PROXY TCP4 1.1.1.1 1.1.1.1 1 1, 1.1.1.1, 1",
            "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255, 65535",
            "PROXY TCP6 :: :: 1 1, 0:0:0:0:0:0:0:0, 1",
            "PROXY TCP6 ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535, "
                    + "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, 65535"
        })
        void addresses(String line, String source, int port) {
            ProxyHeader header = accepted(ascii(line + "\r\n"));

            assertThat(header.source()).hasToString(source);
            assertThat(header.sourcePort()).isEqualTo(port);
        }

        @Test
        void unknown() {
            assertThat(accepted(ascii("PROXY UNKNOWN\r\n")).source()).isNull();
            // The longest line that there is.
            ProxyHeader longest = accepted(
                    ascii(
                            "PROXY UNKNOWN ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535\r\n"));
            assertThat(longest.source()).isNull();
            assertThat(longest.sourcePort()).isZero();
            accepted(ascii("PROXY UNKNOWN \r \n \r\r\n"));
        }

        @Test
        void atMost107Bytes() {
            accepted(ascii("PROXY UNKNOWN" + " ".repeat(92) + "\r\n"));

            assertThat(refused(ascii("PROXY UNKNOWN" + " ".repeat(93) + "\r\n")).problem())
                    .isEqualTo("The line of the PROXY header does not end");
            assertThat(refused(ascii("PROXY UNKNOWN" + " ".repeat(93) + "\n")).problem())
                    .isEqualTo("The line of the PROXY header does not end");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "PROXY \r\n",
                    "PROXY TCP4 192.0.2.1 192.0.2.2 56324\r\n",
                    "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443 \r\n",
                    "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\r\n",
                    "PROXY TCP4 192.0.2.1 192.0.2.2 56324\n443\r\n"
                })
        void malformed(String line) {
            assertThat(refused(ascii(line)).problem()).isEqualTo("The line of the PROXY header is malformed");
        }
    }

    @Nested
    class Section2_2_Version2 {

        @Test
        void tcpOverIpv4() {
            ProxyHeader header = accepted(bytes(SIGNATURE + "21 11 000C" + TCP4));

            assertThat(header.source()).hasToString("192.0.2.1");
            assertThat(header.sourcePort()).isEqualTo(56_324);
        }

        @Test
        void tcpOverIpv6() {
            ProxyHeader header = accepted(bytes(SIGNATURE + "21 21 0024" + TCP6));

            assertThat(header.source()).hasToString("2001:db8:0:0:0:0:0:1");
            assertThat(header.sourcePort()).isEqualTo(56_324);
        }

        @Test
        void whatFollowsTheAddressesIsSkipped() {
            // PP2_TYPE_UNIQUE_ID and PP2_TYPE_NOOP, which pads.
            assertThat(accepted(bytes(SIGNATURE + "21 11 0013" + TCP4 + "05 0004 DEADBEEF"))
                            .source())
                    .hasToString("192.0.2.1");
            assertThat(accepted(bytes(SIGNATURE + "21 21 0180" + TCP6 + "04 0159" + "00".repeat(0x159)))
                            .sourcePort())
                    .isEqualTo(56_324);
        }

        @Test
        void aLengthOfTwoBytes() {
            byte[] header = bytes(SIGNATURE + "21 11 0100" + TCP4 + "00".repeat(0xF4));

            assertThat(accepted(header).source()).hasToString("192.0.2.1");
            assertThat(new ProxyHeader(MAX).receive(ByteBuffer.wrap(header, 0, header.length - 1)))
                    .isEqualTo(Progress.NEED_MORE);
        }

        /** "the receiver must accept this connection as valid and must use the real connection endpoints". */
        @ParameterizedTest
        @ValueSource(strings = {"20 00 0000", "20 11 000C" + TCP4, "20 FF 0001 00", "20 21 0002 0000"})
        void localIsTheProxyItself(String rest) {
            ProxyHeader header = accepted(bytes(SIGNATURE + rest));

            assertThat(header.source()).isNull();
            assertThat(header.sourcePort()).isZero();
        }

        @Test
        void unspecifiedAndUnixHaveNoAddress() {
            assertThat(accepted(bytes(SIGNATURE + "21 00 0000")).source()).isNull();
            assertThat(accepted(bytes(SIGNATURE + "21 00 0003 040000")).source())
                    .isNull();
            assertThat(accepted(bytes(SIGNATURE + "21 31 00D8" + "2F".repeat(216)))
                            .source())
                    .isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"11 11 000C", "31 11 000C", "01 11 000C", "F1 11 000C"})
        void anotherVersion(String rest) {
            assertThat(refused(bytes(SIGNATURE + rest)).problem()).isEqualTo("The PROXY header has an unknown version");
        }

        /** Unknown commands and families, and datagrams. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "22 11 000C",
                    "2F 11 000C",
                    "21 12 000C",
                    "21 22 0024",
                    "21 32 00D8",
                    "21 01 0000",
                    "21 41 0000",
                    "21 10 000C",
                    "21 F1 0000"
                })
        void whatMustNotBeSent(String rest) {
            assertThat(refused(bytes(SIGNATURE + rest)).problem())
                    .isEqualTo("The PROXY header has a command or an address family that is unknown or no stream");
        }

        @ParameterizedTest
        @ValueSource(strings = {"21 11 000B", "21 11 0000", "21 21 0023", "21 31 00D7"})
        void tooShortForItsAddresses(String rest) {
            assertThat(refused(bytes(SIGNATURE + rest)).problem())
                    .isEqualTo("The PROXY header is too short for its addresses");
        }

        @Test
        void tooLong() {
            ProxyHeader header = refused(bytes(SIGNATURE + "21 11 0181"));
            assertThat(header.problem()).isEqualTo("The PROXY header is too long");
            assertThat(header.isTooLarge()).isTrue();
            assertThat(refused(bytes(SIGNATURE + "20 00 FFFF")).isTooLarge()).isTrue();
        }
    }
}
