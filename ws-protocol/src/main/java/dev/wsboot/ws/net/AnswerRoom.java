package dev.wsboot.ws.net;

/**
 * How much of the output the answers to what is read take while the peer takes nothing. A client reads on meanwhile, because
 * a server that waits until it is read takes nothing either, and both would wait for ever; but not so long that the answers
 * fill the queue. Belongs to the connection's event loop.
 */
final class AnswerRoom {

    private final long most;

    /** Bytes that waited when it was last looked. */
    private long seen;

    private long answers;

    /**
     * No answers yet.
     *
     * @param most bytes that they may take
     */
    AnswerRoom(long most) {
        this.most = most;
    }

    /** Something is about to be read: what was added by now was no answer. */
    void reading(long queued) {
        seen = queued;
    }

    /** Something was read and handled: what was added since {@link #reading} or the last time are answers. */
    void handled(long queued, boolean blocked) {
        answers = blocked ? answers + Math.max(0, queued - seen) : 0;
        seen = queued;
    }

    /** Nothing waits any more. */
    void drained() {
        answers = 0;
    }

    boolean isLeft() {
        return answers <= most;
    }
}
