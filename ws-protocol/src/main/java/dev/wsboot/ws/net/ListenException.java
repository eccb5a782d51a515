package dev.wsboot.ws.net;

import java.net.BindException;
import java.net.SocketAddress;

/** A server cannot have an address that it is to listen on; the message names it, and the cause tells why. */
public final class ListenException extends BindException {

    private static final long serialVersionUID = 1L;

    private final SocketAddress address;

    ListenException(SocketAddress address, Throwable cause) {
        super("cannot listen on " + address + ": " + reason(cause));
        initCause(cause);
        this.address = address;
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : message;
    }

    /**
     * Which one.
     *
     * @return as it was asked for
     */
    public SocketAddress address() {
        return address;
    }
}
