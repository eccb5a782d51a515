package dev.wsboot.ws.sample.chat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.spring.OnClose;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.OnOpen;
import dev.wsboot.ws.spring.PathParam;
import dev.wsboot.ws.spring.WsEndpoint;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Brings browsers into rooms. A browser gives its name in the query, because it cannot set a header. */
@WsEndpoint("/chat/{room}")
class ChatEndpoint {

    /** For the page: nothing that trying again could mend. */
    private static final int NOT_ACCEPTABLE = 4000;

    private static final int MAX_TEXT = 2_000;

    private static final Pattern ROOM = Pattern.compile("[\\p{L}\\p{N}_-]{1,40}");

    /** No control characters; a zero-width joiner makes emoji. */
    private static final Pattern NAME = Pattern.compile("[\\P{C}\\u200d]{1,30}");

    private final ChatRooms rooms;

    ChatEndpoint(ChatRooms rooms) {
        this.rooms = rooms;
    }

    @OnOpen
    ChatEvent.@Nullable Welcome join(WsSession session, @PathParam String room) {
        String given = session.upgrade().queryParameter("name");
        String name = given == null ? "" : given.strip();
        if (!NAME.matcher(name).matches()) {
            session.close(NOT_ACCEPTABLE, "a name has 1 to 30 visible characters");
            return null;
        }
        if (!ROOM.matcher(room).matches()) {
            session.close(NOT_ACCEPTABLE, "a room has 1 to 40 letters, digits, - and _");
            return null;
        }
        Seat seat = new Seat(rooms.get(room), new Person(session.id(), name));
        session.attributes().put(Seat.KEY, seat);
        return seat.room().join(session, seat.person());
    }

    @OnMessage
    ChatEvent.@Nullable Refused take(WsSession session, ChatCommand command) {
        Seat seat = Seat.of(session);
        if (seat == null) {
            return null;
        }
        if (command instanceof ChatCommand.Say say) {
            if (say.text() == null || say.text().isBlank()) {
                return new ChatEvent.Refused("There is nothing in this message.");
            }
            if (say.text().length() > MAX_TEXT) {
                return new ChatEvent.Refused("A message has at most " + MAX_TEXT + " characters.");
            }
            seat.room().say(seat.person(), say.text());
        } else {
            seat.room().typing(seat.person());
        }
        return null;
    }

    @OnClose
    void leave(WsSession session, CloseEvent close) {
        Seat seat = Seat.of(session);
        if (seat != null) {
            seat.room().leave(seat.person(), close);
        }
    }

    /** Where somebody is, and as whom. */
    private record Seat(ChatRoom room, Person person) {

        static final String KEY = "chat.seat";

        static @Nullable Seat of(WsSession session) {
            return (Seat) session.attributes().get(KEY);
        }
    }
}
