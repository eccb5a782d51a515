package dev.wsboot.ws.handshake;

/**
 * Says which rule a head or a negotiation breaks; whoever catches it knows whose it is and what to do about it. It has
 * no stack trace, because a hostile peer decides how often it is thrown.
 */
final class BadHeadException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean tooLarge;

    BadHeadException(String reason) {
        this(reason, false);
    }

    BadHeadException(String reason, boolean tooLarge) {
        super(reason, null, false, false);
        this.tooLarge = tooLarge;
    }

    static BadHeadException badByte(byte b, String where) {
        return new BadHeadException("Byte 0x%02x in %s".formatted(b & 0xFF, where));
    }

    /** One sentence without a full stop and without bytes of the peer's choosing. */
    String reason() {
        return String.valueOf(getMessage());
    }

    /** Whether it breaks a limit, and not the grammar. */
    boolean isTooLarge() {
        return tooLarge;
    }
}
