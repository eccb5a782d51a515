package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

class TlsEngineTest {

    private final ScriptedEngine scripted = new ScriptedEngine();
    private final TlsEngine engine = new TlsEngine(scripted);
    private final ByteBuffer source = ByteBuffer.allocate(10);
    private final ByteBuffer target = ByteBuffer.allocate(10);

    @Test
    void aStepThatMovesNothingIsNotRepeatedForEver() throws SSLException {
        scripted.wrap = (from, to) -> scripted.result(Status.OK, 0, 0);
        engine.wrap(source, target);
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> engine.wrap(source, target))
                .withMessageContaining("no progress");
    }

    @Test
    void norIsOneThatReadsNothing() throws SSLException {
        scripted.unwrap = (from, to) -> scripted.result(Status.OK, 0, 0);
        engine.unwrap(source, target);
        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> engine.unwrap(source, target));
    }

    /** Whoever loops until the engine has nothing more to say must not do so for ever. */
    @Test
    void norIsOneThatIsClosed() throws SSLException {
        scripted.wrap = (from, to) -> scripted.result(Status.CLOSED, 0, 0);
        engine.wrapNothing(target);
        assertThatExceptionOfType(SSLException.class).isThrownBy(() -> engine.wrapNothing(target));
    }

    @Test
    void progressInBetweenCounts() throws SSLException {
        Queue<Integer> consumed = new ArrayDeque<>(List.of(0, 1, 0, 1, 0));
        scripted.wrap = (from, to) -> scripted.result(Status.OK, consumed.remove(), 0);
        for (int i = 0; i < 5; i++) {
            engine.wrap(source, target);
        }
        assertThat(consumed).isEmpty();
    }

    @Test
    void waitingForMoreInputIsNoLackOfProgress() throws SSLException {
        scripted.unwrap = (from, to) -> scripted.result(Status.BUFFER_UNDERFLOW, 0, 0);
        for (int i = 0; i < 5; i++) {
            assertThat(engine.unwrap(source, target).getStatus()).isEqualTo(Status.BUFFER_UNDERFLOW);
        }
    }

    @Test
    void aRecordThatFitsNowhereFails() throws SSLException {
        scripted.wrap = (from, to) -> scripted.result(Status.BUFFER_OVERFLOW, 0, 0);
        target.put((byte) 1);
        assertThat(engine.wrap(source, target)).isEqualTo(Status.BUFFER_OVERFLOW);
        target.clear();
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> engine.wrap(source, target))
                .withMessageContaining("does not fit");
    }

    /** Such as one from an application's trust manager. */
    @Test
    void aBugFailsAsTlsDoes() {
        IllegalStateException bug = new IllegalStateException("oops");
        scripted.wrap = (from, to) -> {
            throw bug;
        };
        scripted.unwrap = scripted.wrap;
        scripted.beginFailure = bug;
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> engine.wrap(source, target))
                .withCause(bug);
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(() -> engine.unwrap(source, target))
                .withCause(bug);
        assertThatExceptionOfType(SSLException.class)
                .isThrownBy(engine::beginHandshake)
                .withCause(bug);
    }

    @Test
    void runsEveryTask() {
        Queue<Runnable> tasks = new ArrayDeque<>();
        StringBuilder done = new StringBuilder();
        tasks.add(() -> done.append("a"));
        tasks.add(() -> done.append("b"));
        scripted.tasks = tasks::poll;
        engine.runTasks();
        assertThat(done).hasToString("ab");
    }
}
