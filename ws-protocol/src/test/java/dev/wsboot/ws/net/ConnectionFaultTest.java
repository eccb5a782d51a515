package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.ascii;
import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.ping;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.PreparedMessage;
import dev.wsboot.ws.StreamedMessage;
import dev.wsboot.ws.net.MemoryTransport.Fault;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.zip.CRC32;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * One conversation, again and again, in which the first operation of the transport goes wrong, then the second, and so
 * on: whatever fails, the session ends once, the connection is closed, and nothing is left of either.
 */
class ConnectionFaultTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    /** What lies between the connection and the operations that go wrong. */
    enum Wire {
        PLAIN(""),
        /** The client has a proxy that speaks the PROXY protocol; only of a server. */
        BY_PROXY(""),
        TLS_1_2("TLSv1.2"),
        TLS_1_3("TLSv1.3");

        final String protocol;

        Wire(String protocol) {
            this.protocol = protocol;
        }
    }

    /** Who ends the conversation, and how. */
    enum Ending {
        THE_PEER {
            @Override
            void end(Conversation conversation) {
                conversation.peer.sends(close(4001, "bye")).ends();
            }
        },
        THIS_SIDE {
            @Override
            void end(Conversation conversation) {
                if (conversation.server.handler.session() != null) {
                    conversation.server.handler.session().close(4002, "enough");
                    conversation.server.run();
                }
                conversation.peer.sends(close(4002, "")).ends();
            }
        },
        A_SHUTDOWN_THAT_NOBODY_ANSWERS {
            @Override
            void end(Conversation conversation) {
                conversation.peer.connection.shutdown(1001);
                conversation.server.run();
            }
        },
        A_BROKEN_RULE {
            @Override
            void end(Conversation conversation) {
                conversation.peer.sends("FF 00").ends();
            }
        },
        SILENCE {
            @Override
            void end(Conversation conversation) {
                conversation.server.advance(Conversation.PING_INTERVAL);
                conversation.server.advance(Conversation.PING_TIMEOUT);
            }
        };

        abstract void end(Conversation conversation);
    }

    /** Messages both ways, more than the buffers take, a peer that takes nothing for a while, and pings. */
    private static final class Conversation {

        static final Duration PING_INTERVAL = Duration.ofSeconds(60);
        static final Duration PING_TIMEOUT = Duration.ofSeconds(20);
        private static final byte[] PROXY_HEADER =
                "PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n".getBytes(StandardCharsets.US_ASCII);

        private final TestServer server = new TestServer();
        private final Queue<Runnable> callbacks = new ArrayDeque<>();
        private final List<CompletableFuture<Void>> promises = new ArrayList<>();

        /** How many operations came before the ending. */
        private int common;

        private final Peer peer;

        Conversation(boolean onExecutor) {
            this(onExecutor, Wire.PLAIN);
        }

        Conversation(boolean onExecutor, Wire wire) {
            server.sendQueueSize = 1_000_000;
            server.heartbeat = new Heartbeat(PING_INTERVAL, PING_TIMEOUT, 0, Duration.ZERO);
            if (onExecutor) {
                server.executor = callbacks::add;
                server.handlerQueue = 2;
            }
            server.handler.does((session, what) -> {
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
            peer = connect(wire);
        }

        private Peer connect(Wire wire) {
            return switch (wire) {
                case PLAIN -> server.connect();
                case BY_PROXY -> {
                    Peer client = server.connectByProxy(known -> {});
                    client.transport.arrive(PROXY_HEADER);
                    yield client;
                }
                default -> server.connectTls(wire.protocol);
            };
        }

        void runAll() {
            do {
                while (!callbacks.isEmpty()) {
                    callbacks.remove().run();
                }
                server.run();
            } while (!callbacks.isEmpty());
        }

        Conversation play(Ending ending) {
            byte[] request = Peer.request("/ws");
            peer.sendsBytes(Arrays.copyOf(request, 20));
            peer.sendsBytes(Arrays.copyOfRange(request, 20, request.length));
            runAll();
            peer.sends(text("one"), ping("1"));
            runAll();
            peer.transport.take(1_000);
            peer.sends(text("two"), text("three"), ping("2"), "01 01 61", "80 01 62");
            runAll();
            peer.transport.take(50_000);
            runAll();
            peer.transport.takeEverything();
            runAll();
            // One that is complete, and one that never will be.
            byte[] large = Frames.masked(Frames.frame(0x82, "00".repeat(6_000)));
            peer.sendsBytes(Arrays.copyOf(large, 3_000));
            peer.sendsBytes(Arrays.copyOfRange(large, 3_000, large.length));
            runAll();
            byte[] unfinished = Frames.masked(Frames.frame(0x02, "00".repeat(6_000)));
            peer.sendsBytes(Arrays.copyOf(unfinished, 3_000));
            peer.sendsBytes(Arrays.copyOfRange(unfinished, 3_000, unfinished.length));
            runAll();
            common = peer.transport.operations;
            ending.end(this);
            runAll();
            return this;
        }

        /** Every deadline passes. */
        void outlive() {
            for (int i = 0; i < 10; i++) {
                server.clock.advance(Duration.ofSeconds(20));
                runAll();
            }
        }

        void assertOver(String fault) {
            assertThat(server.poller.failures).as(fault).allMatch(failure -> "bug".equals(failure.getMessage()));
            assertThat(promises).as(fault).allMatch(CompletableFuture::isDone);
            assertThat(server.handler.broken).as(fault).isEmpty();
            boolean opened = server.observer.events.contains("opened");
            assertThat(server.handler.closes).as(fault).hasSize(opened ? 1 : 0);
            assertThat(server.observer.closes).as(fault).isEqualTo(server.handler.closes);
            if (opened) {
                assertThat(server.handler.events).as(fault).startsWith("open").endsWith("close");
            }
            server.assertNothingLeft(peer);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theConversationItself(Ending ending) {
        for (boolean onExecutor : new boolean[] {false, true}) {
            Conversation conversation = new Conversation(onExecutor).play(ending);
            conversation.outlive();

            conversation.assertOver("no fault");
            assertThat(conversation.server.handler.events)
                    .containsSequence(
                            "open",
                            "text one",
                            "ping " + ascii("1"),
                            "text two",
                            "text three",
                            "ping " + ascii("2"),
                            "text ab",
                            "binary " + "00".repeat(6_000));
            assertThat(conversation.promises).hasSizeGreaterThanOrEqualTo(6);
            assertThat(conversation.peer.transport.outputShut).isTrue();
            assertThat(conversation.peer.transport.operations).isGreaterThan(10);
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
    void everyOperationBehindAProxyGoesWrongInEveryWay(Ending ending) {
        everyOperationGoesWrong(ending, false, Wire.BY_PROXY);
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
            int first = wire.protocol.isEmpty() || ending == Ending.THE_PEER ? 0 : whole.common;
            for (int number = first; number < whole.peer.transport.operations; number++) {
                Conversation conversation = new Conversation(onExecutor, wire);
                conversation.peer.transport.breakOperation(number, fault);
                conversation.play(ending);
                conversation.outlive();
                conversation.assertOver(fault + " of operation " + number);
            }
            errors.forget("bug");
        }
    }

    /** Short reads and writes lose nothing and change nothing, wherever they happen. */
    @ParameterizedTest
    @EnumSource
    void whatIsShortIsMadeUpFor(Wire wire) {
        String expected = sent(new Conversation(false, wire).play(Ending.THE_PEER));
        int operations = new Conversation(false, wire).play(Ending.THE_PEER).peer.transport.operations;
        for (Fault fault : new Fault[] {Fault.SHORT, Fault.NOTHING}) {
            for (int number = 0; number < operations; number++) {
                Conversation conversation = new Conversation(false, wire);
                conversation.peer.transport.breakOperation(number, fault);

                assertThat(sent(conversation.play(Ending.THE_PEER)))
                        .as(fault + " of operation " + number)
                        .isEqualTo(expected);
            }
        }
    }

    /** The same where every second operation is short, or every third, and so on. */
    @ParameterizedTest
    @EnumSource
    void whatIsShortAgainAndAgainIsMadeUpForToo(Wire wire) {
        String expected = sent(new Conversation(false, wire).play(Ending.THE_PEER));
        for (Fault fault : new Fault[] {Fault.SHORT, Fault.NOTHING}) {
            for (int multiple = 2; multiple < 30; multiple++) {
                Conversation conversation = new Conversation(false, wire);
                conversation.peer.transport.breakEvery(multiple, fault);

                assertThat(sent(conversation.play(Ending.THE_PEER)))
                        .as(fault + " of each operation " + multiple)
                        .isEqualTo(expected);
            }
        }
    }

    private static String sent(Conversation conversation) {
        byte[] sent = conversation.peer.receivesBytes();
        CRC32 checksum = new CRC32();
        checksum.update(sent);
        return sent.length + " bytes " + Long.toHexString(checksum.getValue()) + " "
                + conversation.server.handler.events;
    }
}
