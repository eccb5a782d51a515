package dev.wsboot.ws.net;

/** Something that is to happen at a time; it stands in a {@link DeadlineQueue} at most once. */
abstract class Deadline {

    /** Its index in the queue, or {@link DeadlineQueue#ABSENT}. Belongs to the queue. */
    int index = DeadlineQueue.ABSENT;

    /** When, by {@link EventLoop#now()}. Belongs to the queue. */
    long at;

    /**
     * The time has come. It no longer stands in the queue.
     *
     * @param now the loop's time, at or after the deadline
     */
    abstract void expired(long now);

    /** An exception came out of {@link #expired}: what cannot be handled ends here. */
    abstract void failed(Throwable error);
}
