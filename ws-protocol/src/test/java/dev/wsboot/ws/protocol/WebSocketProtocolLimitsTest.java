package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a hostile peer can make this side hold: RFC 6455 section 10.4 and advisories of other implementations. */
@ParameterizedClass
@EnumSource
class WebSocketProtocolLimitsTest {

    private static final int MIB = 1 << 20;

    /** What attacks.md calls bounded: the configured limit and 64 KiB. */
    private static final int BOUNDED = MIB + (64 << 10);

    private final Side side;
    private final Conversation conversation;

    WebSocketProtocolLimitsTest(Side side) {
        this.side = side;
        this.conversation = new Conversation(side);
    }

    @AfterEach
    void nothingIsLeftOver() {
        conversation.assertExhausted();
    }

    private Conversation limitedTo(int maxMessageSize, int maxFrameSize, int maxFragments) {
        return new Conversation(side, new MessageLimits(maxMessageSize, maxFrameSize, maxFragments));
    }

    private int retained() {
        return Retained.bytes(conversation.protocol);
    }

    @Nested
    class Section_10_4_ImplementationSpecificLimits {

        @Test
        void frameAtTheLimitIsTaken() {
            limitedTo(100, 3, 9)
                    .receive("82 03 010203")
                    .expect("binary(010203)")
                    .assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(strings = {"82 04", "02 04", "81 7E 0100", "82 7F 7FFFFFFFFFFFFFFF"})
        void frameAboveTheLimitFailsFromItsHeaderAlone(String header) {
            Conversation limited = limitedTo(100, 3, 9);
            limited.receive(header)
                    .expectFailure(1009, "frame larger than 3 bytes")
                    .assertExhausted();
            assertThat(Retained.bytes(limited.protocol)).isZero();
        }

        @Test
        void messageAtTheLimitIsTaken() {
            Conversation limited = limitedTo(4, 100, 9);
            limited.receive("82 04 01020304").expect("binary(01020304)");
            limited.receive("02 02 0102", "00 01 03", "80 01 04").expect("binary(01020304)");
            limited.receive("02 04 01020304", "80 00").expect("binary(01020304)");
            limited.assertExhausted();
        }

        @Test
        void messageAboveTheLimitFailsFromTheHeaderOfItsLastFrame() {
            limitedTo(4, 100, 9).receive("82 05").expectFailure(1009, "message larger than 4 bytes");
            limitedTo(4, 100, 9).receive("02 02 0102", "80 03").expect("failure(1009)");
            limitedTo(4, 100, 9).receive("02 02 0102", "00 02 0304", "80 01").expect("failure(1009)");
        }

        /** A limit beyond that is one of parts; what is collected ends at the longest array. */
        @Test
        void limitBeyondTheLongestArray() {
            MessageLimits limits = new MessageLimits(1L << 40, 1L << 40, 9);
            new Conversation(side, limits)
                    .receive("01 01 61", "80 7F 000000007FFFFFF7")
                    .expectFailure(1009, "message larger than 2147483639 bytes")
                    .assertExhausted();
            new Conversation(side, limits)
                    .receive("02 01 61", "80 7F 000000007FFFFFF6")
                    .assertExhausted();
            new Conversation(side, limits)
                    .receive("82 7F 0000010000000001")
                    .expectFailure(1009, "frame larger than 1099511627776 bytes")
                    .assertExhausted();
        }

        @Test
        void sizesAreCountedFromNewForEachMessage() {
            Conversation limited = limitedTo(4, 4, 2);
            for (int i = 0; i < 5; i++) {
                limited.receive("02 02 0102", "80 02 0304", "82 04 01020304");
                limited.expect("binary(01020304)", "binary(01020304)");
            }
            limited.assertExhausted();
        }

        @Test
        void fragmentsAtTheLimitAreTaken() {
            Conversation limited = limitedTo(100, 100, 3);
            limited.receive("02 01 01", "00 01 02", "80 01 03")
                    .expect("binary(010203)")
                    .assertExhausted();
        }

        @ParameterizedTest
        @ValueSource(strings = {"00 01 04", "80 01 04", "00 00", "80 00"})
        void oneFragmentTooManyFailsFromItsHeader(String frame) {
            Conversation limited = limitedTo(100, 100, 3);
            limited.receive("02 01 01", "00 00", "00 01 03").expect();
            limited.receive(frame.substring(0, 5)).expectFailure(1008, "message of more than 3 fragments");
        }

        @Test
        void singleFragmentMayBeTheLimit() {
            Conversation limited = limitedTo(100, 100, 1);
            limited.receive("81 01 61", "81 01 62", "01 01 63").expect("text(a)", "text(b)");
            limited.receive("80 00").expectFailure(1008, "message of more than 1 fragments");
        }

        @Test
        void controlFramesAreNoFragments() {
            Conversation limited = limitedTo(1, 1, 2);
            limited.receive("01 01 61", "89 02 0102", "8A 02 0304", "89 02 0506", "80 00");
            limited.expect("ping(0102)", "pong(0304)", "ping(0506)", "text(a)").assertExhausted();
        }

        /** After this side's Close, messages are dropped and not kept, but the limits hold. */
        @Test
        void sizeIsLimitedAfterThisSidesClose() {
            Conversation limited = limitedTo(4, 4, 9).close(1000, "").expectSent("88 02 03E8");
            limited.receive("82 04 01020304", "02 03 010203").expect();
            assertThat(Retained.bytes(limited.protocol)).isZero();
            limited.receive("80 02").expect("failure(1009)").assertExhausted();
        }

        @Test
        void fragmentsAreLimitedAfterThisSidesClose() {
            Conversation limited = limitedTo(4, 4, 3).close(1000, "").expectSent("88 02 03E8");
            limited.receive("02 00", "00 00", "00 00").expect();
            limited.receive("00 00").expect("failure(1008)").assertExhausted();
        }
    }

