package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.handshake.ForwardedHeaders;
import dev.wsboot.ws.handshake.OriginRule;
import dev.wsboot.ws.handshake.TrustedProxies;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What a request tells of the client, where it comes from a proxy that is trusted, and where it does not. */
class HandshakePhaseProxyTest {

    private static final String[] LINES = {
        "Forwarded: for=192.0.2.1;host=chat.example;proto=https", "Origin: https://chat.example"
    };

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();

    /** Peers in memory have the loopback address. */
    private void trust(String addresses) {
        server.proxies = TrustedProxies.of(List.of(addresses), ForwardedHeaders.FORWARDED, false);
        server.admission =
                new Admission(0, 2, Admission.MOST_TOLD, address -> server.proxies.trusts(address.getAddress()));
    }

    private WsUpgrade accepted(String... lines) {
        return server.connect()
                .upgrades("/ws", lines)
                .expectAccepted()
                .session()
                .upgrade();
    }

    private void assertRefused(Peer peer, int status) {
        assertThat(peer.receivesText()).startsWith("HTTP/1.1 " + status + " ");
        assertThat(server.handler.events).isEmpty();
    }

    @Nested
    class OfATrustedProxy {

        @Test
        void isTrue() {
            trust("127.0.0.0/8");
            WsUpgrade upgrade = accepted(LINES);

            assertThat(upgrade.remoteAddress()).isEqualTo(new InetSocketAddress("192.0.2.1", 0));
            assertThat(upgrade.isSecure()).isTrue();
            assertThat(upgrade.host()).isEqualTo("chat.example");
            assertThat(server.handler.session().remoteAddress()).isEqualTo(upgrade.remoteAddress());
        }

        @Test
        void isNotAllThatIsKnown() {
            trust("127.0.0.0/8");
            Peer peer =
                    server.connect().upgrades("/ws", "Forwarded: for=unknown").expectAccepted();
            WsUpgrade upgrade = peer.session().upgrade();

            assertThat(upgrade.remoteAddress()).isEqualTo(peer.transport.remoteAddress());
            assertThat(upgrade.isSecure()).isFalse();
            assertThat(upgrade.host()).isEqualTo("localhost:6060");
        }

        @Test
        void isRefusedWhereItIsRubbish() {
            trust("127.0.0.0/8");

            assertRefused(server.connect().upgrades("/ws", "Forwarded: for=\"192.0.2.1"), 400);
            server.observer.expect("refused 400 A header that tells of proxies is malformed");
        }

        @Test
        void isRefusedWhereItIsRubbishBeforeTheGap() {
            trust("127.0.0.0/8");

            assertRefused(server.connect().upgrades("/ws", "Forwarded: for=\"[x::1:2:3:4:5:6:7:8]\""), 400);
        }

        @Test
        void isWhatTheOriginIsComparedWith() {
            trust("127.0.0.0/8");

            assertRefused(
                    server.connect().upgrades("/ws", "Forwarded: host=chat.example", "Origin: http://localhost:6060"),
                    403);
        }
    }

    @Nested
    class OfAnybodyElse {

        @Test
        void isNothing() {
            trust("10.0.0.0/8");
            server.originRule = OriginRule.any();
            Peer peer = server.connect().upgrades("/ws", LINES).expectAccepted();
            WsUpgrade upgrade = peer.session().upgrade();

            assertThat(upgrade.remoteAddress()).isEqualTo(peer.transport.remoteAddress());
            assertThat(upgrade.isSecure()).isFalse();
            assertThat(upgrade.host()).isEqualTo("localhost:6060");
        }

        @Test
        void doesNotMakeAForeignPageOneOfOurs() {
            trust("10.0.0.0/8");

            assertRefused(server.connect().upgrades("/ws", LINES), 403);
        }

        @Test
        void isNotEvenRubbish() {
            accepted("Forwarded: for=\"192.0.2.1");
        }

        @Test
        void doesNotMakeOneClientMany() {
            trust("10.0.0.0/8");
            accepted("Forwarded: for=192.0.2.1");
            accepted("Forwarded: for=192.0.2.2");
            server.handler.events.clear();

            assertRefused(server.connect().upgrades("/ws", "Forwarded: for=192.0.2.3"), 429);
        }
    }

    @Nested
    class Limits {

        @Test
        void holdForTheClientAndNotForTheProxy() {
            trust("127.0.0.0/8");
            for (int i = 0; i < 5; i++) {
                accepted("Forwarded: for=192.0.2." + i);
                accepted("Forwarded: for=unknown");
            }
            accepted("Forwarded: for=192.0.2.1");
            server.handler.events.clear();

            assertRefused(server.connect().upgrades("/ws", "Forwarded: for=192.0.2.1"), 429);
            assertThat(server.observer.limits).containsExactly(WsLimit.CONNECTIONS_PER_ADDRESS);
            assertThat(server.admission.counted()).isEqualTo(5);
        }

        /** It is in the header that the proxy wrote, which may be as long as it likes. */
        @Test
        void areNotAvoidedByWhatTheClientWritesBefore() {
            trust("127.0.0.0/8");
            accepted("Forwarded: for=198.51.100.1, for=192.0.2.1");
            accepted("Forwarded: for=198.51.100.2, for=192.0.2.1");
            server.handler.events.clear();

            assertRefused(server.connect().upgrades("/ws", "Forwarded: for=198.51.100.3, for=192.0.2.1"), 429);
        }

        /** Or a flood of them would hold many more connections than there may be, each until it is done lingering. */
        @Test
        void closeWhoIsNotToldAtOnce() {
            trust("127.0.0.0/8");
            server.admission = new Admission(3, 1, 1, address -> server.proxies.trusts(address.getAddress()));
            accepted("Forwarded: for=192.0.2.1");
            List<Peer> peers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                peers.add(server.connect().upgrades("/ws", "Forwarded: for=192.0.2.1"));
            }

            assertThat(peers.get(0).receivesText()).startsWith("HTTP/1.1 429 ");
            assertThat(peers.stream().filter(peer -> !peer.connection.isClosed()))
                    .hasSize(1);
            assertThat(server.observer.limits).hasSize(20).containsOnly(WsLimit.CONNECTIONS_PER_ADDRESS);
            assertThat(server.observer.events)
                    .hasSize(21)
                    .endsWith("refused 0 too many connections", "refused 0 too many connections");
        }

        /** As for who connects without a proxy. */
        @Test
        void leaveLittleTimeToWhoIsRefused() {
            server.admission = new Admission(0, 1, Admission.MOST_TOLD, address -> address.isLoopbackAddress());
            byte[] header = "PROXY TCP4 192.0.2.1 192.0.2.2 4711 443\r\n".getBytes(StandardCharsets.US_ASCII);
            Peer first = server.connectByProxy().sendsBytes(header);
            Peer tooMany = server.connectByProxy().sendsBytes(header);
            Duration little = Duration.ofSeconds(2);

            server.advance(little.minus(Duration.ofNanos(1)));
            assertThat(tooMany.receives()).isEmpty();
            server.advance(Duration.ofNanos(1));
            assertThat(tooMany.receivesText()).startsWith("HTTP/1.1 408 ");
            server.advance(TestServer.HANDSHAKE_TIMEOUT.minus(little).minus(Duration.ofNanos(1)));
            assertThat(first.receives()).isEmpty();
            server.advance(Duration.ofNanos(1));
            assertThat(first.receivesText()).startsWith("HTTP/1.1 408 ");
        }
    }
}
