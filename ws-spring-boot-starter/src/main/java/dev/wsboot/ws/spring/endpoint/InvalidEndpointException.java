package dev.wsboot.ws.spring.endpoint;

import org.jspecify.annotations.Nullable;

/** An endpoint is declared in a way that cannot work. Found when the application starts. */
final class InvalidEndpointException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String description;
    private final String action;

    /**
     * Says what and what to do.
     *
     * @param description names the class, the method where it is one method's fault, and what is wrong
     * @param action how to put it right
     */
    InvalidEndpointException(String description, String action, @Nullable Throwable cause) {
        super(description + " " + action, cause);
        this.description = description;
        this.action = action;
    }

    String description() {
        return description;
    }

    String action() {
        return action;
    }
}
