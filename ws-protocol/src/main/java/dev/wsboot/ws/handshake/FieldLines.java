package dev.wsboot.ws.handshake;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A cursor over the header lines of a head that {@link FieldScanner} has accepted, so that nothing has to be checked
 * here: each line has a name, a colon, a value and CRLF, and an empty line ends them.
 */
final class FieldLines {

    private final byte[] head;
    private int next;
    private int nameFrom;
    private int nameTo;
    private int valueFrom;
    private int valueTo;

    FieldLines(byte[] head, int from) {
        this.head = head;
        this.next = from;
    }

    /** Moves to the next line; false behind the last. */
    boolean next() {
        if (head[next] == '\r') {
            return false;
        }
        nameFrom = next;
        nameTo = indexOf(':', nameFrom);
        int end = indexOf('\r', nameTo);
        // RFC 9110 section 5.5: "A field value does not include leading or trailing whitespace."
        valueFrom = nameTo + 1;
        while (valueFrom < end && HeaderGrammar.isSpace(head[valueFrom])) {
            valueFrom++;
        }
        valueTo = end;
        while (valueTo > valueFrom && HeaderGrammar.isSpace(head[valueTo - 1])) {
            valueTo--;
        }
        next = end + 2;
        return true;
    }

    private int indexOf(char wanted, int from) {
        int i = from;
        while (head[i] != wanted) {
            i++;
        }
        return i;
    }

    /** Where the line begins. */
    int from() {
        return nameFrom;
    }

    /** Bytes of the line, with what ends it. */
    int length() {
        return next - nameFrom;
    }

    int nameLength() {
        return nameTo - nameFrom;
    }

    boolean isNamed(String name) {
        return HeaderGrammar.equalsIgnoreCase(head, nameFrom, nameTo, name);
    }

    String name() {
        return new String(head, nameFrom, nameTo - nameFrom, StandardCharsets.US_ASCII);
    }

    boolean valueIs(String text) {
        return HeaderGrammar.equalsIgnoreCase(head, valueFrom, valueTo, text);
    }

    String value() {
        return new String(head, valueFrom, valueTo - valueFrom, StandardCharsets.UTF_8);
    }

    int valueFrom() {
        return valueFrom;
    }

    int valueTo() {
        return valueTo;
    }

    /** The value of the first of the following lines that has that name, in any case; null where there is none. */
    @Nullable
    String first(String name) {
        while (next()) {
            if (isNamed(name)) {
                return value();
            }
        }
        return null;
    }

    /** The values of all following lines of that name, in any case; unmodifiable. */
    List<String> all(String name) {
        List<String> values = new ArrayList<>();
        while (next()) {
            if (isNamed(name)) {
                values.add(value());
            }
        }
        return Collections.unmodifiableList(values);
    }

    /** The names of all following lines, each once, as it was first sent; unmodifiable. */
    Set<String> names() {
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        while (next()) {
            names.add(name());
        }
        return Collections.unmodifiableSet(names);
    }
}
