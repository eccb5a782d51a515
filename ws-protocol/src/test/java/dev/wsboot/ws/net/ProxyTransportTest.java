package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.close;
import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsLimit;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients behind a proxy that speaks the PROXY protocol. */
class ProxyTransportTest {

    /** 192.0.2.1, port 56324, in both versions. */
    private static final byte[] VERSION_1 = ascii("PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n");

    private static final byte[] VERSION_2 = Frames.bytes(
            "0D0A0D0A000D0A515549540A 21 11 0013 C0000201 C0000202 DC04 01BB 05 0004 DEADBEEF".replace(" ", ""));
    private static final byte[] LOCAL = Frames.bytes("0D0A0D0A000D0A515549540A20000000");

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final List<InetAddress> introduced = new ArrayList<>();

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] join(byte[]... parts) {
        ByteBuffer all = ByteBuffer.allocate(1000);
        for (byte[] part : parts) {
            all.put(part);
        }
        return Arrays.copyOf(all.array(), all.position());
    }

    private static InetSocketAddress client() {
        return new InetSocketAddress("192.0.2.1", 56_324);
    }

    private Peer connect() {
        return server.connectByProxy(introduced::add);
    }

    @Nested
    class Plain {

        @Test
        void theClientIsWhoTheProxySaysItIs() {
            for (byte[] header : List.of(VERSION_1, VERSION_2)) {
                introduced.clear();
                server.handler.events.clear();
                connect().sendsBytes(join(header, Peer.request("/ws"))).expectAccepted();

                assertThat(server.handler.session().remoteAddress()).isEqualTo(client());
                assertThat(introduced).containsExactly(client().getAddress());
                server.handler.expect("open");
            }
        }

        @ParameterizedTest
        @ValueSource(booleans = {false, true})
        void isTheSameWhereverTheInputIsSplit(boolean line) {
            byte[] input = join(
                    line ? VERSION_1 : VERSION_2,
                    Peer.request("/ws"),
                    Frames.masked(text("hi")),
                    Frames.masked(close(1000, "")));
            for (int split = 1; split < input.length; split++) {
                TestServer each = new TestServer();
                Peer peer = each.connectByProxy(introduced::add);
                peer.sendsBytes(Arrays.copyOf(input, split));
                peer.sendsBytes(Arrays.copyOfRange(input, split, input.length));

                each.handler.expect("open", "text hi", "close");
                assertThat(each.handler.session().remoteAddress()).isEqualTo(client());
                peer.expect(Frames.hex(ascii(Peer.ACCEPTED)), close(1000, ""));
            }
        }

        @Test
        void worksByteByByte() {
            Peer peer = connect();
            for (byte b : join(VERSION_1, Peer.request("/ws"))) {
                peer.sendsBytes(new byte[] {b});
            }
            peer.expectAccepted();
        }

        /** A health check, which is the proxy's own. */
        @Test
        void whoSpeaksForNobodyIsTheProxy() {
            Peer peer = connect().sendsBytes(join(LOCAL, Peer.request("/ws"))).expectAccepted();

            assertThat(peer.session().remoteAddress()).isEqualTo(peer.transport.remoteAddress());
            assertThat(introduced).containsExactly(InetAddress.getLoopbackAddress());
        }

        @Test
        void aHealthCheckThatAsksForNothingIsNotReported() {
            Peer peer = connect().sendsBytes(LOCAL).ends();

            server.observer.expect();
            server.assertNothingLeft(peer);
        }
    }

    @Nested
    class Tls {

        @Test
        void comesBehindTheHeader() {
            Peer peer = server.connectTlsByProxy();
            peer.transport.arrive(VERSION_2);
            server.run();
            peer.upgrades("/ws").expectAccepted();

            assertThat(peer.session().remoteAddress()).isEqualTo(client());
            assertThat(peer.session().upgrade().isSecure()).isTrue();
        }

        @Test
        void withoutAHeaderIsNotEvenBegun() {
            Peer peer = server.connectTlsByProxy();
            peer.transport.arrive(Frames.bytes("16030102000100"));
            server.run();

            assertThat(peer.transport.sent()).isEmpty();
            server.observer.expect("refused 0 The connection does not begin with a PROXY header");
            server.assertNothingLeft(peer);
        }

        @Test
        void hasTheDeadlineOfTheHeaderToo() {
            Peer waits = server.connectTlsByProxy();
            server.advance(TestServer.HANDSHAKE_TIMEOUT);
            server.observer.expect("refused 0 the PROXY header took too long");

            Peer waitsMore = server.connectTlsByProxy();
            waitsMore.transport.arrive(VERSION_1);
            server.advance(TestServer.HANDSHAKE_TIMEOUT);
            server.observer.expect("refused 0 the TLS handshake took too long");
            assertThat(waits.connection.isClosed()).isTrue();
            server.assertNothingLeft(waitsMore);
        }

        @Test
        void aPortCheckIsNotReported() {
            Peer peer = server.connectTlsByProxy().ends();

            server.observer.expect();
            server.assertNothingLeft(peer);
        }
    }

    @Nested
    class Bad {

        private void assertClosed(Peer peer, String why) {
            assertThat(peer.receives()).as("an answer").isEmpty();
            server.observer.expect("refused 0 " + why);
            server.assertNothingLeft(peer);
            assertThat(introduced).isEmpty();
            assertThat(server.handler.events).isEmpty();
        }

        @Test
        void isARequestWithoutHeader() {
            assertClosed(connect().upgrades("/ws"), "The connection does not begin with a PROXY header");
        }

        @Test
        void isALineThatIsMalformed() {
            assertClosed(
                    connect().sendsBytes(join(ascii("PROXY TCP4 client proxy 1 2\r\n"), Peer.request("/ws"))),
                    "The line of the PROXY header is malformed");
            assertThat(server.observer.limits).isEmpty();
        }

        @Test
        void isOneThatIsTooLongWhichIsALimit() {
            assertClosed(
                    connect().sendsBytes(Frames.bytes("0D0A0D0A000D0A515549540A21110055")),
                    "The PROXY header is too long");
            assertThat(server.observer.limits).containsExactly(WsLimit.REQUEST_HEAD);
        }

        @Test
        void isOneThatNeverEnds() {
            Peer peer = connect();
            for (int i = 0; i < 10; i++) {
                peer.sendsBytes(new byte[] {VERSION_1[i]});
                server.advance(TestServer.HANDSHAKE_TIMEOUT.dividedBy(10).minus(Duration.ofNanos(1)));
                assertThat(peer.connection.isClosed()).isFalse();
            }
            server.advance(Duration.ofNanos(10));

            assertClosed(peer, "the PROXY header took too long");
            assertThat(server.observer.limits).containsExactly(WsLimit.HANDSHAKE_TIME);
        }

        @Test
        void isOneWithoutTheRest() {
            assertClosed(
                    connect().sendsBytes(Arrays.copyOf(VERSION_2, 20)).ends(),
                    "The peer left in the middle of the PROXY header");
        }

        @Test
        void isNoneWhereThePeerLeavesAtOnce() {
            Peer peer = connect().ends();

            server.observer.expect();
            server.assertNothingLeft(peer);
        }

        @Test
        void isNoneWhereTheWireBreaks() {
            Peer peer = connect().sendsBytes(ascii("PROXY "));
            peer.transport.failReads();

            server.run().observer.expect();
            server.assertNothingLeft(peer);
        }

        @Test
        void isNoneWhereTheServerStops() {
            Peer peer = connect().sendsBytes(ascii("PROXY "));
            peer.connection.shutdown(1001);

            server.observer.expect();
            server.assertNothingLeft(peer);
        }
    }

    @Test
    void aClientThatMayNotGoOnIsClosed() {
        Peer peer = server.connectByProxy(client -> {
            throw new NotAdmittedException("too many from " + client.getHostAddress(), WsLimit.CONNECTIONS_PER_ADDRESS);
        });
        peer.sendsBytes(join(VERSION_1, Peer.request("/ws")));

        assertThat(peer.receives()).isEmpty();
        server.observer.expect("refused 0 too many from 192.0.2.1");
        assertThat(server.observer.limits).containsExactly(WsLimit.CONNECTIONS_PER_ADDRESS);
        server.assertNothingLeft(peer);
    }
}
