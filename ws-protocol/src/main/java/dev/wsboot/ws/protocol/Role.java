package dev.wsboot.ws.protocol;

/** Which end of the connection this is: it decides who masks (RFC 6455 section 5.1). */
public enum Role {
    /** Opened the connection; masks every frame that it sends. */
    CLIENT,
    /** Accepted the connection; never masks. */
    SERVER
}
