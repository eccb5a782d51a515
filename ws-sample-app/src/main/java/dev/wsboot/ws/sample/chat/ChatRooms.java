package dev.wsboot.ws.sample.chat;

import dev.wsboot.ws.spring.WsTopics;
import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The rooms. A room that everybody left is kept with what was said, so that a page that reconnects finds it again, until
 * newer rooms need the place.
 */
@Component
class ChatRooms {

    private static final int MOST = 1_000;

    private final WsTopics topics;

    /** The room that was not asked for the longest comes first. */
    private final Map<String, ChatRoom> rooms = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ChatRoom> eldest) {
            return size() > MOST && eldest.getValue().isEmpty();
        }
    };

    ChatRooms(WsTopics topics) {
        this.topics = topics;
    }

    synchronized ChatRoom get(String name) {
        return rooms.computeIfAbsent(name, wanted -> new ChatRoom(wanted, topics, Clock.systemUTC()));
    }
}
