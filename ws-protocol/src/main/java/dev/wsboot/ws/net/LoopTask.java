package dev.wsboot.ws.net;

import org.jspecify.annotations.Nullable;

/** Work for an event loop. A task is its own link in {@link TaskQueue}, so it must be queued only once at a time. */
abstract class LoopTask implements Runnable {

    @Nullable
    LoopTask next;

    static LoopTask of(Runnable work) {
        return new LoopTask() {
            @Override
            public void run() {
                work.run();
            }
        };
    }
}
