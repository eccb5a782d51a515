package dev.wsboot.ws.spring.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.Mockito.inOrder;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.MessageType;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsObserver;
import dev.wsboot.ws.spring.FakeSession;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ObserverChainTest {

    private final FakeSession session = new FakeSession("1");
    private final CloseEvent close = new CloseEvent(1000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true);
    private final List<Consumer<WsObserver>> events = List.of(
            observer -> observer.endpointServed("/chat"),
            observer -> observer.handshakeRefused(404, "nothing here"),
            observer -> observer.limitReached(WsLimit.SEND_QUEUE),
            observer -> observer.sessionOpened(session),
            observer -> observer.messageReceived(session, MessageType.TEXT, 1),
            observer -> observer.messageSent(session, MessageType.BINARY, 2),
            observer -> observer.pingAnswered(session, Duration.ofMillis(3)),
            observer -> observer.sessionClosed(session, close, Duration.ofSeconds(4)));

    @Test
    void shouldTellAllInOrder() {
        for (Consumer<WsObserver> event : events) {
            List<WsObserver> observers =
                    List.of(mock(WsObserver.class), mock(WsObserver.class), mock(WsObserver.class));

            event.accept(ObserverChain.of(observers));

            var order = inOrder(observers.toArray());
            observers.forEach(observer -> event.accept(order.verify(observer)));
        }
    }

    @Test
    void shouldTellTheOthersWhenOneThrows() {
        WsObserver broken = mock(WsObserver.class, invocation -> {
            throw new IllegalStateException("broken");
        });
        for (Consumer<WsObserver> event : events) {
            WsObserver next = mock(WsObserver.class);

            assertThatThrownBy(() -> event.accept(ObserverChain.of(List.of(broken, next))))
                    .hasMessage("broken");

            event.accept(verify(next));
        }
    }

    @Test
    void shouldBeNobodyWhenThereIsNobody() {
        assertThat(ObserverChain.of(List.of())).isSameAs(WsObserver.NONE);
    }
}
