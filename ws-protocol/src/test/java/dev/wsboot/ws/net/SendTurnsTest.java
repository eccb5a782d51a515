package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SendTurnsTest {

    private final SendTurns turns = new SendTurns();
    private final Object mine = new Object();
    private final Object yours = new Object();
    private final List<String> sent = new ArrayList<>();

    private void await(Object sender, String name) {
        turns.await(sender, 1, () -> sent.add(name));
    }

    @Test
    void nobodyWaitsAtFirst() {
        assertThat(turns.isFree()).isTrue();
        assertThat(turns.isFor(mine)).isTrue();
        assertThat(turns.waitingBytes()).isZero();
        turns.end();
        assertThat(turns.isFree()).isTrue();
    }

    @Test
    void whoHasBegunGoesOn() {
        turns.begin(mine);
        assertThat(turns.isFree()).isFalse();
        assertThat(turns.isFor(mine)).isTrue();
        assertThat(turns.isFor(yours)).isFalse();
    }

    @Test
    void thoseThatWaitComeInOrder() {
        turns.begin(mine);
        await(null, "a");
        await(yours, "b");
        await(null, "c");
        assertThat(turns.waitingBytes()).isEqualTo(3 * 65);
        turns.end();

        assertThat(sent).containsExactly("a", "b", "c");
        assertThat(turns.isFree()).isTrue();
        assertThat(turns.waitingBytes()).isZero();
    }

    @Test
    void whoBeginsWhenItIsHisTurnKeepsTheOthersWaiting() {
        turns.begin(mine);
        turns.await(yours, 1, () -> turns.begin(yours));
        await(null, "whole");
        await(yours, "next part");
        turns.end();
        assertThat(sent).containsExactly("next part");
        assertThat(turns.isFor(yours)).isTrue();
        assertThat(turns.waitingBytes()).isEqualTo(65);
        turns.end();

        assertThat(sent).containsExactly("next part", "whole");
    }

    @Test
    void whoComesWhileTheyGoOnIsBehindThem() {
        turns.begin(mine);
        turns.await(null, 1, () -> {
            assertThat(turns.isFree()).isFalse();
            await(null, "late");
        });
        await(null, "early");
        turns.end();

        assertThat(sent).containsExactly("early", "late");
    }

    @Test
    void nothingIsSentAnyMoreWhereItWasDiscarded() {
        turns.begin(mine);
        await(null, "a");
        turns.discard();
        assertThat(turns.waitingBytes()).isZero();
        turns.end();

        assertThat(sent).isEmpty();
    }

    @Test
    void whatFailsLeavesTheRestToTheNextEnd() {
        turns.begin(mine);
        turns.await(null, 1, () -> {
            throw new IllegalStateException("out of paper");
        });
        await(null, "a");
        try {
            turns.end();
        } catch (IllegalStateException e) {
            sent.add("failed");
        }
        turns.end();

        assertThat(sent).containsExactly("failed", "a");
    }
}
