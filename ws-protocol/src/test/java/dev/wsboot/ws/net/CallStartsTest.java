package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class CallStartsTest {

    private static final SerialExecutor.Bound NO_BOUND = new SerialExecutor.Bound() {
        @Override
        public void reached() {}

        @Override
        public void cleared() {}
    };

    private final CallStarts starts = new CallStarts();
    private final Queue<Runnable> submitted = new ArrayDeque<>();
    private final List<String> events = new ArrayList<>();

    private void call(String name, Executor executor) {
        new SerialExecutor(executor, starts::add, 100, 100, NO_BOUND).execute(() -> events.add(name), 0);
    }

    @Test
    void asksForOneThreadAtTheEndOfTheTurnWhichAsksForTheOthers() {
        call("a", submitted::add);
        call("b", submitted::add);
        call("c", submitted::add);
        assertThat(submitted).as("before the end of the turn").isEmpty();

        starts.startAll();
        assertThat(submitted).as("threads that the loop asks for").hasSize(1);
        submitted.remove().run();
        assertThat(events).as("called by the thread that hands on").isEmpty();
        assertThat(submitted).as("threads, one for each session").hasSize(3);
        submitted.forEach(Runnable::run);

        assertThat(events).containsExactly("a", "b", "c");
        assertThat(starts.isEmpty()).isTrue();
    }

    @Test
    void aSingleSessionTakesNoDetour() {
        call("a", submitted::add);
        starts.startAll();
        submitted.remove().run();

        assertThat(events).containsExactly("a");
        assertThat(submitted).isEmpty();
    }

    @Test
    void aLongTurnDoesNotKeepThemWaiting() {
        for (int i = 0; i < 65; i++) {
            call("call", submitted::add);
        }
        assertThat(submitted).as("threads for the first 64").hasSize(1);
        submitted.remove().run();

        assertThat(submitted).hasSize(64);
        assertThat(starts.isEmpty()).isFalse();
    }

    /** All threads are busy: those that come now stand behind the first ones, and not behind what is put there meanwhile. */
    @Test
    void standsInLineOnceWhereNoThreadIsFree() {
        call("a", submitted::add);
        call("b", submitted::add);
        starts.startAll();
        call("c", submitted::add);
        call("d", submitted::add);
        starts.startAll();
        assertThat(submitted)
                .as("one for the first two, and one for each of the others")
                .hasSize(3);
        submitted.remove().run();
        submitted.forEach(Runnable::run);

        assertThat(events).containsExactly("c", "d", "a", "b");
    }

    @Test
    void startsEachBeforeWhateverTheLoopGivesTheExecutorNext() {
        call("a", submitted::add);
        call("b", submitted::add);
        starts.startEach();
        submitted.add(() -> events.add("next"));
        submitted.forEach(Runnable::run);

        assertThat(events).containsExactly("a", "b", "next");
    }

    @Test
    void whoIsRefusedAThreadIsCalledWhenAllOthersAreOnTheirWay() {
        boolean[] full = {false};
        Executor pool = task -> {
            if (full[0]) {
                throw new RejectedExecutionException();
            }
            submitted.add(task);
        };
        new SerialExecutor(pool, starts::add, 100, 100, NO_BOUND)
                .execute(() -> events.add("refused, with " + submitted.size() + " on their way"), 0);
        call("taken", submitted::add);
        starts.startAll();
        full[0] = true;
        submitted.remove().run();

        assertThat(events).containsExactly("refused, with 1 on their way");
    }

    @Test
    void whatAnExecutorRefusesIsCalledNevertheless() {
        Executor refusing = task -> {
            throw new RejectedExecutionException();
        };
        call("a", refusing);
        call("b", refusing);
        starts.startAll();

        assertThat(events).containsExactly("a", "b");
    }

    @Test
    void aSessionThatAnothersCallbackEndsOnTheLoopIsToldOfItInTheSameTurn() {
        TestServer server = new TestServer();
        server.executor = Runnable::run;
        server.sendQueueSize = 100;
        List<WsSession> opened = new ArrayList<>();
        server.handler.does((session, what) -> {
            if (what.equals("open")) {
                opened.add(session);
            } else if (what.startsWith("text")) {
                WsSession other = opened.get(1);
                while (other.sendBinary(ByteBuffer.allocate(30_000))) {
                    assertThat(other.isOpen()).isTrue();
                }
            }
        });
        Peer talking = server.connect().upgrades("/ws");
        Peer slow = server.connect().upgrades("/ws");
        slow.transport.take(0);
        talking.brings(text("go"));

        server.loop.turn();

        server.handler.expect("open", "open", "text go", "close");
    }
}
