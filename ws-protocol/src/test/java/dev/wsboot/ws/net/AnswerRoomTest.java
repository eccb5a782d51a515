package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class AnswerRoomTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    @Test
    void whatWasAddedBeforeIsNoAnswer() {
        AnswerRoom room = new AnswerRoom(100);
        room.reading(5000);
        room.handled(5100, true);
        assertThat(room.isLeft()).isTrue();
        room.reading(9000);
        room.handled(9000, true);
        assertThat(room.isLeft()).isTrue();
        room.handled(9001, true);
        assertThat(room.isLeft()).isFalse();
        room.drained();
        assertThat(room.isLeft()).isTrue();
    }

    @Test
    void whatLeavesAgainIsNotCounted() {
        AnswerRoom room = new AnswerRoom(100);
        room.reading(0);
        room.handled(500, false);
        room.handled(0, true);
        room.handled(100, true);
        assertThat(room.isLeft()).isTrue();
    }

    /** A client and a server that answers as it reads would otherwise both wait until the other one reads. */
    @Nested
    class OfAClientWhoseServerTakesNothing {

        private static final String A = "81 01 61";

        private final TestClient client = new TestClient();

        private void block() {
            client.open();
            client.transport.take(0);
            client.session().sendBinary(ByteBuffer.allocate(100_000));
            client.run();
            assertThat(client.session().queuedBytes()).isPositive();
        }

        @Test
        void readsOn() {
            block();
            client.sendsFrames(A, A);

            client.handler.expect("text a", "text a");
            assertThat(client.transport.reading).isTrue();
        }

        @Test
        void readsUntilItsAnswersTakeTheirShare() {
            block();
            client.handler.does((session, what) -> session.sendBinary(ByteBuffer.allocate(994)));
            int read = 0;
            while (read < 1000 && client.transport.reading) {
                client.sendsFrames(A);
                read++;
            }
            // 25,000 bytes of answers fit, each with a header of 8 bytes; the one beyond stops it.
            assertThat(read).isEqualTo(25_000 / 1002 + 1);
            assertThat(client.session().isOpen()).isTrue();

            client.transport.takeEverything();
            client.run();
            assertThat(client.transport.reading).isTrue();
            client.transport.take(0);
            client.session().sendBinary(ByteBuffer.allocate(100_000));
            client.run();
            assertThat(client.transport.reading).isTrue();
        }

        /** Where callbacks run elsewhere it does not show what is an answer. */
        @Test
        void doesNotReadWithAnExecutor() {
            client.executor = Runnable::run;
            block();
            assertThat(client.transport.reading).isFalse();
        }
    }
}
