package dev.wsboot.ws.net;

import static dev.wsboot.ws.net.Requests.CONNECTION;
import static dev.wsboot.ws.net.Requests.HOST;
import static dev.wsboot.ws.net.Requests.KEY;
import static dev.wsboot.ws.net.Requests.REQUEST_LINE;
import static dev.wsboot.ws.net.Requests.UPGRADE;
import static dev.wsboot.ws.net.Requests.VERSION;
import static dev.wsboot.ws.net.Requests.get;
import static dev.wsboot.ws.net.Requests.with;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Requests that are refused: the answer that the client gets to see, and that nothing behind the request is ever taken for
 * a second one or for frames.
 */
@Timeout(value = 30, threadMode = ThreadMode.SEPARATE_THREAD)
class RefusalWireTest {

    private static final EchoLog HANDLER = new EchoLog();
    private static final Map<String, String> NONE = Map.of();
    private static final Map<String, String> UPGRADE_REQUIRED =
            Map.of("Upgrade", "websocket", "Connection", "Upgrade, close", "Sec-WebSocket-Version", "13");

    private static WsServer server;

    @BeforeAll
    static void start() throws Exception {
        server = WsServer.builder().port(0).endpoint("/ws", HANDLER).start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @AfterEach
    void noHandlerWasCalled() {
        assertThat(HANDLER.opened).isEmpty();
    }

    static Stream<Arguments> refusals() {
        return Stream.of(methodsAndTargets(), versionsAndUpgrades(), malformedHeads(), sizes())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> methodsAndTargets() {
        return Stream.of(
                row("POST", with(REQUEST_LINE, "POST /ws HTTP/1.1\r\n"), 405, Map.of("Allow", "GET")),
                row("CONNECT", with(REQUEST_LINE, "CONNECT /ws HTTP/1.1\r\n"), 405, Map.of("Allow", "GET")),
                row("no endpoint", get("/other"), 404, NONE),
                row("another case of the path", get("/WS"), 404, NONE),
                row("a path below the endpoint", get("/ws/more"), 404, NONE),
                row("target and Host differ", get("ws://example.com/ws"), 400, NONE),
                row("a scheme of others", get("ftp://localhost:6060/ws"), 400, NONE),
                row("an encoded slash", get("/x/..%2fws"), 400, NONE),
                row("asterisk", get("*"), 400, NONE));
    }

    private static Stream<Arguments> versionsAndUpgrades() {
        return Stream.of(
                row("no Upgrade", with(UPGRADE, ""), 426, UPGRADE_REQUIRED),
                row("no Connection", with(CONNECTION, ""), 426, UPGRADE_REQUIRED),
                row("h2c", with(UPGRADE, "Upgrade: h2c\r\nHTTP2-Settings: AAMAAABk\r\n"), 426, UPGRADE_REQUIRED),
                row("a page", "GET / HTTP/1.1\r\n" + HOST + "\r\n", 426, UPGRADE_REQUIRED),
                row("version 7", with(VERSION, "Sec-WebSocket-Version: 7\r\n"), 426, UPGRADE_REQUIRED),
                row("versions 13, 8", with(VERSION, "Sec-WebSocket-Version: 13, 8\r\n"), 426, UPGRADE_REQUIRED),
                row("no version", with(VERSION, ""), 426, UPGRADE_REQUIRED),
                row("HTTP/1.0", with(REQUEST_LINE, "GET /ws HTTP/1.0\r\n"), 400, NONE),
                row("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 405, Map.of("Allow", "GET")));
    }

    private static Stream<Arguments> malformedHeads() {
        return Stream.of(
                row("no Host", with(HOST, ""), 400, NONE),
                row("two Hosts", with(HOST, HOST + HOST), 400, NONE),
                row("no key", with(KEY, ""), 400, NONE),
                row("two keys", with(KEY, KEY + KEY), 400, NONE),
                row("a key of 15 bytes", with(KEY, "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAA\r\n"), 400, NONE),
                row("a body", get("/ws", "Content-Length: 5"), 400, NONE),
                row("a chunked body", get("/ws", "Transfer-Encoding: chunked"), 400, NONE),
                row("a bare line feed", with(HOST, "Host: localhost:6060\n"), 400, NONE),
                row("a bare carriage return", with(HOST, "Host: localhost:6060\rX: y\r\n"), 400, NONE),
                row("a folded line", get("/ws", "X: a", " b"), 400, NONE),
                row("a leading NUL", "\0" + get("/ws"), 400, NONE),
                row("0x0b", get("/ws", "X: a\u000bb"), 400, NONE),
                row("0x85", get("/ws", "X: a\u0085b"), 400, NONE),
                row("a space before the colon", get("/ws", "X : a"), 400, NONE),
                row("a malformed extension", get("/ws", "Sec-WebSocket-Extensions: a; =b"), 400, NONE),
                row("an origin of others", get("/ws", "Origin: https://evil.example"), 403, NONE),
                row("the origin null", get("/ws", "Origin: null"), 403, NONE),
                row("two origins", get("/ws", "Origin: http://localhost", "Origin: http://localhost"), 403, NONE),
                row("an origin's longer name", get("/ws", "Origin: http://localhost.evil.example"), 403, NONE));
    }

    private static Stream<Arguments> sizes() {
        String[] many = Stream.generate(() -> "X: y").limit(2_000).toArray(String[]::new);
        return Stream.of(
                row("a long target", get("/" + "a".repeat(9_000)), 414, NONE),
                row("a large header", get("/ws", "X: " + "a".repeat(20_000)), 431, NONE),
                row("many headers", get("/ws", many), 431, NONE),
                row("spaces in a list", with(UPGRADE, "Upgrade: x" + " ".repeat(50_000) + "\r\n"), 431, NONE));
    }

    private static Arguments row(String name, String request, int status, Map<String, String> headers) {
        return Arguments.of(name, request, status, headers);
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @MethodSource("refusals")
    void theAnswerIsWholeAndTheLast(String name, String request, int status, Map<String, String> headers)
            throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send(request);
            assertAnswer(client.readAnswer(), status, headers);
        }
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @MethodSource("refusals")
    void whatFollowsTheRequestIsDroppedWithoutAReset(
            String name, String request, int status, Map<String, String> headers) throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send(request + get("/ws")).send(Frame.times(20_000, Frame.text("smuggled")));
            assertAnswer(client.readAnswer(), status, headers);
        }
    }

    private static void assertAnswer(Answer answer, int status, Map<String, String> headers) {
        assertThat(answer.status()).as(answer.head()).isEqualTo(status);
        assertThat(answer.header("Connection")).endsWith("close");
        assertThat(answer.header("Sec-WebSocket-Accept")).isNull();
        headers.forEach((name, value) -> assertThat(answer.header(name)).isEqualTo(value));
    }

    @Test
    void aHeadRequestIsAnsweredWithoutABody() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send(with(REQUEST_LINE, "HEAD /ws HTTP/1.1\r\n"));
            Answer answer = client.readAnswer();
            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.body()).isEmpty();
        }
    }

    @Test
    void aTlsClientIsToldInPlainTextAndClosed() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.sendHex("16 03 01 02 00 01 00 01 fc 03 03").send(new byte[506]);
            Answer answer = client.readAnswer();
            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.body()).contains("wss");
        }
    }

    /** tungstenite CVE-2023-43669: the head is not scanned anew for each chunk, and not kept beyond its limit. */
    @Test
    void anEndlessHeadInSmallChunksIsRefusedAtItsLimit() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            client.send("GET /ws HTTP/1.1\r\nX: ");
            byte[] chunk = Frame.times(64, new byte[] {'a'});
            for (int i = 0; i < 20_000; i++) {
                client.send(chunk);
            }
            assertThat(client.readAnswer().status()).isEqualTo(431);
        }
    }

    @Test
    void ofAHundredThousandRequestsOneIsAnswered() throws Exception {
        try (RawClient client = RawClient.connect(server)) {
            byte[] request = with(KEY, "").getBytes(StandardCharsets.ISO_8859_1);
            for (int i = 0; i < 1_000; i++) {
                client.send(Frame.times(100, request));
            }
            assertThat(client.readAnswer().status()).isEqualTo(400);
        } catch (IOException e) {
            throw new AssertionError("the answer was lost to a reset", e);
        }
    }
}