    @Nested
    class Advisories {

        @Test
        @DisplayName("Tomcat CVE-2020-13935, gorilla CVE-2020-27813, undici CVE-2026-1528: most significant bit")
        void lengthIsNegative() {
            conversation.receive("82 7F FFFFFFFFFFFFFFFF").expect("failure(1002)");
        }

        @Test
        @DisplayName("aiohttp PYSEC-2026-4395: what was collected and what is announced overflow")
        void sumOverflows() {
            conversation.receive("01 01 61", "80 7F 7FFFFFFFFFFFFFFF").expect("failure(1009)");
            assertThat(retained()).isZero();

            Conversation unlimited = limitedTo(Integer.MAX_VALUE, Integer.MAX_VALUE, 9);
            unlimited
                    .receive("01 01 61", "80 7F 000000007FFFFFFF")
                    .expect("failure(1009)")
                    .assertExhausted();
        }

        @Test
        @DisplayName("Jetty CVE-2026-19204: unknown opcode skipped the size limit")
        void unknownOpcode() {
            conversation.receive("83 7F 0000000040000000").expect("failure(1002)");
        }

        @Test
        @DisplayName("Jetty CVE-2026-19204: two bytes are enough to fail")
        void unknownOpcodeFailsBeforeTheLength() {
            byte[] header = conversation.wire("83 7F 0000000040000000");
            conversation.receiveBytes(Arrays.copyOf(header, 2)).expect("failure(1002)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"00 00", "00 01 61"})
        @DisplayName("ws CVE-2026-48779, CVE-2026-62389, undici CVE-2026-12151: fragments without end")
        void fragmentsWithoutEnd(String fragment) {
            conversation.receive("01 00").receive(fragments(fragment, 1023)).expect();
            conversation.receive(fragment).expect("failure(1008)");
            byte[] flood = conversation.wire(fragments(fragment, 1000));
            for (int i = 0; i < 1000; i++) {
                conversation.receiveBytes(flood);
            }
            assertThat(retained()).isZero();
        }

        @Test
        @DisplayName("ws CVE-2026-48779: a million empty fragments keep nothing, whatever their limit")
        void emptyFragmentsKeepNothing() {
            Conversation limited = limitedTo(MIB, MIB, Integer.MAX_VALUE).receive("01 00");
            byte[] flood = limited.wire(fragments("00 00", 1000));
            for (int i = 0; i < 1000; i++) {
                limited.receiveBytes(flood);
            }
            assertThat(Retained.bytes(limited.protocol)).isZero();
            limited.receive("80 00").expect("text()").assertExhausted();
        }

        @Test
        @DisplayName("ws CVE-2026-48779: tiny fragments end at the limit of bytes, where that comes first")
        void tinyFragmentsEndAtTheLimitOfBytes() {
            Conversation limited = limitedTo(4096, 4096, 1 << 20).receive("02 00");
            limited.receive(fragments("00 01 61", 4096)).expect();
            assertThat(Retained.bytes(limited.protocol)).isEqualTo(4096);
            limited.receive("00 01").expect("failure(1009)").assertExhausted();
        }

        private static String[] fragments(String fragment, int count) {
            return Collections.nCopies(count, fragment).toArray(String[]::new);
        }

        @Test
        @DisplayName("aiohttp CVE-2026-54274: one object for each read")
        void frameInSegmentsOfOneByte() {
            byte[] wire = conversation.wire("82 7F 0000000000100000" + "5A".repeat(MIB));
            ByteBuffer in = ByteBuffer.wrap(wire);
            int header = wire.length - MIB;
            for (int end = 1; end < wire.length; end++) {
                conversation.protocol.receive(in.limit(end));
                if (end % 1024 == 0) {
                    assertThat(retained()).isLessThanOrEqualTo(Math.max(256, 2 * (end - header)));
                }
            }
            assertThat(retained()).isBetween(MIB, BOUNDED);
            conversation.protocol.receive(in.limit(wire.length));
            assertThat(retained()).isZero();
            conversation.expect("binary(" + "5A".repeat(MIB) + ")");
        }

        /** 64 GiB are announced; a test JVM has a fraction of it. */
        @ParameterizedTest
        @ValueSource(strings = {"82 7F 0000000040000000 01", "02 7F 0000000040000000 01", "01 01 61"})
        @DisplayName("Nothing is allocated for what a header merely announces")
        void announcedBytesAreNotAllocated(String frame) {
            List<WebSocketProtocol> connections = new ArrayList<>();
            for (int i = 0; i < 64; i++) {
                Conversation unlimited =
                        limitedTo(Integer.MAX_VALUE, Integer.MAX_VALUE, 9).receive(frame);
                connections.add(unlimited.protocol);
                unlimited.assertExhausted();
            }
            assertThat(connections)
                    .allSatisfy(
                            connection -> assertThat(Retained.bytes(connection)).isEqualTo(256));
        }

        @Test
        @DisplayName("aiohttp GHSA-mq44-7p77-q5h7: RSV1 without negotiation")
        void compressedWithoutNegotiation() {
            conversation.receive("C1 01 61").expect("failure(1002)");
        }

        @ParameterizedTest
        @ValueSource(strings = {"89 7D", "8A 7D"})
        @DisplayName("ws 8.23.0, Undertow CVE-2021-3690: a flood of pings or pongs keeps nothing")
        void floodOfControlFrames(String header) {
            String payload = "42".repeat(125);
            String event = (header.startsWith("89") ? "ping(" : "pong(") + payload + ")";
            byte[] flood =
                    conversation.wire(Collections.nCopies(100, header + payload).toArray(String[]::new));
            for (int i = 0; i < 100; i++) {
                conversation.receiveBytes(flood);
                assertThat(conversation.events.all()).hasSize(100).containsOnly(event);
                conversation.events.all().clear();
            }
            assertThat(retained()).isZero();
        }

        @Test
        @DisplayName("An unfinished header keeps as much as a header can have")
        void unfinishedHeader() {
            conversation.receiveBytes(Arrays.copyOf(conversation.wire("82 7F 0000000000010000"), 9));
            assertThat(retained()).isEqualTo(14);
        }

        @Test
        @DisplayName("Idle between messages, a connection keeps nothing")
        void idleConnectionKeepsNothing() {
            byte[] wire = conversation.wire("01 02 6162", "89 02 0102", "80 7E 0100" + "63".repeat(256));
            for (byte b : wire) {
                conversation.receiveBytes(new byte[] {b});
            }
            conversation.expect("ping(0102)", "text(ab" + "c".repeat(256) + ")");
            assertThat(retained()).isZero();
        }

        @ParameterizedTest
        @ValueSource(strings = {"83 00", "88 00"})
        @DisplayName("A connection that has ended keeps nothing of its messages")
        void endedConnectionKeepsNothing(String last) {
            conversation.receive("01 02 6162");
            assertThat(retained()).isPositive();
            conversation.receive(last).expect(last.equals("88 00") ? "close(1005, )" : "failure(1002)");
            assertThat(retained()).isZero();
        }
    }
}
