package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.CloseEvent.Initiator;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The ladder of errors: a callback throws, then perhaps onError, and then the connection ends. */
class CallbacksTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final Session session = (Session) server.open().session();
    private final List<String> events = new ArrayList<>();

    /** Each callback but the close. */
    enum Call implements Consumer<Callbacks> {
        OPEN(Callbacks::open),
        TEXT(callbacks -> callbacks.text("")),
        BINARY(callbacks -> callbacks.binary(ByteBuffer.allocate(0))),
        PING(callbacks -> callbacks.ping(ByteBuffer.allocate(0))),
        PONG(callbacks -> callbacks.pong(ByteBuffer.allocate(0)));

        private final Consumer<Callbacks> call;

        Call(Consumer<Callbacks> call) {
            this.call = call;
        }

        @Override
        public void accept(Callbacks callbacks) {
            call.accept(callbacks);
        }
    }

    /** Throws from everything; a subclass says what onError does. */
    private class Throwing implements WsHandler {

        private final Throwable error;

        Throwing(Throwable error) {
            this.error = error;
        }

        private void fail() throws Exception {
            if (error instanceof Error fatal) {
                throw fatal;
            }
            throw (Exception) error;
        }

        @Override
        public void onOpen(WsSession from) throws Exception {
            fail();
        }

        @Override
        public void onText(WsSession from, String text) throws Exception {
            fail();
        }

        @Override
        public void onBinary(WsSession from, ByteBuffer data) throws Exception {
            fail();
        }

        @Override
        public void onPing(WsSession from, ByteBuffer payload) throws Exception {
            fail();
        }

        @Override
        public void onPong(WsSession from, ByteBuffer payload) throws Exception {
            fail();
        }

        @Override
        public void onClose(WsSession from, CloseEvent close) throws Exception {
            fail();
        }

        @Override
        public void onError(WsSession from, Exception thrown) throws Exception {
            events.add("onError " + thrown.getMessage());
            handled();
        }

        void handled() throws Exception {}
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionGoesToOnErrorWhichMayKeepTheConnectionOpen(Call call) {
        call.accept(new Callbacks(new Throwing(new Exception("checked")), session));

        assertThat(events).containsExactly("onError checked");
        assertThat(session.isOpen()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void anExceptionOfOnErrorEndsTheConnection(Call call) {
        WsHandler handler = new Throwing(new Exception("first")) {
            @Override
            void handled() {
                throw new IllegalStateException("second");
            }
        };
        call.accept(new Callbacks(handler, session));

        assertThat(events).containsExactly("onError first");
        assertThat(session.isOpen()).isFalse();
        errors.expect("closing with 1011: java.lang.IllegalStateException: second");
    }

    @ParameterizedTest
    @EnumSource
    void anErrorEndsTheConnectionAtOnce(Call call) {
        call.accept(new Callbacks(new Throwing(new StackOverflowError("deep")), session));

        assertThat(events).isEmpty();
        assertThat(session.isOpen()).isFalse();
        errors.expect("closing with 1011: java.lang.StackOverflowError: deep");
    }

    @Test
    void whateverOnCloseThrowsIsLoggedAndTheSessionIsReleased() {
        assertThat(server.sessions.open()).containsExactly(session);
        CloseEvent event = new CloseEvent(1000, "", Initiator.LOCAL, Cause.CLOSE_FRAME, true);
        new Callbacks(new Throwing(new StackOverflowError("deep")), session).close(event);

        assertThat(events).isEmpty();
        assertThat(session.isOpen()).isTrue();
        assertThat(server.sessions.open()).isEmpty();
        errors.expect("onClose of session 1");
    }
}
