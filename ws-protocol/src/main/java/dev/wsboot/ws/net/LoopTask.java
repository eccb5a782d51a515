package dev.wsboot.ws.net;

import org.jspecify.annotations.Nullable;

/** Work for an event loop. A task is its own link in {@link TaskQueue}, so it must be queued only once at a time. */
abstract class LoopTask implements Runnable {

    @Nullable
    LoopTask next;

    static LoopTask of(Runnable work) {
        return of(work, () -> {});
    }

    /**
     * A task that somebody waits for.
     *
     * @param otherwise is run in its place, on any thread, where the loop has ended
     */
    static LoopTask of(Runnable work, Runnable otherwise) {
        return new LoopTask() {
            @Override
            public void run() {
                work.run();
            }

            @Override
            void refused() {
                otherwise.run();
            }
        };
    }

    /** The loop has ended, and will not run it; any thread. */
    void refused() {}
}
