package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two ends of TLS in memory, with both versions of the protocol. */
@ParameterizedClass
@ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
class TlsTransportTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    @Parameter
    String protocol;

    private TlsPair pair;

    @BeforeEach
    void makePair() {
        pair = TlsPair.of(protocol);
    }

    private boolean isTls13() {
        return protocol.equals("TLSv1.3");
    }

    /** A request and its response, the request sent before anything else. */
    private void exchange() {
        pair.client.send("request");
        pair.run().server.expect("request");
        pair.server.send("response");
        pair.run().client.expect("response");
        assertIdle(pair.client);
        assertIdle(pair.server);
    }

    private static void assertIdle(TlsPair.Side side) {
        assertThat(side.tls.keptBytes()).as("bytes of an idle connection").isZero();
        assertThat(side.wire.reading).isTrue();
        assertThat(side.wire.writing).isFalse();
        assertThat(side.error).isNull();
    }

    private static byte[] noise(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    @Nested
    class Handshake {

        @Test
        void agreesOnVersionAndCipherSuite() {
            pair.open();
            assertThat(pair.client.tls.protocol()).isEqualTo(protocol);
            assertThat(pair.server.tls.protocol()).isEqualTo(protocol);
            assertThat(pair.server.tls.cipherSuite())
                    .startsWith("TLS_")
                    .isNotEqualTo("TLS_NULL_WITH_NULL_NULL")
                    .isEqualTo(pair.client.tls.cipherSuite());
        }

        @Test
        void showsTheCertificateOfTheServerOnly() {
            pair.open();
            assertThat(pair.client.tls.peerCertificates()).containsExactly(TestCertificates.SERVER.certificate());
            assertThat(pair.server.tls.peerCertificates()).isEmpty();
        }

        /** The request stands behind the client's Finished in one segment: no other readiness will be told for it. */
        @Test
        void theRequestMayShareTheSegmentWithFinished() {
            exchange();
        }

        @Test
        void everyByteMayArriveAlone() {
            pair.chunk = 1;
            exchange();
        }

        @Test
        void everyByteMayLeaveAlone() {
            pair.client.wire.moveAtATime(1);
            pair.server.wire.moveAtATime(1);
            exchange();
        }

        @Test
        void mayBeCutAnywhere() {
            exchange();
            int most = Math.max(pair.client.delivered, pair.server.delivered);
            for (int cut = 1; cut < most; cut += 13) {
                makePair();
                pair.cut = cut;
                exchange();
            }
        }

        @Test
        void aRequestInPiecesOfAnySizeArrives() {
            for (int chunk : new int[] {2, 3, 5, 16, 17, 100, 1000}) {
                makePair();
                pair.chunk = chunk;
                exchange();
            }
        }

        @Test
        void restsWhileTheTasksRunElsewhere() {
            List<Runnable> later = new ArrayList<>();
            pair.taskRunner = later::add;
            pair.run();
            assertThat(later).hasSize(1);
            assertThat(pair.server.wire.reading || pair.server.wire.writing).isFalse();

            pair.server.wire.arrive(new byte[0]);
            int operations = pair.server.wire.operations;
            pair.run();
            assertThat(pair.server.wire.operations).isEqualTo(operations);

            while (!later.isEmpty()) {
                later.remove(0).run();
                pair.run();
            }
            exchange();
        }

        @Test
        void failsWhereNobodyRunsItsTasks() {
            pair.taskRunner = task -> {
                throw new RejectedExecutionException("full");
            };
            pair.run();
            assertThat(pair.server.error).isInstanceOf(SSLException.class).hasMessageContaining("too many");
            assertThat(pair.server.wire.outputShut).isTrue();
        }

        @Test
        void aConnectionThatWasClosedMeanwhileIsLeftAlone() {
            List<Runnable> later = new ArrayList<>();
            pair.taskRunner = later::add;
            pair.run();
            pair.server.connection.close();
            later.forEach(Runnable::run);
            pair.run();

            assertThat(pair.server.wire.closed).isEqualTo(1);
        }

        @Test
        void ofAPeerThatNeverSaysAnythingLeavesNothingToReport() {
            pair.server.wire.endInput();
            pair.turn();
            assertThat(pair.server.ends).isEqualTo(1);
            assertThat(pair.server.error).isNull();
        }

        @Test
        void ofAPeerThatLeavesInTheMiddleFails() {
            pair.server.wire.arrive(Frames.bytes("16 03 01 02 00 01 00"));
            pair.server.wire.endInput();
            pair.turn();
            assertThat(pair.server.error)
                    .isInstanceOf(SSLHandshakeException.class)
                    .hasMessageContaining("left during the TLS handshake");
        }

        @Test
        void ofAServerThatLeavesFails() {
            pair.client.send("request");
            pair.turn();
            pair.client.wire.endInput();
            pair.turn();
            assertThat(pair.client.error).isInstanceOf(SSLHandshakeException.class);
        }

        /** Section 4.1.2 of RFC 8446 begins with a record; this begins with "GET". */
        @Test
        void thatIsPlainHttpEndsWithAnAlertAndInOrder() {
            pair.server.wire.arrive(Peer.request("/ws"));
            pair.turn();
            assertThat(pair.server.error).isInstanceOf(SSLException.class);
            assertThat(Frames.hex(pair.server.wire.sent())).startsWith("1503");
            assertThat(pair.server.wire.outputShut).isTrue();
            assertThat(pair.server.wire.closed).isZero();

            pair.server.wire.arrive(noise(1_000));
            pair.server.wire.endInput();
            pair.turn();
            assertThat(pair.server.wire.unread()).isZero();
            assertThat(pair.server.wire.closed).isEqualTo(1);
            assertThat(pair.server.received.size()).isZero();
        }

        @Test
        void withARecordThatIsTooLongFails() {
            pair.server.wire.arrive(Frames.bytes("16 03 03 FF FF 01 00 00"));
            pair.turn();
            assertThat(pair.server.error).isInstanceOf(SSLException.class);
            assertThat(pair.server.wire.outputShut).isTrue();
        }

        @Test
        void withAServerOfAnotherNameFailsOnBothSides() {
            pair = new TlsPair(
                    TlsOptions.of(TestCertificates.client())
                            .withProtocols(protocol)
                            .clientEngine("example.org", 443),
                    TlsOptions.of(TestCertificates.server()).serverEngine());
            pair.client.send("secret");
            pair.run();
            assertThat(pair.client.error).isInstanceOf(SSLHandshakeException.class);
            assertThat(pair.client.error).hasMessageContaining("example.org");
            assertThat(pair.server.error).isInstanceOf(SSLHandshakeException.class);
            pair.server.expect("");
        }

        @Test
        void withAServerThatNobodyTrustsFails() {
            pair = new TlsPair(
                    TlsOptions.of(TestCertificates.context(null, TestCertificates.CLIENT))
                            .withProtocols(protocol)
                            .clientEngine("localhost", 443),
                    TlsOptions.of(TestCertificates.server()).serverEngine());
            pair.run();
            assertThat(pair.client.error).isInstanceOf(SSLHandshakeException.class);
            assertThat(pair.server.error).hasMessageContaining("certificate_unknown");
        }

        @Test
        void inTwoVersionsFails() {
            String other = isTls13() ? "TLSv1.2" : "TLSv1.3";
            pair = new TlsPair(
                    TlsOptions.of(TestCertificates.client())
                            .withProtocols(other)
                            .clientEngine("localhost", 443),
                    TlsOptions.of(TestCertificates.server())
                            .withProtocols(protocol)
                            .serverEngine());
            pair.run();
            assertThat(pair.server.error).isInstanceOf(SSLHandshakeException.class);
            assertThat(pair.client.error).hasMessageContaining("protocol_version");
        }
    }

    @Nested
    class ClientCertificates {

        private void connect(TestCertificates own, TlsOptions.ClientAuth auth) {
            pair = new TlsPair(
                    TlsOptions.of(TestCertificates.context(own, TestCertificates.SERVER))
                            .withProtocols(protocol)
                            .clientEngine("localhost", 443),
                    TlsOptions.of(TestCertificates.server())
                            .withClientAuth(auth)
                            .serverEngine());
            pair.client.send("request");
            pair.run();
        }

        @ParameterizedTest
        @ValueSource(strings = {"WANT", "NEED"})
        void areShownWhereAsked(String auth) {
            connect(TestCertificates.CLIENT, TlsOptions.ClientAuth.valueOf(auth));
            pair.server.expect("request");
            assertThat(pair.server.tls.peerCertificates()).containsExactly(TestCertificates.CLIENT.certificate());
        }

        @Test
        void areNotShownUnasked() {
            connect(TestCertificates.CLIENT, TlsOptions.ClientAuth.NONE);
            pair.server.expect("request");
            assertThat(pair.server.tls.peerCertificates()).isEmpty();
        }

        @Test
        void mayBeMissingWhereWanted() {
            connect(null, TlsOptions.ClientAuth.WANT);
            pair.server.expect("request");
            assertThat(pair.server.tls.peerCertificates()).isEmpty();
        }

        @Test
        void mustNotBeMissingWhereNeeded() {
            connect(null, TlsOptions.ClientAuth.NEED);
            pair.server.expect("");
            assertThat(pair.server.error).isInstanceOf(SSLHandshakeException.class);
            assertThat(pair.client.error).isInstanceOf(SSLHandshakeException.class);
        }

        /** The server names those whom it trusts, and the client has none of them. */
        @Test
        void ofStrangersAreNotAccepted() {
            connect(TestCertificates.STRANGER, TlsOptions.ClientAuth.WANT);
            pair.server.expect("request");
            assertThat(pair.server.tls.peerCertificates()).isEmpty();

            connect(TestCertificates.STRANGER, TlsOptions.ClientAuth.NEED);
            pair.server.expect("");
            assertThat(pair.server.error).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Nested
    class Data {

        @BeforeEach
        void open() {
            pair.open();
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 16_383, 16_384, 16_385, 65_536, 1_000_000})
        void ofAnySizeArrivesBothWays(int size) {
            byte[] bytes = noise(size);
            pair.client.send(bytes);
            pair.server.send(bytes);
            pair.run();
            assertThat(pair.server.received.toByteArray()).isEqualTo(bytes);
            assertThat(pair.client.received.toByteArray()).isEqualTo(bytes);
            assertIdle(pair.client);
            assertIdle(pair.server);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 7, 1_000, 20_000})
        void throughANarrowWireArrives(int most) {
            byte[] bytes = noise(most == 1 ? 20_000 : 200_000);
            for (TlsPair.Side side : new TlsPair.Side[] {pair.client, pair.server}) {
                side.wire.moveAtATime(most);
                side.send(bytes);
            }
            pair.run();
            assertThat(pair.server.received.toByteArray()).isEqualTo(bytes);
            assertThat(pair.client.received.toByteArray()).isEqualTo(bytes);
            assertIdle(pair.client);
            assertIdle(pair.server);
        }

        /** What one turn sends leaves in one system call. */
        @Test
        void ofAWholeBufferLeavesInOneWrite() {
            pair.server.wire.writes.clear();
            pair.server.send(noise(EventLoop.WRITE_BUFFER));
            pair.turn();
            assertThat(pair.server.wire.writes).hasSize(1);
        }

        @Test
        void ofWhichTheWireTakesNothingWaits() {
            pair.server.wire.take(0);
            pair.server.send("hello");
            pair.turn();
            assertThat(pair.server.connection.outbound().isBlocked()).isTrue();
            assertThat(pair.server.connection.outbound().queued()).isEqualTo(5);
            assertThat(pair.server.wire.writing).isTrue();
            assertThat(pair.server.wire.reading).isFalse();

            pair.server.send(" world");
            pair.server.wire.takeEverything();
            pair.run().client.expect("hello world");
            assertIdle(pair.server);
        }

        @Test
        void isTakenNoFasterThanItLeaves() {
            byte[] bytes = noise(200_000);
            pair.server.wire.take(10_000);
            pair.server.send(bytes);
            pair.run();
            int waiting = pair.server.connection.outbound().queued();
            assertThat(waiting).isEqualTo(190_000);
            assertThat(pair.server.tls.keptBytes()).isLessThan(EventLoop.WRITE_BUFFER + 1_000);
            assertThat(pair.client.received.size()).isLessThan(10_000);

            pair.server.wire.takeEverything();
            pair.run();
            assertThat(pair.client.received.toByteArray()).isEqualTo(bytes);
            assertThat(pair.server.connection.outbound().queued()).isZero();
        }

        /** A peer that takes a little now and then lives. */
        @Test
        void thatLeavesSlowlyIsProgress() {
            pair.server.wire.take(0);
            pair.server.send(noise(10_000));
            for (int i = 0; i < 10; i++) {
                pair.clock.advance(Duration.ofSeconds(6));
                pair.server.wire.take(100);
                pair.run();
            }
            assertThat(pair.server.connection.isClosed()).isFalse();
            assertThat(pair.server.connection.outbound().queued()).isEqualTo(9_000);

            pair.clock.advance(Duration.ofSeconds(7));
            pair.run();
            assertThat(pair.server.connection.isClosed()).isTrue();
        }

        @Test
        void inPartOfARecordIsKeptUntilTheRestArrives() {
            pair.client.send(noise(10_000));
            pair.turn();
            byte[] record = pair.client.wire.sent();
            pair.server.wire.arrive(Arrays.copyOf(record, 5_000));
            pair.turn();
            assertThat(pair.server.received.size()).isZero();
            assertThat(pair.server.tls.keptBytes()).isEqualTo(5_000);

            pair.server.wire.arrive(Arrays.copyOfRange(record, 5_000, record.length));
            pair.turn();
            assertThat(pair.server.received.toByteArray()).isEqualTo(noise(10_000));
            assertIdle(pair.server);
        }

        @Test
        void isNotReadWhileReadingIsPaused() {
            pair.server.connection.pause(Connection.HANDLER_BUSY);
            pair.client.send("hello");
            pair.run().server.expect("");
            assertThat(pair.server.wire.reading).isFalse();

            pair.server.connection.resume(Connection.HANDLER_BUSY);
            pair.run().server.expect("hello");
        }

        @Test
        void thatIsNoRecordFailsBehindWhatWasGood() {
            pair.client.send("good");
            pair.turn();
            pair.server.wire.arrive(pair.client.wire.sent());
            pair.server.wire.arrive(Frames.bytes("17 03 03 00 20" + "00".repeat(32)));
            pair.turn();
            pair.server.expect("good");
            assertThat(pair.server.error).isInstanceOf(SSLException.class);
            assertThat(pair.server.wire.outputShut).isTrue();
            pair.run();
            assertThat(pair.client.error).as("the alert").isInstanceOf(SSLException.class);
        }

        @Test
        void inARecordThatIsTooLongFails() {
            pair.server.wire.arrive(Frames.bytes("17 03 03 FF FF 00 00 00"));
            pair.run();
            assertThat(pair.server.error).isInstanceOf(SSLException.class);
            assertThat(pair.client.error).as("the alert").isInstanceOf(SSLException.class);
        }

        @Test
        void cannotBeSentBehindAFailure() {
            pair.server.wire.arrive(Frames.bytes("17 03 03 FF FF 00 00 00"));
            pair.turn();
            byte[] alert = pair.server.wire.sent();
            assertThat(alert).isNotEmpty();
            pair.server.send("more");
            pair.turn();
            assertThat(pair.server.wire.sent()).isEmpty();
            assertThat(pair.server.connection.outbound().queued()).isZero();
        }
    }

    @Nested
    class TheEnd {

        @BeforeEach
        void open() {
            pair.open();
        }

        @Test
        void isSaidByCloseNotifyAndTcp() {
            pair.server.send("last words");
            pair.server.connection.finish();
            pair.run();
            pair.client.expect("last words");
            assertThat(pair.client.ends).isEqualTo(1);
            assertThat(pair.client.error).isNull();
            assertThat(pair.client.engine.isInboundDone()).isTrue();
        }

        /** No readiness is told for an end that lies behind data in the same segment. */
        @Test
        void isSeenBehindDataBeforeTcpEnds() {
            pair.client.send("last words");
            pair.turn();
            pair.client.engine.closeOutbound();
            pair.client.connection.readable();
            pair.turn();
            pair.server.wire.arrive(pair.client.wire.sent());
            pair.turn();
            pair.server.expect("last words");
            assertThat(pair.server.ends).isEqualTo(1);
        }

        @Test
        void isSeenWhereTcpEndsWithoutIt() {
            pair.server.wire.endInput();
            pair.turn();
            assertThat(pair.server.ends).isEqualTo(1);
            assertThat(pair.server.error).isNull();
        }

        @Test
        void isSeenWhereTcpEndsWithinARecord() {
            pair.server.wire.arrive(Frames.bytes("17 03 03 00 20 00"));
            pair.server.wire.endInput();
            pair.turn();
            assertThat(pair.server.ends).isEqualTo(1);
            assertThat(pair.server.error).isNull();
        }

        @Test
        void ofOneSideIsAnsweredByTheOther() {
            pair.client.connection.finish();
            pair.run();
            assertThat(pair.server.ends).isEqualTo(1);
            pair.server.connection.finish();
            pair.run();
            assertThat(pair.client.wire.closed).isEqualTo(1);
            assertThat(pair.client.error).isNull();
            assertThat(pair.server.wire.closed).isEqualTo(1);
            assertThat(pair.server.wire.outputShut).isTrue();
        }

        /** RFC 8446 section 6.1 lets the other direction go on; RFC 5246 section 7.2.1 does not. */
        @Test
        void ofOneDirectionLeavesTheOtherOpenInTls13() {
            pair.client.connection.finish();
            pair.run();
            pair.server.send("still here");
            pair.run();
            if (isTls13()) {
                assertThat(pair.server.error).isNull();
            } else {
                assertThat(pair.server.error)
                        .hasMessage("the peer has closed TLS")
                        .isNotInstanceOf(SSLException.class);
            }
            assertThat(pair.client.connection.isClosed()).isEqualTo(!isTls13());
            assertThat(pair.client.wire.unread()).isZero();
        }

        @Test
        void waitsForWhatTheWireDoesNotTake() {
            pair.server.wire.take(0);
            pair.server.send("last words");
            pair.server.connection.finish();
            pair.run();
            assertThat(pair.server.wire.outputShut).isFalse();

            pair.server.wire.take(5);
            pair.run();
            pair.server.wire.takeEverything();
            pair.run();
            pair.client.expect("last words");
            assertThat(pair.client.ends).isEqualTo(1);
            assertThat(pair.server.wire.outputShut).isTrue();
        }

        @Test
        void ofTcpWaitsForCloseNotify() {
            pair.server.wire.take(0);
            pair.server.connection.finish();
            pair.run();
            assertThat(pair.server.wire.outputShut).isFalse();
            assertThat(pair.server.wire.writing).isTrue();

            pair.server.wire.takeEverything();
            pair.run();
            assertThat(pair.server.wire.outputShut).isTrue();
            assertThat(pair.client.engine.isInboundDone()).isTrue();
        }

        @Test
        void atOnceSaysSoWhereItCan() {
            pair.server.connection.close();
            pair.run();
            assertThat(pair.client.engine.isInboundDone()).isTrue();
            assertThat(pair.server.wire.closed).isEqualTo(1);
        }

        @Test
        void atOnceDoesNotWait() {
            pair.server.wire.take(3);
            pair.server.send("hello");
            pair.turn();
            pair.server.connection.close();
            assertThat(pair.server.wire.closed).isEqualTo(1);
            assertThat(pair.server.wire.sent()).hasSize(3);
            assertThat(pair.server.tls.keptBytes()).isZero();
        }

        @Test
        void mayBeToldTwice() {
            pair.server.tls.close();
            pair.server.tls.close();
            assertThat(pair.server.wire.closed).isEqualTo(1);
        }

        @Test
        void ofAWireThatTakesNothingMoreIsQuiet() {
            pair.server.wire.failWrites();
            pair.server.connection.close();
            assertThat(pair.server.wire.closed).isEqualTo(1);
        }

        @Test
        void dropsWhatStillArrives() {
            pair.server.connection.finish();
            pair.client.send(noise(300_000));
            pair.run();
            assertThat(pair.server.received.size()).isZero();
            assertThat(pair.server.wire.unread()).isZero();
            assertThat(pair.server.error).isNull();
            assertThat(pair.server.wire.closed).isZero();
        }

        /** Closing at once would erase at the peer what was sent. */
        @Test
        void isNotCutShortByGarbage() {
            pair.server.connection.finish();
            pair.turn();
            pair.server.wire.arrive(noise(1_000));
            pair.turn();
            assertThat(pair.server.wire.closed).isZero();
            pair.server.wire.endInput();
            pair.turn();
            assertThat(pair.server.wire.closed).isEqualTo(1);
        }
    }

    @Nested
    class BehindTheHandshake {

        @BeforeEach
        void open() {
            pair.open();
        }

        private void begin(TlsPair.Side side) throws SSLException {
            side.engine.beginHandshake();
            side.connection.readable();
            pair.turn();
        }

        /** RFC 8446 section 4.6.3; beginHandshake is how the JDK asks for it. TLS 1.2 would renegotiate. */
        @ParameterizedTest
        @ValueSource(booleans = {true, false})
        void keysAreUpdatedAndNothingIsRenegotiated(boolean byClient) throws IOException {
            TlsPair.Side asking = byClient ? pair.client : pair.server;
            TlsPair.Side asked = byClient ? pair.server : pair.client;
            if (isTls13()) {
                begin(asking);
                asking.send("one");
                pair.run();
                asked.expect("one").send("two");
                pair.run();
                asking.expect("two");
                assertIdle(asking);
                assertIdle(asked);
            } else {
                asking.engine.beginHandshake();
                asked.wire.arrive(hello(asking));
                pair.run();
                assertThat(asked.error).hasMessageContaining("renegotiation");
                assertThat(asked.wire.outputShut).isTrue();
            }
        }

        private byte[] hello(TlsPair.Side side) throws SSLException {
            ByteBuffer out = ByteBuffer.allocate(20_000);
            while (side.engine.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                side.engine.wrap(ByteBuffer.allocate(0), out);
            }
            return Arrays.copyOf(out.array(), out.position());
        }

        @Test
        void aFloodOfKeyUpdatesFails() throws IOException {
            assumeTrue(isTls13(), "TLS 1.2 has no key updates");
            for (int i = 0; i < TlsTransport.MAX_BARREN_RECORDS; i++) {
                pair.client.engine.beginHandshake();
                pair.server.wire.arrive(hello(pair.client));
                pair.turn();
            }
            assertThat(pair.server.error).isNull();
            pair.client.send("data");
            pair.turn();
            pair.server.wire.arrive(pair.client.wire.sent());
            pair.turn();
            pair.server.expect("data");
            for (int i = 0; i <= TlsTransport.MAX_BARREN_RECORDS; i++) {
                assertThat(pair.server.error).isNull();
                pair.client.engine.beginHandshake();
                pair.server.wire.arrive(hello(pair.client));
                pair.turn();
            }
            assertThat(pair.server.error).hasMessageContaining("without data");
        }

        /** Who does not take the answers is not read on. */
        @Test
        void keyUpdatesAreNotCollectedForAPeerThatTakesNoAnswer() throws IOException {
            assumeTrue(isTls13(), "TLS 1.2 has no key updates");
            pair.server.wire.take(0);
            for (int i = 0; i < 10; i++) {
                pair.client.engine.beginHandshake();
                pair.server.wire.arrive(hello(pair.client));
            }
            pair.client.send("data");
            pair.turn();
            pair.server.wire.arrive(pair.client.wire.sent());
            pair.turn();
            assertThat(pair.server.wire.reading).isFalse();
            assertThat(pair.server.tls.keptBytes()).isLessThan(2_000);
            pair.server.expect("");

            pair.server.wire.takeEverything();
            pair.run();
            pair.server.expect("data").send("answer");
            pair.run();
            pair.client.expect("answer");
        }
    }

    @Test
    void theRemoteAddressIsThatOfTheWire() {
        assertThat(pair.server.tls.remoteAddress()).isEqualTo(pair.server.wire.remoteAddress());
    }

    /** The task has failed on its thread, and the loop does not know that yet: nobody may take it for an end in order. */
    @Test
    void aTaskThatHasFailedElsewhereIsNoEndOfTheInput() throws Exception {
        MemoryTransport wire = new MemoryTransport();
        EventLoop loop = new TestServer().loop;
        List<Runnable> tasks = new ArrayList<>();
        TlsTransport server =
                new TlsTransport(wire, TlsOptions.of(TestCertificates.server()).serverEngine(), loop, tasks::add);
        server.begin(() -> {});
        SSLEngine client = TlsOptions.of(TestCertificates.client())
                .withProtocols("TLSv1.2")
                .withCipherSuites("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
                .clientEngine("localhost", 443);
        client.beginHandshake();
        ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), hello);
        wire.arrive(Arrays.copyOf(hello.array(), hello.position()));
        server.advance();
        assertThat(tasks).hasSize(1);
        tasks.get(0).run();

        assertThat(server.read(ByteBuffer.allocateDirect(1024))).isZero();
        loop.turn();
        assertThatThrownBy(server::advance).isInstanceOf(SSLException.class).hasMessageContaining("no cipher suites");
        assertThat(Frames.hex(wire.sent())).startsWith("1503").endsWith("0228");
    }
}
