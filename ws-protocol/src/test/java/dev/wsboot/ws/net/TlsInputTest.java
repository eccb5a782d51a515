package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** With an engine for which each byte is a record and its own plaintext. */
class TlsInputTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final ScriptedEngine engine = new ScriptedEngine();

    @BeforeEach
    void decryptByteByByte() {
        engine.unwrap = (from, to) -> {
            if (!to.hasRemaining()) {
                return engine.result(Status.BUFFER_OVERFLOW, 0, 0);
            }
            to.put(from.get());
            return engine.result(Status.OK, 1, 1);
        };
    }

    @Nested
    class Alone implements TlsInput.Steps {

        private final MemoryTransport wire = new MemoryTransport();
        private final TlsInput input =
                new TlsInput(wire, new TlsEngine(engine), new EventLoop(new FakePoller(), new FakeClock()), this);
        private final List<Integer> produced = new ArrayList<>();
        private boolean mayDecrypt = true;

        @Override
        public boolean mayDecrypt() {
            return mayDecrypt;
        }

        @Override
        public void decrypted(SSLEngineResult result) {
            produced.add(result.bytesProduced());
        }

        @Test
        void decryptsWhatIsThere() throws IOException {
            wire.arrive(Frames.bytes("01 02 03"));
            ByteBuffer target = ByteBuffer.allocate(10);
            assertThat(input.hasHeard()).isFalse();
            assertThat(input.receive(target, 10)).isTrue();
            assertThat(Frames.hex(target.flip())).isEqualTo("010203");
            assertThat(produced).containsExactly(1, 1, 1);
            assertThat(input.hasHeard()).isTrue();
            assertThat(input.holdsRecord()).isFalse();
            assertThat(input.waiting()).isZero();
            assertThat(input.receive(target, 10)).isFalse();
        }

        @Test
        void seesTheEnd() throws IOException {
            wire.endInput();
            assertThat(input.receive(ByteBuffer.allocate(10), 10)).isFalse();
            assertThat(input.hasEnded()).isTrue();
            assertThat(input.hasHeard()).isFalse();
        }

        @Test
        void keepsWhatDoesNotFit() throws IOException {
            wire.arrive(Frames.bytes("01 02 03"));
            ByteBuffer target = ByteBuffer.allocate(2);
            assertThat(input.receive(target, 10)).isTrue();
            assertThat(Frames.hex(target.flip())).isEqualTo("0102");
            assertThat(input.holdsRecord()).isTrue();
            assertThat(input.waiting()).isEqualTo(1);

            assertThat(input.receive(target.clear(), 10)).isTrue();
            assertThat(Frames.hex(target.flip())).isEqualTo("03");
            assertThat(input.holdsRecord()).isFalse();
        }

        @Test
        void readsNoMoreThanAsked() throws IOException {
            wire.arrive(Frames.bytes("01 02 03"));
            input.receive(ByteBuffer.allocate(10), 2);
            assertThat(wire.unread()).isEqualTo(1);
        }

        @Test
        void doesNotGoOnWithARecordThatFitsNowhere() {
            wire.arrive(Frames.bytes("01"));
            assertThatExceptionOfType(SSLException.class)
                    .isThrownBy(() -> input.receive(ByteBuffer.allocate(0), 10))
                    .withMessageContaining("does not fit");
        }

        @Test
        void doesNotGoOnWithARecordThatNeverEnds() {
            engine.unwrap = (from, to) -> engine.result(Status.BUFFER_UNDERFLOW, 0, 0);
            wire.arrive(new byte[TlsBuffers.IN]);
            assertThatExceptionOfType(SSLException.class)
                    .isThrownBy(() -> input.receive(ByteBuffer.allocate(10), TlsBuffers.IN))
                    .withMessageContaining("longer than");
        }

        @Test
        void leavesTheEngineAloneWhereItMust() throws IOException {
            mayDecrypt = false;
            wire.arrive(Frames.bytes("01"));
            assertThat(input.receive(ByteBuffer.allocate(10), 10)).isFalse();
            assertThat(wire.unread()).isEqualTo(1);
        }

        @Test
        void dropsWhatIsOfNoUse() throws IOException {
            wire.arrive(Frames.bytes("01 02"));
            ByteBuffer scratch = ByteBuffer.allocateDirect(10);
            input.drop(scratch);
            assertThat(scratch.position()).isZero();
            assertThat(wire.unread()).isZero();
            assertThat(input.hasEnded()).isFalse();
            wire.endInput();
            input.drop(scratch);
            assertThat(input.hasEnded()).isTrue();
        }
    }

    /** Tasks may come at any time, and more records behind them. */
    @Nested
    class InATransport {

        private final TlsPair pair =
                new TlsPair(TlsOptions.of(TestCertificates.client()).clientEngine("localhost", 443), engine);
        private final List<Runnable> tasks = new ArrayList<>();

        @BeforeEach
        void laterTasks() {
            pair.taskRunner = tasks::add;
            engine.wrap = (from, to) -> {
                int count = from.remaining();
                to.put(from);
                return engine.result(Status.OK, count, count);
            };
        }

        @Test
        void whatStandsBehindATaskIsReadAfterIt() {
            pair.server.wire.arrive(Frames.ascii("a").getBytes());
            pair.turn();
            pair.server.expect("61");
            engine.unwrap = (from, to) -> {
                to.put(from.get());
                engine.status = HandshakeStatus.NEED_TASK;
                return engine.result(Status.OK, 1, 1);
            };
            pair.server.wire.arrive("bc".getBytes());
            pair.server.wire.endInput();
            pair.turn();
            pair.server.expect("b");
            assertThat(tasks).hasSize(1);
            assertThat(pair.server.wire.reading).isFalse();
            assertThat(pair.server.ends).isZero();

            pair.server.send("meanwhile");
            pair.turn();
            assertThat(pair.server.wire.sent()).isEmpty();
            assertThat(pair.server.wire.writing).isFalse();

            decryptByteByByte();
            engine.status = HandshakeStatus.NOT_HANDSHAKING;
            tasks.remove(0).run();
            pair.turn();
            pair.server.expect("c");
            assertThat(pair.server.ends).isEqualTo(1);
            assertThat(new String(pair.server.wire.sent())).isEqualTo("meanwhile");
        }

        @Test
        void theEndWaitsForATask() {
            engine.unwrap = (from, to) -> {
                to.put(from.get());
                engine.status = HandshakeStatus.NEED_TASK;
                return engine.result(Status.OK, 1, 1);
            };
            pair.server.wire.arrive("a".getBytes());
            pair.turn();
            pair.server.connection.finish();
            pair.turn();
            assertThat(pair.server.wire.outputShut).isFalse();

            engine.status = HandshakeStatus.NOT_HANDSHAKING;
            tasks.remove(0).run();
            pair.turn();
            assertThat(pair.server.wire.outputShut).isTrue();
        }

        @Test
        void closingDoesNotWait() {
            engine.status = HandshakeStatus.NEED_TASK;
            pair.server.wire.arrive("a".getBytes());
            pair.turn();
            pair.server.connection.close();
            assertThat(pair.server.wire.closed).isEqualTo(1);
            tasks.remove(0).run();
            pair.turn();
        }
    }
}
