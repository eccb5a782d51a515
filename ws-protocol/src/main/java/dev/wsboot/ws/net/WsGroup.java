package dev.wsboot.ws.net;

import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.WsSession;
import java.util.List;
import java.util.Objects;

/**
 * Sessions of one server that get the same messages: one task an event loop for a message, however many receivers it
 * has. Every method may be called from any thread. A session that ends leaves its groups by itself.
 *
 * <p>What one thread does comes in order, sends to single sessions included: a session that was added gets what the same
 * thread sends afterwards.
 */
public final class WsGroup {

    private record Part(EventLoop loop, GroupMembers members) {}

    private final List<Part> parts;

    WsGroup(List<EventLoop> loops) {
        parts = loops.stream().map(loop -> new Part(loop, new GroupMembers())).toList();
    }

    /**
     * Adds a session. Does nothing where it is a member already, or closed.
     *
     * @param session a session of the server that made this group
     * @throws IllegalArgumentException if it is not
     */
    public void add(WsSession session) {
        WebSocketConnection connection = connectionOf(session);
        Part part = partOf(session);
        run(part.loop, () -> part.members.add(connection));
    }

    /**
     * Removes a session. Does nothing where it is no member.
     *
     * @param session a session of the server that made this group
     * @throws IllegalArgumentException if it is not
     */
    public void remove(WsSession session) {
        WebSocketConnection connection = connectionOf(session);
        Part part = partOf(session);
        run(part.loop, () -> part.members.remove(connection));
    }

    /**
     * Sends a message to all members.
     *
     * @param message the message
     */
    public void send(PreparedMessage message) {
        Objects.requireNonNull(message, "message");
        for (Part part : parts) {
            run(part.loop, () -> part.members.send(message));
        }
    }

    private static void run(EventLoop loop, Runnable work) {
        if (loop.inLoop()) {
            work.run();
        } else {
            loop.execute(LoopTask.of(work));
        }
    }

    private static WebSocketConnection connectionOf(WsSession session) {
        if (session instanceof Session own) {
            return own.connection();
        }
        throw new IllegalArgumentException(session + " is no session of this server");
    }

    private Part partOf(WsSession session) {
        for (Part part : parts) {
            if (session instanceof Session own && part.loop == own.loop()) {
                return part;
            }
        }
        throw new IllegalArgumentException(session + " is no session of this server");
    }
}
