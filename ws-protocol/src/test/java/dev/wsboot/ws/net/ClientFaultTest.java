package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.ascii;
import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.net.ConnectionFaultTest.Wire;
import dev.wsboot.ws.net.MemoryTransport.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The client's side of {@link ConnectionFaultTest}: whatever operation goes wrong, the future of the connection is completed,
 * the session ends once where there was one, and nothing is left.
 */
class ClientFaultTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    /** Who ends the conversation, and how. */
    enum Ending {
        THE_SERVER {
            @Override
            void end(Conversation conversation) {
                conversation.serverSends(close(4001, "bye"));
                conversation.client.ends();
            }
        },
        THE_CLIENT {
            @Override
            void end(Conversation conversation) {
                if (conversation.client.session() != null) {
                    conversation.client.session().close(4002, "enough");
                    conversation.client.run();
                }
                conversation.serverSends(close(4002, ""));
                conversation.client.ends();
            }
        },
        A_SHUTDOWN_THAT_NOBODY_ANSWERS {
            @Override
            void end(Conversation conversation) {
                conversation.client.connection.shutdown(1001);
                conversation.client.run();
            }
        },
        A_BROKEN_RULE {
            @Override
            void end(Conversation conversation) {
                conversation.serverSends("FF 00");
                conversation.client.ends();
            }
        },
        SILENCE {
            @Override
            void end(Conversation conversation) {
                conversation.client.advance(Conversation.PING_INTERVAL);
                conversation.client.advance(Conversation.PING_TIMEOUT);
            }
        };

        abstract void end(Conversation conversation);
    }

    /** Messages both ways, more than the buffers take, a server that takes nothing for a while, and pings. */
    private static final class Conversation {

        static final Duration PING_INTERVAL = Duration.ofSeconds(60);
        static final Duration PING_TIMEOUT = Duration.ofSeconds(20);

        private final TestClient client = new TestClient();
        private final Queue<Runnable> callbacks = new ArrayDeque<>();
        private final List<CompletableFuture<Void>> promises = new ArrayList<>();

        /** How many operations came before the ending. */
        private int common;

        private final @Nullable PeerTls tls;

        Conversation(boolean onExecutor, Wire wire) {
            client.heartbeat = new Heartbeat(PING_INTERVAL, PING_TIMEOUT, 0, Duration.ZERO);
            if (onExecutor) {
                client.executor = callbacks::add;
            }
            client.handler.does((session, what) -> {
                if (what.startsWith("text")) {
                    session.sendText("echo " + what);
                    session.send(PreparedMessage.binary(ByteBuffer.allocate(40_000)));
                    promises.add(session.send(StreamedMessage.binary(
                                    List.of(ByteBuffer.allocate(3_000), ByteBuffer.allocate(3_000))
                                            .iterator()))
                            .toCompletableFuture());
                    promises.add(session.flush().toCompletableFuture());
                }
            });
            tls = wire == Wire.PLAIN ? null : speak(wire.protocol);
        }

        private PeerTls speak(String protocol) {
            client.request = WsRequest.to("wss://localhost:6060/ws");
            client.tls = TlsOptions.of(TestCertificates.client()).withProtocols(protocol);
            TlsOptions server = TlsOptions.of(TestCertificates.server()).withProtocols(protocol);
            return new PeerTls(server.serverEngine(), client.transport);
        }

        private void serverSendsBytes(byte[] bytes) {
            if (tls == null) {
                client.sendsBytes(bytes);
            } else {
                tls.received();
                tls.send(bytes);
                client.run();
            }
        }

        void serverSends(String... frames) {
            serverSendsBytes(Frames.bytes(String.join("", frames)));
        }

        void runAll() {
            do {
                while (!callbacks.isEmpty()) {
                    callbacks.remove().run();
                }
                client.run();
            } while (!callbacks.isEmpty());
        }

        Conversation play(Ending ending) {
            client.connect();
            if (tls != null) {
                tls.handshake(client::run);
            }
            byte[] accepted = Peer.ACCEPTED.getBytes(StandardCharsets.US_ASCII);
            serverSendsBytes(Arrays.copyOf(accepted, 20));
            serverSendsBytes(Arrays.copyOfRange(accepted, 20, accepted.length));
            runAll();
            serverSends(text("one"), ping("1"));
            runAll();
            client.transport.take(1_000);
            serverSends(text("two"), ping("2"), "01 01 61", "80 01 62");
            runAll();
            client.transport.take(50_000);
            runAll();
            client.transport.takeEverything();
            runAll();
            // One that is complete, and one that never will be.
            byte[] large = Frames.bytes(Frames.frame(0x82, "00".repeat(6_000)));
            serverSendsBytes(Arrays.copyOf(large, 3_000));
            serverSendsBytes(Arrays.copyOfRange(large, 3_000, large.length));
            runAll();
            byte[] unfinished = Frames.bytes(Frames.frame(0x02, "00".repeat(6_000)));
            serverSendsBytes(Arrays.copyOf(unfinished, 3_000));
            serverSendsBytes(Arrays.copyOfRange(unfinished, 3_000, unfinished.length));
            runAll();
            common = client.transport.operations;
            ending.end(this);
            runAll();
            return this;
        }

        /** Every deadline passes. */
        void outlive() {
            for (int i = 0; i < 10; i++) {
                client.clock.advance(Duration.ofSeconds(20));
                runAll();
            }
        }

        void assertOver(String fault) {
            assertThat(client.poller.failures).as(fault).allMatch(failure -> "bug".equals(failure.getMessage()));
            client.poller.failures.clear();
            assertThat(promises).as(fault).allMatch(CompletableFuture::isDone);
            assertThat(client.handler.broken).as(fault).isEmpty();
            boolean opened = client.observer.events.contains("opened");
            assertThat(client.result).as(fault).isDone();
            assertThat(client.result.isCompletedExceptionally()).as(fault).isEqualTo(!opened);
            assertThat(client.handler.closes).as(fault).hasSize(opened ? 1 : 0);
            assertThat(client.observer.closes).as(fault).isEqualTo(client.handler.closes);
            if (opened) {
                assertThat(client.handler.events).as(fault).startsWith("open").endsWith("close");
            }
            client.assertNothingLeft();
        }
    }

    @ParameterizedTest
    @EnumSource
    void theConversationItself(Ending ending) {
        for (Wire wire : EnumSet.complementOf(EnumSet.of(Wire.BY_PROXY))) {
            Conversation conversation = new Conversation(false, wire).play(ending);
            conversation.outlive();

            conversation.assertOver("no fault");
            assertThat(conversation.client.handler.events)
                    .containsSubsequence(
                            "open",
                            "text one",
                            "ping " + ascii("1"),
                            "text two",
                            "ping " + ascii("2"),
                            "text ab",
                            "binary " + "00".repeat(6_000),
                            "close");
            assertThat(conversation.promises).hasSizeGreaterThanOrEqualTo(6);
            assertThat(conversation.client.transport.operations).isGreaterThan(10);
        }
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationGoesWrongInEveryWay(Ending ending) {
        everyOperationGoesWrong(ending, false, Wire.PLAIN);
        everyOperationGoesWrong(ending, true, Wire.PLAIN);
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationUnderTlsGoesWrongInEveryWay(Ending ending) {
        everyOperationGoesWrong(ending, false, Wire.TLS_1_3);
        everyOperationGoesWrong(ending, true, Wire.TLS_1_3);
    }

    @ParameterizedTest
    @EnumSource
    void everyOperationUnderTheOldTlsGoesWrongInEveryWay(Ending ending) {
        everyOperationGoesWrong(ending, false, Wire.TLS_1_2);
    }

    private void everyOperationGoesWrong(Ending ending, boolean onExecutor, Wire wire) {
        for (Fault fault : Fault.values()) {
            Conversation whole = new Conversation(onExecutor, wire).play(ending);
            // What all endings have in common need not go wrong for each: a handshake of TLS takes time.
            int first = wire == Wire.PLAIN || ending == Ending.THE_SERVER ? 0 : whole.common;
            for (int number = first; number < whole.client.transport.operations; number++) {
                Conversation conversation = new Conversation(onExecutor, wire);
                conversation.client.transport.breakOperation(number, fault);
                conversation.play(ending);
                conversation.outlive();
                conversation.assertOver(fault + " of operation " + number);
            }
            errors.forget("bug");
        }
    }

    /** Short reads and writes lose nothing and change nothing, wherever and however often they happen. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "BY_PROXY")
    void whatIsShortIsMadeUpFor(Wire wire) {
        Conversation whole = new Conversation(false, wire).play(Ending.THE_SERVER);
        for (Fault fault : new Fault[] {Fault.SHORT, Fault.NOTHING}) {
            for (int number = 0; number < whole.client.transport.operations; number++) {
                Conversation conversation = new Conversation(false, wire);
                conversation.client.transport.breakOperation(number, fault);
                assertSame(conversation.play(Ending.THE_SERVER), whole, fault + " of operation " + number);
            }
            for (int multiple = 2; multiple < 30; multiple++) {
                Conversation conversation = new Conversation(false, wire);
                conversation.client.transport.breakEvery(multiple, fault);
                assertSame(conversation.play(Ending.THE_SERVER), whole, fault + " of each operation " + multiple);
            }
        }
    }

    private static void assertSame(Conversation conversation, Conversation whole, String fault) {
        assertThat(conversation.client.handler.events).as(fault).isEqualTo(whole.client.handler.events);
        conversation.outlive();
        conversation.assertOver(fault);
        assertThat(conversation.client.handler.closes).as(fault).allMatch(event -> event.clean());
    }
}
