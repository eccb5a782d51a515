package dev.wsboot.ws.benchmarks.soak;

/** A client with one manner. It has a thread of its own, and does the same again and again. */
interface Actor {

    /**
     * One connection, or the attempt.
     *
     * @throws Exception what the manner does not expect: the run fails with it
     */
    void act() throws Exception;
}
