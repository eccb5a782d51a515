package dev.wsboot.ws.sample.chat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.sample.chat.ChatEvent.Joined;
import dev.wsboot.ws.sample.chat.ChatEvent.Left;
import dev.wsboot.ws.sample.chat.ChatEvent.Said;
import dev.wsboot.ws.sample.chat.ChatEvent.Typing;
import dev.wsboot.ws.sample.chat.ChatEvent.Welcome;
import dev.wsboot.ws.spring.WsTopics;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Who is in a room, and what was said there lately. Its lock makes everybody see the same order of joins, leaves and
 * messages; nothing below it waits, because publishing only hands over to the event loops.
 */
class ChatRoom {

    private static final int RECENT = 50;

    private final String name;
    private final WsTopics topics;
    private final Clock clock;
    private final Map<String, Person> people = new LinkedHashMap<>();
    private final Deque<Said> recent = new ArrayDeque<>();

    ChatRoom(String name, WsTopics topics, Clock clock) {
        this.name = name;
        this.topics = topics;
        this.clock = clock;
    }

    private String topic() {
        return "chat:" + name;
    }

    /** Lets somebody in; the others are told, and who enters gets what to show at first. */
    synchronized Welcome join(WsSession session, Person person) {
        people.put(person.id(), person);
        topics.publish(topic(), new Joined(person, clock.millis()));
        topics.subscribe(session, topic());
        return new Welcome(person, name, List.copyOf(people.values()), List.copyOf(recent));
    }

    synchronized void leave(Person person, CloseEvent why) {
        if (people.remove(person.id()) != null) {
            topics.publish(topic(), new Left(person, clock.millis(), why));
        }
    }

    synchronized void say(Person person, String text) {
        Said said = new Said(person, text, clock.millis());
        if (recent.size() == RECENT) {
            recent.remove();
        }
        recent.add(said);
        topics.publish(topic(), said);
    }

    void typing(Person person) {
        topics.publish(topic(), new Typing(person));
    }

    synchronized boolean isEmpty() {
        return people.isEmpty();
    }
}
