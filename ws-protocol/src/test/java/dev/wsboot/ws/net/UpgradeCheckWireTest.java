package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.CloseEvent.Cause;
import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsUpgradeCheck;
import dev.wsboot.ws.handshake.HandshakeRefusal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Who is asked about an upgrade, when, and what becomes of the answer. */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class UpgradeCheckWireTest {

    private static QuietLog quiet;

    private final EchoLog handler = new EchoLog();
    private final AtomicInteger asked = new AtomicInteger();
    private WsServer server;

    @BeforeAll
    static void silence() {
        quiet = new QuietLog();
    }

    @AfterAll
    static void speak() {
        quiet.close();
    }

    private void start(HandlerMode mode, WsUpgradeCheck check) throws Exception {
        server = mode.server()
                .handshakeTimeout(Duration.ofSeconds(20))
                .endpoint("/ws", handler, EndpointOptions.DEFAULT.withUpgradeCheck(upgrade -> {
                    asked.incrementAndGet();
                    return check.check(upgrade);
                }))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer refused(String request) throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            Answer answer = client.send(request + Requests.get("/ws")).readAnswer();
            assertThat(handler.opened).isEmpty();
            return answer;
        }
    }

    @ParameterizedTest
    @EnumSource
    void whoIsNotKnownIsChallenged(HandlerMode mode) throws Exception {
        start(mode, upgrade -> {
            HandshakeRefusal challenge = HandshakeRefusal.unauthorized("Bearer realm=\"chat\"");
            return CompletableFuture.completedFuture(UpgradeDecision.refuse(challenge));
        });
        Answer answer = refused(Requests.get("/ws"));
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.header("WWW-Authenticate")).isEqualTo("Bearer realm=\"chat\"");
        assertThat(answer.header("Connection")).isEqualTo("close");
        assertThat(asked).hasValue(1);
    }

    static Stream<Arguments> failingChecks() {
        return Stream.of(
                check("throws", upgrade -> {
                    throw new IllegalStateException("secret");
                }),
                check("throws an error", upgrade -> {
                    throw new NoClassDefFoundError("secret");
                }),
                check("gives no stage", upgrade -> null),
                check("gives a failed stage", upgrade -> failed()),
                check("gives a stage of null", upgrade -> CompletableFuture.completedFuture(null)),
                check("gives a bad header", upgrade -> accept(Map.of("X", "a\r\nb"))),
                check("gives a header of the handshake's", upgrade -> accept(Map.of("Connection", "close"))));
    }

    private static Arguments check(String name, WsUpgradeCheck check) {
        return Arguments.of(name, check);
    }

    private static CompletionStage<UpgradeDecision> failed() {
        return CompletableFuture.failedFuture(new IllegalStateException("secret"));
    }

    private static CompletionStage<UpgradeDecision> accept(Map<String, String> headers) {
        return CompletableFuture.completedFuture(new UpgradeDecision(null, headers, Map.of()));
    }

    @ParameterizedTest(name = "{0}, INLINE")
    @MethodSource("failingChecks")
    void aCheckThatFailsOnTheLoopRefusesWith500(String name, WsUpgradeCheck check) throws Exception {
        start(HandlerMode.INLINE, check);
        assertThat(refused(Requests.get("/ws"))).satisfies(UpgradeCheckWireTest::saysNothing);
    }

    @ParameterizedTest(name = "{0}, EXECUTOR")
    @MethodSource("failingChecks")
    void aCheckThatFailsOnTheExecutorRefusesWith500(String name, WsUpgradeCheck check) throws Exception {
        start(HandlerMode.EXECUTOR, check);
        assertThat(refused(Requests.get("/ws"))).satisfies(UpgradeCheckWireTest::saysNothing);
    }

    private static void saysNothing(Answer answer) {
        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.head() + answer.body()).doesNotContain("secret");
    }

    @ParameterizedTest
    @EnumSource
    void headersAndAttributesOfTheDecisionAreUsed(HandlerMode mode) throws Exception {
        start(
                mode,
                upgrade -> CompletableFuture.completedFuture(
                        new UpgradeDecision(null, Map.of("Set-Cookie", "a=b"), Map.of("user", "ada"))));
        try (RawClient client = RawClient.connect(server)) {
            assertThat(client.send(Requests.get("/ws")).readHead()).contains("\r\nSet-Cookie: a=b\r\n");
            assertThat(handler.awaitOpen().attributes()).containsEntry("user", "ada");
        }
    }

    @Test
    void nobodyIsAskedAboutARequestThatIsRefusedAnyway() throws Exception {
        start(HandlerMode.INLINE, upgrade -> CompletableFuture.completedFuture(UpgradeDecision.accept()));
        assertThat(refused(Requests.get("/ws", "Origin: https://localhost.evil.example"))
                        .status())
                .isEqualTo(403);
        assertThat(refused(Requests.get("/ws", "Content-Length: 5")).status()).isEqualTo(400);
        assertThat(refused(Requests.get("/other")).status()).isEqualTo(404);
        assertThat(asked).hasValue(0);
    }

    /** Tomcat CVE-2026-76183, Quarkus CVE-2026-87743: no other spelling of the path goes around the check. */
    @Test
    void everySpellingOfThePathIsAskedAboutOrRefused() throws Exception {
        HandshakeRefusal no = HandshakeRefusal.forbidden("no");
        start(HandlerMode.INLINE, upgrade -> CompletableFuture.completedFuture(UpgradeDecision.refuse(no)));
        for (String same : new String[] {"/ws", "/%77s", "/w%73", "http://localhost:6060/ws", "/ws?a=b"}) {
            int before = asked.get();
            assertThat(refused(Requests.get(same)).status()).as(same).isEqualTo(403);
            assertThat(asked).as(same).hasValue(before + 1);
        }
        int before = asked.get();
        for (String other : new String[] {"/./ws", "/x/../ws", "//ws", "/ws/", "/ws;x", "/WS", "/ws%2f", "/%2e/ws"}) {
            assertThat(refused(Requests.get(other)).status()).as(other).isIn(400, 404);
        }
        assertThat(asked).hasValue(before);
    }

    @Test
    void framesThatComeBeforeTheDecisionWaitForIt() throws Exception {
        CompletableFuture<UpgradeDecision> decision = new CompletableFuture<>();
        start(HandlerMode.INLINE, upgrade -> decision);
        try (RawClient client = RawClient.connect(server)) {
            client.send(Requests.get("/ws") + new String(Frame.text("early"), StandardCharsets.ISO_8859_1));
            client.send(Frame.text("late"));
            decision.completeAsync(UpgradeDecision::accept);
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(client.readFrame().text()).isEqualTo("early");
            assertThat(client.readFrame().text()).isEqualTo("late");
        }
    }

    @Test
    void ofAHundredThousandRequestsOneIsAskedAbout() throws Exception {
        start(HandlerMode.INLINE, upgrade -> CompletableFuture.completedFuture(UpgradeDecision.accept()));
        byte[] request = Requests.get("/ws").getBytes(StandardCharsets.ISO_8859_1);
        try (RawClient client = RawClient.connect(server)) {
            for (int i = 0; i < 1_000; i++) {
                client.send(Frame.times(100, request));
            }
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            // What follows is no second request, but a frame with the bits of extensions that nobody negotiated.
            client.expectCloseThenEof(1002);
        }
        assertThat(handler.awaitClose().cause()).isEqualTo(Cause.PROTOCOL_ERROR);
        assertThat(asked).hasValue(1);
    }
}
