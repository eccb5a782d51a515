package dev.wsboot.ws.sample.chat;

import dev.wsboot.ws.spring.WsTopics;
import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * The rooms. A room that everybody left is kept with what was said, so that a page that reconnects finds it again, until
 * newer rooms need the place.
 */
@Component
class ChatRooms {

    static final int MOST = 1_000;

    private final WsTopics topics;

    /** The room that was not asked for the longest comes first. */
    private final Map<String, ChatRoom> rooms = new LinkedHashMap<>(16, 0.75f, true);

    ChatRooms(WsTopics topics) {
        this.topics = topics;
    }

    synchronized ChatRoom get(String name) {
        ChatRoom room = rooms.computeIfAbsent(name, wanted -> new ChatRoom(wanted, topics, Clock.systemUTC()));
        if (rooms.size() > MOST) {
            forgetOneBeside(room);
        }
        return room;
    }

    synchronized int size() {
        return rooms.size();
    }

    /** The room itself is empty too, until who asked for it has entered. */
    private void forgetOneBeside(ChatRoom room) {
        Iterator<ChatRoom> each = rooms.values().iterator();
        while (each.hasNext()) {
            ChatRoom other = each.next();
            if (other != room && other.isEmpty()) {
                each.remove();
                return;
            }
        }
    }
}
