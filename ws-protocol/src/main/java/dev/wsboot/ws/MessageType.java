package dev.wsboot.ws;

/** The two kinds of message (RFC 6455 section 5.6). */
public enum MessageType {
    /** UTF-8 text. */
    TEXT,
    /** Any bytes. */
    BINARY
}
