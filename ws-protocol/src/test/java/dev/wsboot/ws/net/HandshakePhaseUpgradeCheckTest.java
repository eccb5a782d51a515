package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Frames.text;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.WsUpgradeCheck;
import dev.wsboot.ws.handshake.HandshakeRefusal;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The application decides whether a connection may be opened, at once or later. */
class HandshakePhaseUpgradeCheckTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    private final TestServer server = new TestServer();
    private final CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();
    private final List<WsUpgrade> asked = new ArrayList<>();

    @BeforeEach
    void decideLater() {
        check(upgrade -> {
            asked.add(upgrade);
            return decision;
        });
    }

    private void check(WsUpgradeCheck check) {
        server.endpointOptions = EndpointOptions.DEFAULT.withUpgradeCheck(check);
    }

    private Peer upgrade(String... framesBehind) {
        Peer peer = server.connect();
        peer.transport.arrive(Peer.request("/ws/anna"));
        return peer.sends(framesBehind);
    }

    private void assertRefused(Peer peer, int status) {
        assertThat(peer.receivesText()).startsWith("HTTP/1.1 " + status + " ");
        peer.expectHalfClosed();
        assertThat(server.handler.events).isEmpty();
        peer.ends();
        server.assertNothingLeft(peer);
    }

    @Test
    void nothingHappensBeforeItHasDecided() {
        Peer peer = upgrade(text("behind"));

        assertThat(asked).hasSize(1).first().extracting(WsUpgrade::path).isEqualTo("/ws/anna");
        assertThat(peer.receives()).isEmpty();
        assertThat(peer.transport.reading).isFalse();
        server.handler.expect();
        server.observer.expect();
    }

    @Test
    void acceptsAndFramesRightBehindAreReadThen() {
        Peer peer = upgrade(text("behind"));
        peer.brings(text("later"));
        decision.complete(UpgradeDecision.accept(Map.of("user", "anna")));
        server.run();

        peer.expectAccepted();
        assertThat(peer.session().attributes()).containsEntry("user", "anna");
        server.handler.expect("open", "text behind", "text later");
    }

    @Test
    void acceptsAtOnce() {
        check(upgrade -> CompletableFuture.completedStage(UpgradeDecision.accept()));
        upgrade(text("behind")).expectAccepted();

        server.handler.expect("open", "text behind");
    }

    @Test
    void addsHeaders() {
        decision.complete(new UpgradeDecision(null, Map.of("Set-Cookie", "a=b"), Map.of()));

        assertThat(upgrade().receivesText()).startsWith("HTTP/1.1 101 ").contains("\r\nSet-Cookie: a=b\r\n");
    }

    @Test
    void givesABadHeader() {
        decision.complete(new UpgradeDecision(null, Map.of("X", "a\r\nb"), Map.of()));

        assertRefused(upgrade(), 500);
        errors.expect("gave a bad header");
    }

    @Test
    void refusesAndFramesRightBehindAreDropped() {
        decision.complete(UpgradeDecision.refuse(HandshakeRefusal.unauthorized("Bearer")));

        assertRefused(upgrade(text("behind")), 401);
        server.observer.expect("refused 401 Authentication is required");
    }

    @Test
    void fails() {
        decision.completeExceptionally(new IllegalStateException("secret"));

        assertRefused(upgrade(), 500);
        errors.expect("the upgrade check for /ws/anna");
    }

    @Test
    void decidesNothing() {
        decision.complete(null);

        assertRefused(upgrade(), 500);
        errors.expect("refusing with 500");
    }

    @Test
    void throwsAnException() {
        check(upgrade -> {
            throw new Exception("secret");
        });

        assertRefused(upgrade(), 500);
        errors.expect("java.lang.Exception: secret");
    }

    @Test
    void throwsAnError() {
        check(upgrade -> {
            throw new StackOverflowError("deep");
        });

        assertRefused(upgrade(), 500);
        errors.expect("java.lang.StackOverflowError: deep");
    }

    @Test
    void givesNoStage() {
        check(upgrade -> null);

        assertRefused(upgrade(), 500);
        errors.expect("refusing with 500");
    }

    @Test
    void decidesTooLate() {
        Peer peer = upgrade(text("behind"));
        server.advance(TestServer.HANDSHAKE_TIMEOUT);
        assertThat(peer.receivesText()).startsWith("HTTP/1.1 408 ");
        decision.complete(UpgradeDecision.accept());
        server.run().advance(TestServer.LINGER);

        assertThat(peer.receives()).isEmpty();
        server.handler.expect();
        server.assertNothingLeft(peer);
        server.observer.expect("refused 408 The request did not arrive in time");
    }

    @Test
    void refusesTooLate() {
        Peer peer = upgrade();
        server.advance(TestServer.HANDSHAKE_TIMEOUT).advance(TestServer.LINGER);
        peer.receives();
        decision.complete(UpgradeDecision.refuse(HandshakeRefusal.forbidden("no")));
        server.assertNothingLeft(peer);

        server.observer.expect("refused 408 The request did not arrive in time");
    }

    @Test
    void failsTooLate() {
        Peer peer = upgrade();
        server.advance(TestServer.HANDSHAKE_TIMEOUT);
        peer.receives();
        decision.completeExceptionally(new IllegalStateException("too late"));
        server.run();
        peer.expect();
        server.advance(TestServer.LINGER);

        server.assertNothingLeft(peer);
        server.observer.expect("refused 408 The request did not arrive in time");
        errors.expect("too late");
    }

    @Test
    void decidesAfterTheConnectionWasCut() {
        Peer peer = upgrade();
        peer.connection.cut();
        decision.complete(UpgradeDecision.accept());
        server.assertNothingLeft(peer);

        server.handler.expect();
        server.observer.expect("refused 0 the peer left during the handshake");
    }

    @Test
    void isNotWaitedForWhenTheServerShutsDown() {
        Peer peer = upgrade(text("behind"));
        peer.connection.shutdown(1001);
        server.run();
        decision.complete(UpgradeDecision.accept());
        server.run();

        assertRefused(peer, 503);
    }

    @Test
    void isNotAskedForWhereTheServerDrains() {
        server.reception.close(5);
        Peer peer = upgrade();

        assertRefused(peer, 503);
        assertThat(asked).isEmpty();
    }

    @Test
    void isInVainWhereTheServerHasBegunToDrain() {
        Peer peer = upgrade();
        server.reception.close(5);
        decision.complete(UpgradeDecision.accept());
        server.run();

        assertRefused(peer, 503);
    }

    @Test
    void runsOnTheExecutor() {
        Queue<Runnable> work = new ArrayDeque<>();
        server.executor = work::add;
        Peer peer = upgrade();
        assertThat(asked).isEmpty();

        work.remove().run();
        assertThat(asked).hasSize(1);
        decision.complete(UpgradeDecision.accept());
        server.run();

        assertThat(peer.receivesText()).isEqualTo(Peer.ACCEPTED);
    }

    @Test
    void isNotAskedWhereTheExecutorRefuses() {
        server.executor = task -> {
            throw new RejectedExecutionException("full");
        };
        Peer peer = upgrade(text("behind"));

        assertThat(asked).isEmpty();
        assertRefused(peer, 503);
    }

    @Test
    void isAskedByTheEndpointOnly() {
        Peer peer = server.connect().upgrades("/other");
        assertThat(asked).isEmpty();
        assertRefused(peer, 404);
    }

    @Test
    void isNotAskedAboutAnOriginThatIsNotAllowed() {
        Peer peer = server.connect().upgrades("/ws", "Origin: https://evil.example");

        assertThat(asked).isEmpty();
        assertRefused(peer, 403);
    }

    @Test
    void thePeerIsNotReadWhileItDecidesButTheDeadlineGoesOn() {
        Peer peer = upgrade();
        peer.ends();
        assertThat(peer.connection.isClosed()).isFalse();
        server.advance(TestServer.HANDSHAKE_TIMEOUT).advance(Duration.ofSeconds(2));

        server.assertNothingLeft(peer);
    }
}
