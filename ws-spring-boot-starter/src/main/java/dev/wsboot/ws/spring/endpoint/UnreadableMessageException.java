package dev.wsboot.ws.spring.endpoint;

/** Carries what the codec said about a message from the method's arguments to the handler. */
final class UnreadableMessageException extends Exception {

    private static final long serialVersionUID = 1L;

    private final RuntimeException problem;

    UnreadableMessageException(RuntimeException problem) {
        super("The message could not be read", problem);
        this.problem = problem;
    }

    RuntimeException problem() {
        return problem;
    }
}
