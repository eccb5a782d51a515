package dev.wsboot.ws.handshake;

import java.nio.charset.StandardCharsets;

/**
 * A cursor over a comma-separated field value. Each byte is looked at once, however many spaces and commas there are.
 *
 * <p>RFC 9110 section 5.6.1.2: "A recipient MUST parse and ignore a reasonable number of empty list elements". The
 * limit on the head says what is reasonable.
 */
final class ListElements {

    private final byte[] head;
    private final int end;
    private int next;
    private int from;
    private int to;

    ListElements(FieldLines line, byte[] head) {
        this.head = head;
        this.next = line.valueFrom();
        this.end = line.valueTo();
    }

    /** Whether one of the elements is the given one, in any case. */
    static boolean contain(FieldLines line, byte[] head, String wanted) {
        ListElements elements = new ListElements(line, head);
        while (elements.next()) {
            if (elements.is(wanted)) {
                return true;
            }
        }
        return false;
    }

    /** Moves to the next element that is not empty; false behind the last. */
    boolean next() {
        while (next < end && (head[next] == ',' || HeaderGrammar.isSpace(head[next]))) {
            next++;
        }
        from = next;
        to = next;
        while (next < end && head[next] != ',') {
            if (!HeaderGrammar.isSpace(head[next++])) {
                to = next;
            }
        }
        return from < to;
    }

    /** Whether the element is the given one, in any case. */
    boolean is(String wanted) {
        return HeaderGrammar.equalsIgnoreCase(head, from, to, wanted);
    }

    boolean isToken() {
        for (int i = from; i < to; i++) {
            if (!HeaderGrammar.isTokenByte(head[i])) {
                return false;
            }
        }
        return true;
    }

    String text() {
        return new String(head, from, to - from, StandardCharsets.UTF_8);
    }
}
