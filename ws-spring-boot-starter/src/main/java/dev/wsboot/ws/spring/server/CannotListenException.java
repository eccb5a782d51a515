package dev.wsboot.ws.spring.server;

import java.io.IOException;
import org.springframework.core.NestedExceptionUtils;

/** The server could not get its port. */
final class CannotListenException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ListenAddress address;

    CannotListenException(ListenAddress address, IOException cause) {
        super(
                "The WebSocket server cannot listen on " + address + ": "
                        + NestedExceptionUtils.getMostSpecificCause(cause).getMessage(),
                cause);
        this.address = address;
    }

    ListenAddress address() {
        return address;
    }
}
