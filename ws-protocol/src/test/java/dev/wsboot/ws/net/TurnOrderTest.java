package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Pipe;
import java.nio.channels.SelectionKey;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/** In which order a poller with a real selector lets those have their turns who are ready. A test that waits for ever has found a bug. */
@Timeout(20)
class TurnOrderTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    /** As {@link System#nanoTime} may be: it overflows in the middle. */
    private final long start = Long.MAX_VALUE - TurnOrder.SLICE / 2;

    private long time = start;
    private long writeTakes;
    private final NioPoller poller = new NioPoller(() -> time);
    private final EventLoop loop = new EventLoop(poller, () -> time);
    private final List<Pipe> pipes = new ArrayList<>();
    private final List<String> turns = new ArrayList<>();
    private final List<String> failures = new ArrayList<>();

    TurnOrderTest() throws IOException {}

    @AfterEach
    void closeEverything() throws IOException {
        poller.close();
        for (Pipe pipe : pipes) {
            pipe.source().close();
            pipe.sink().close();
        }
    }

    /** Of each turn it is told when it begins. */
    private void tellsTheTime(long told) {
        assertThat(told).isEqualTo(time);
    }

    /** Is always ready, as it never reads what has come. */
    private class Busy implements NioPoller.Ready {

        private final String name;
        final SelectionKey key;
        private long givesWayUntil = time;
        private boolean queued;
        private boolean hushed;
        private boolean breaksWhenHushed;
        private boolean breaksWhenLeaving;
        private int told;
        long took;
        long takes;

        Busy(String name, long takes) throws IOException {
            this.name = name;
            this.takes = takes;
            Pipe pipe = Pipe.open();
            pipes.add(pipe);
            pipe.source().configureBlocking(false);
            pipe.sink().write(ByteBuffer.allocate(1));
            key = poller.register(pipe.source(), SelectionKey.OP_READ);
            key.attach(this);
        }

        @Override
        public void ready(SelectionKey ready, long now) {
            tellsTheTime(now);
            turns.add(name);
            time += takes;
        }

        @Override
        public void failed(Throwable error) {
            failures.add(name + ": " + error.getMessage());
        }

        @Override
        public boolean givesWay(long now) {
            return now - givesWayUntil < 0;
        }

        @Override
        public boolean isQueued() {
            told++;
            return queued;
        }

        @Override
        public void queued(boolean isQueued) {
            if (breaksWhenLeaving && queued) {
                throw new IllegalStateException("left");
            }
            queued = isQueued;
            hushed = false;
            if (key.isValid()) {
                key.interestOps(SelectionKey.OP_READ);
            }
        }

        @Override
        public void hush() {
            if (breaksWhenHushed) {
                throw new IllegalStateException("hushed");
            }
            hushed = true;
            key.interestOps(0);
        }

        @Override
        public void hadTurn(long lasted, long until) {
            took = lasted;
            givesWayUntil = until;
        }
    }

    /** Somebody who has been busy. */
    private Busy givingWay(String name, long takes) throws IOException {
        Busy busy = new Busy(name, takes);
        busy.hadTurn(0, time + TurnOrder.LONGEST);
        return busy;
    }

    private List<String> turnsOf(int polls) throws IOException {
        turns.clear();
        for (int i = 0; i < polls; i++) {
            poller.poll(Poller.FOREVER);
        }
        return List.copyOf(turns);
    }

    @Test
    void whoGivesWayComesBehindTheOthers() throws IOException {
        givingWay("last", 0);
        new Busy("a", 0);
        new Busy("b", 0);

        assertThat(turnsOf(1)).hasSize(3).endsWith("last");
    }

    @Test
    void whoHadATurnGivesWayForSeveralThousandTimesAsLong() throws IOException {
        Busy busy = new Busy("a", 100);
        poller.poll(0);

        assertThat(busy.givesWayUntil).isEqualTo(start + 100 + 100 * TurnOrder.TIMES);
        assertThat(busy.took).isEqualTo(100);
    }

    @Test
    void butNotForLongAsTheTurnMayHaveBeenLongByChance() throws IOException {
        Busy busy = new Busy("a", TurnOrder.LONGEST);
        poller.poll(0);

        assertThat(busy.givesWayUntil).isEqualTo(start + 2 * TurnOrder.LONGEST);
        assertThat(busy.took).isEqualTo(TurnOrder.LONGEST);
    }

    @Test
    void aTurnBeginsWhereTheOneBeforeHasEnded() throws IOException {
        List<Busy> both = List.of(new Busy("a", 10), new Busy("b", 10));
        time += 1_000;
        poller.poll(0);

        assertThat(both)
                .extracting(busy -> (busy.givesWayUntil - start) % TurnOrder.TIMES)
                .containsExactlyInAnyOrder(1_010L, 1_020L);
        assertThat(both)
                .extracting(busy -> (busy.givesWayUntil - start) / TurnOrder.TIMES)
                .containsOnly(10L);
    }

    @Test
    void afterASliceTheSelectorIsAskedWhoElseIsReady() throws IOException {
        givingWay("A", TurnOrder.SLICE);
        givingWay("B", TurnOrder.SLICE);
        new Busy("idle", 0);
        List<String> all = turnsOf(2);

        assertThat(all).hasSize(4).containsOnlyOnce("A", "B");
        assertThat(List.of(all.get(0), all.get(2))).as("the first of each poll").containsOnly("idle");
    }

    @Test
    void inASliceManyMayHaveTheirTurns() throws IOException {
        givingWay("A", TurnOrder.SLICE / 2);
        givingWay("B", TurnOrder.SLICE / 2);
        new Busy("idle", 0);

        assertThat(turnsOf(1)).containsExactlyInAnyOrder("A", "B", "idle");
    }

    /** Or a few who take long, and seldom, would leave the others nothing. */
    @Test
    void whoGivesWayHasAsLongAsTheOthersTook() throws IOException {
        for (int i = 0; i < 40; i++) {
            givingWay("A", TurnOrder.SLICE);
        }
        new Busy("long", 6 * TurnOrder.SLICE);
        new Busy("long", 6 * TurnOrder.SLICE);

        assertThat(turnsOf(1)).filteredOn("A"::equals).hasSize(12);
    }

    /** The round takes longer than anybody gives way. */
    @Test
    void inALongRoundNobodyHasASecondTurnBeforeTheOthers() throws IOException {
        for (int i = 0; i < 100; i++) {
            givingWay("busy " + i, TurnOrder.LONGEST / 50);
        }

        assertThat(turnsOf(100)).hasSize(100).doesNotHaveDuplicates();
        assertThat(turnsOf(100)).hasSize(100).doesNotHaveDuplicates();
    }

    /** But not at once: between two messages of others there is many a slice. */
    @Test
    void theSelectorIsAskedLessOftenWhereNobodyElseIsReadyForLong() throws IOException {
        for (int i = 0; i < 60; i++) {
            givingWay("A", TurnOrder.SLICE);
        }
        int whileShort = TurnOrder.ALONE_TO_SLICE;
        assertThat(turnsOf(1 + whileShort)).hasSize(1 + whileShort);
        assertThat(turnsOf(1)).hasSize(2);

        Busy other = new Busy("idle", 0);
        assertThat(turnsOf(1)).containsExactly("idle", "A");
        other.key.cancel();
        assertThat(turnsOf(whileShort)).hasSize(whileShort);
        assertThat(turnsOf(1)).hasSize(2);
    }

    /** Such as deadlines that are due: of many of them each turn of the loop looks after a few. */
    @Test
    void slicesAreShortWhereTheLoopHasSomethingElseToDo() throws IOException {
        for (int i = 0; i < 60; i++) {
            givingWay("A", TurnOrder.SLICE);
        }
        turnsOf(1 + TurnOrder.ALONE_TO_SLICE);
        turns.clear();
        poller.poll(0);
        assertThat(turns).hasSize(1);

        assertThat(turnsOf(1)).hasSize(2);
    }

    @Test
    void aSliceGrowsToItsLongest() throws IOException {
        for (int i = 0; i < 100; i++) {
            givingWay("A", TurnOrder.SLICE);
        }
        time += 4 * TurnOrder.ALONE_TO_SLICE * TurnOrder.SLICE;
        assertThat(turnsOf(1)).hasSize(4);

        time += 2 * TurnOrder.ALONE_TO_SLICE * TurnOrder.LONGEST_SLICE;

        assertThat(turnsOf(1)).hasSize((int) (TurnOrder.LONGEST_SLICE / TurnOrder.SLICE));
    }

    @Test
    void whoGivesWayHasTurnsInOrder() throws IOException {
        for (String name : List.of("A", "B", "C")) {
            givingWay(name, TurnOrder.LONGEST_SLICE);
        }
        List<String> round = turnsOf(3);

        assertThat(round).containsExactlyInAnyOrder("A", "B", "C");
        assertThat(turnsOf(3)).as("the next round").isEqualTo(round);
    }

    /** Or of more than the selector tells at a time, some might never be told of when the queue is empty. */
    @Test
    void whoIsReadyLaterJoinsTheQueueOfThoseWhoWait() throws IOException {
        givingWay("A", TurnOrder.LONGEST_SLICE);
        givingWay("B", TurnOrder.LONGEST_SLICE);
        turnsOf(1);
        givingWay("later", TurnOrder.LONGEST_SLICE);

        assertThat(turnsOf(3)).containsOnlyOnce("A", "B", "later").hasSize(3);
    }

    @Test
    void whoGivesWayIsNotForgottenWhereNobodyElseIsReady() throws IOException {
        Busy first = givingWay("first", TurnOrder.LONGEST_SLICE);
        Busy second = givingWay("second", TurnOrder.LONGEST_SLICE);
        poller.poll(0);
        first.key.interestOps(0);
        second.key.interestOps(0);
        poller.poll(Poller.FOREVER);

        assertThat(turns).containsExactlyInAnyOrder("first", "second");
    }

    @Test
    void whoIsGoneIsPassedOver() throws IOException {
        Busy first = givingWay("A", TurnOrder.LONGEST_SLICE);
        Busy second = givingWay("B", TurnOrder.LONGEST_SLICE);
        poller.poll(0);
        Busy gone = turns.contains("A") ? second : first;
        gone.key.cancel();
        poller.poll(0);
        poller.poll(0);

        assertThat(turns).isNotEmpty().doesNotContain(gone.name);
    }

    /** So many that one more waits than that, when the first has had a turn. */
    private List<Busy> crowd() throws IOException {
        List<Busy> crowd = new ArrayList<>();
        for (int i = 0; i < TurnOrder.MANY + 2; i++) {
            crowd.add(givingWay("busy " + i, TurnOrder.SLICE));
        }
        return crowd;
    }

    private static List<Busy> hushedOf(List<Busy> crowd) {
        return crowd.stream().filter(busy -> busy.hushed).toList();
    }

    @Test
    void whereManyWaitTheSelectorDoesNotTellOfThemAgain() throws IOException {
        List<Busy> crowd = crowd();
        new Busy("idle", 0);
        turnsOf(2);
        List<Busy> hushed = hushedOf(crowd);
        assertThat(hushed).as("all but those who had turns").hasSize(TurnOrder.MANY);

        hushed.forEach(busy -> busy.told = 0);
        turnsOf(10);
        assertThat(hushed).filteredOn(busy -> busy.told == 0).hasSizeGreaterThanOrEqualTo(TurnOrder.MANY - 10);
    }

    @Test
    void whoeverItDoesNotTellOfHasTurnsInOrder() throws IOException {
        List<Busy> crowd = crowd();
        new Busy("idle", 0);
        List<String> first = turnsOf(crowd.size());
        List<String> second = turnsOf(crowd.size());

        assertThat(first.stream().filter(name -> !name.equals("idle")))
                .hasSize(crowd.size())
                .doesNotHaveDuplicates();
        assertThat(second).as("the next round").isEqualTo(first);
        assertThat(crowd)
                .filteredOn(busy -> busy.hushed)
                .as("who has had a turn is told of")
                .allMatch(busy -> busy.queued);
    }

    /** To say that it need not tell of somebody costs more than to be told a few times. */
    @Test
    void itTellsOfAFewThatWait() throws IOException {
        List<Busy> crowd = crowd();
        crowd.remove(0).key.cancel();
        new Busy("idle", 0);
        turnsOf(5);

        assertThat(hushedOf(crowd)).isEmpty();
    }

    @Test
    void itTellsOfThemWhereNobodyElseIsReady() throws IOException {
        List<Busy> crowd = crowd();
        turnsOf(3);

        assertThat(hushedOf(crowd)).isEmpty();
    }

    @Test
    void itDoesNotWhereTheLoopHasSomethingElseToDo() throws IOException {
        List<Busy> crowd = crowd();
        poller.poll(0);
        poller.poll(0);

        assertThat(hushedOf(crowd)).hasSize(TurnOrder.MANY);
    }

    /** Or one that is out of memory would stop the loop, and all others with it. */
    @Test
    void whatFailsInTheQueueFailsNobodyElse() throws IOException {
        List<Busy> crowd = crowd();
        new Busy("idle", 0);
        turnsOf(1);
        Busy hushed = crowd.stream().filter(busy -> busy.queued).findFirst().orElseThrow();
        Busy leaving = crowd.stream()
                .filter(busy -> busy.queued && busy != hushed)
                .findFirst()
                .orElseThrow();
        hushed.breaksWhenHushed = true;
        leaving.breaksWhenLeaving = true;
        List<String> others = new ArrayList<>(turnsOf(crowd.size() + 1));
        others.removeIf("idle"::equals);

        assertThat(failures).containsExactly(hushed.name + ": hushed", leaving.name + ": left");
        assertThat(others).doesNotContain(hushed.name, leaving.name).hasSizeGreaterThanOrEqualTo(TurnOrder.MANY);
        errors.expect("handling a connection failed");
    }

    @Test
    void whoWasEndedByAnothersTurnHasNone() throws IOException {
        List<Busy> both = new ArrayList<>();
        for (String name : List.of("a", "b")) {
            both.add(new Busy(name, 0) {
                @Override
                public void ready(SelectionKey ready, long now) {
                    super.ready(ready, now);
                    both.forEach(busy -> busy.key.cancel());
                }
            });
        }

        assertThat(turnsOf(1)).hasSize(1);
    }

    /** Sends something in each turn. */
    private class Answering extends Busy implements Outbound.Listener {

        private final MemoryTransport transport = new MemoryTransport();
        private final Outbound outbound = new Outbound(loop, transport, this);

        Answering(String name, long takes) throws IOException {
            super(name, takes);
            transport.take(0); // so that it is told within the write
        }

        @Override
        public void ready(SelectionKey ready, long now) {
            loop.refreshTime(now);
            super.ready(ready, now);
            send();
            outbound.flushSoon();
        }

        void send() {
            outbound.reserve(1).put((byte) 1);
            outbound.commit();
        }

        @Override
        public void blockedChanged(boolean blocked) {
            time += writeTakes;
        }

        @Override
        public void writeFailed(IOException error) {
            throw new AssertionError(error);
        }

        boolean isAnswered() {
            return !transport.writes.isEmpty();
        }
    }

    @Test
    void answersAreWrittenBehindSeveralTurns() throws IOException {
        List<Answering> all = new ArrayList<>();
        for (int i = 0; i <= WriteBatch.CONNECTIONS; i++) {
            all.add(new Answering("a", 0));
        }
        poller.poll(0);

        assertThat(all).filteredOn(Answering::isAnswered).hasSize(WriteBatch.CONNECTIONS);
        poller.writeBatch().write();
        assertThat(all).allMatch(Answering::isAnswered);
    }

    @Test
    void noAnswerWaitsBehindALongTurn() throws IOException {
        Answering busy = new Answering("a", WriteBatch.LONGEST);
        poller.poll(0);

        assertThat(busy.isAnswered()).isTrue();
    }

    @Test
    void orBehindManyShortOnes() throws IOException {
        List<Answering> all = List.of(
                new Answering("a", WriteBatch.LONGEST / 2),
                new Answering("b", WriteBatch.LONGEST / 2),
                new Answering("c", WriteBatch.LONGEST / 2));
        poller.poll(0);

        assertThat(all).filteredOn(Answering::isAnswered).hasSize(2);
    }

    @Test
    void answersAreWrittenBeforeWhoGivesWayHasATurn() throws IOException {
        Answering first = new Answering("a", 0);
        List<Boolean> seen = new ArrayList<>();
        Busy last = new Busy("last", 0) {
            @Override
            public void ready(SelectionKey ready, long now) {
                tellsTheTime(now);
                seen.add(first.isAnswered());
            }
        };
        last.hadTurn(0, time + TurnOrder.LONGEST);
        poller.poll(0);

        assertThat(seen).containsExactly(true);
    }

    @Test
    void noAnswerWaitsWhileTheSelectorTellsOfManyWhoGiveWay() throws IOException {
        Answering first = new Answering("first", 0);
        poller.poll(0);
        assertThat(first.isAnswered()).isFalse();
        first.key.cancel();
        time += WriteBatch.LONGEST;
        List<Boolean> seen = new ArrayList<>();
        for (String name : List.of("A", "B")) {
            new Busy(name, 0) {
                @Override
                public boolean givesWay(long now) {
                    seen.add(first.isAnswered());
                    return true;
                }
            };
        }
        poller.poll(0);

        assertThat(seen).containsExactly(false, true);
    }

    /** The time of what was answered last says how long the next answer will take. */
    @Test
    void whatIsWrittenBehindATurnCountsForIt() throws IOException {
        writeTakes = 7;
        List<Answering> both = List.of(new Answering("a", 10), new Answering("b", 10));
        poller.poll(0);
        poller.writeBatch().write();
        Answering again = new Answering("d", 10);
        both.forEach(busy -> busy.key.cancel());
        poller.poll(0);

        assertThat(both).extracting(busy -> busy.took).containsOnly(10L);
        assertThat(again.took).isEqualTo(17);
    }

    @Test
    void whatIsWrittenBetweenTurnsIsNotPartOfTheNextOne() throws IOException {
        writeTakes = 7;
        List<Busy> all = List.of(new Answering("a", WriteBatch.LONGEST), new Answering("b", WriteBatch.LONGEST));
        poller.poll(0);

        assertThat(all)
                .extracting(busy -> busy.took - WriteBatch.LONGEST)
                .as("for the first it is not known yet what its answer takes")
                .containsExactlyInAnyOrder(0L, 7L);
    }

    @Test
    void whatIsWrittenBeforeWhoGivesWayIsNotPartOfItsTurn() throws IOException {
        writeTakes = 7;
        new Answering("a", 10);
        Busy last = givingWay("last", 100);
        poller.poll(0);

        assertThat(last.took).isEqualTo(100);
    }

    /** Where one turn makes the answers of others leave. */
    @Test
    void whatIsWrittenForOthersWithinATurnIsNotPartOfIt() throws IOException {
        Answering first = new Answering("first", 0);
        poller.poll(0);
        first.key.cancel();
        writeTakes = 7;
        Busy sender = new Busy("sender", 10) {
            @Override
            public void ready(SelectionKey ready, long now) {
                super.ready(ready, now);
                first.send();
            }
        };
        poller.poll(0);

        assertThat(first.isAnswered()).isTrue();
        assertThat(sender.took).isEqualTo(10);
    }
}
