package dev.wsboot.ws.spring.autoconfigure;

/** A property has a value that cannot work. */
final class InvalidPropertyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final String property;
    private final String requirement;

    /**
     * Says what and what to do.
     *
     * @param property its name
     * @param value what it is
     * @param requirement what it must be, to go on after "must be"
     */
    InvalidPropertyException(String property, Object value, String requirement) {
        super("The property " + property + " is " + value + ", but must be " + requirement + ".");
        this.property = property;
        this.requirement = requirement;
    }

    String property() {
        return property;
    }

    String requirement() {
        return requirement;
    }
}
