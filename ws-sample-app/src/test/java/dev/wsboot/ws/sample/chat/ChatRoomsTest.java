package dev.wsboot.ws.sample.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.spring.WsTopics;
import org.junit.jupiter.api.Test;

class ChatRoomsTest {

    private final ChatRooms rooms = new ChatRooms(mock(WsTopics.class));

    @Test
    void shouldForgetEmptyRoomsWhereThereAreTooMany() {
        ChatRoom old = rooms.get("old");
        old.join(mock(WsSession.class), new Person("1", "Ada"));

        for (int i = 0; i < ChatRooms.MOST + 100; i++) {
            rooms.get("room-" + i);
        }

        assertThat(rooms.size()).isEqualTo(ChatRooms.MOST);
        assertThat(rooms.get("old")).isSameAs(old);
    }

    @Test
    void shouldKeepARoomForWhoComesBack() {
        ChatRoom room = rooms.get("tea");

        assertThat(rooms.get("tea")).isSameAs(room);
    }
}
