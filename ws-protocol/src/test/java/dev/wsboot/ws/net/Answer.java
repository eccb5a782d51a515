package dev.wsboot.ws.net;

import java.util.List;

/** An HTTP response: its head as it was received, and its body. */
record Answer(String head, String body) {

    int status() {
        return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 nnn".length()));
    }

    /** The only value of a header; null where there is none. */
    String header(String name) {
        List<String> values = head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
        if (values.size() > 1) {
            throw new AssertionError(name + " is repeated in " + head);
        }
        return values.isEmpty() ? null : values.get(0);
    }
}
