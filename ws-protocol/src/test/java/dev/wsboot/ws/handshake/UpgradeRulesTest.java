package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpgradeRulesTest {

    private static void isRefused(String head, String why) {
        HandshakeException failure = Heads.failure(head);
        assertThat(failure).hasMessage(why);
        assertThat(Heads.text(failure.refusal().encode()))
                .isEqualTo("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " + why.length() + "\r\n\r\n"
                        + why);
    }

    private static void isAccepted(String head) throws HandshakeException {
        assertThat(Heads.request(head).acceptKey()).isEqualTo(Heads.ACCEPT);
    }

    private static void needsUpgrade(String head, String why) {
        assertThat(Heads.text(Heads.failure(head).refusal().encode()))
                .isEqualTo("HTTP/1.1 426 Upgrade Required\r\nConnection: Upgrade, close\r\n"
                        + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: " + why.length() + "\r\n\r\n"
                        + why);
    }

    @Nested
    class Section4_2_1_2_Host {

        @Test
        void missing() {
            isRefused(Heads.without(Heads.HOST), "Host is missing");
            isRefused(Heads.get("ws://localhost:6060/ws").replace(Heads.HOST, ""), "Host is missing");
        }

        @Test
        void repeated() {
            isRefused(Heads.get("/ws", "host: localhost:6060"), "Host is repeated");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "a b", "a,b", "user@a", "a/b", "a:b", "a:65536", "[::1", "http://a", "\u00c3\u00a9"})
        void invalid(String host) {
            isRefused(Heads.without(Heads.HOST, "Host: " + host), "Host is invalid");
        }

        @Test
        void anotherNameOfTheSameLengthIsNotHost() {
            isRefused(Heads.without(Heads.HOST, "Hosh: localhost"), "Host is missing");
        }
    }

    @Nested
    class Rfc9112Section3_2_2_AbsoluteForm {

        private static String absolute(String target, String host) {
            return Heads.get(target).replace(Heads.HOST, "Host: " + host + "\r\n");
        }

        @Test
        void sameServerInAnotherSpellingIsAccepted() throws HandshakeException {
            isAccepted(absolute("ws://example.com/ws", "Example.COM:80"));
            isAccepted(absolute("http://EXAMPLE.com:80/ws", "example.com"));
            isAccepted(absolute("wss://example.com/ws", "example.com:443"));
            isAccepted(absolute("https://example.com:443/ws", "example.com:"));
            isAccepted(absolute("ws://[::A]:6060/ws", "[::a]:6060"));
        }

        @Test
        void anotherServerIsRefused() {
            String why = "Host and the request target name different servers";
            isRefused(absolute("ws://example.com/ws", "example.org"), why);
            isRefused(absolute("ws://example.com/ws", "example.com:443"), why);
            isRefused(absolute("wss://example.com/ws", "example.com:80"), why);
            isRefused(absolute("ws://example.com:81/ws", "example.com"), why);
            isRefused(absolute("ws://example.com./ws", "example.com"), why);
        }
    }

    @Nested
    class Body {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Content-Length: 5",
                    "content-length: 00",
                    "Content-Length: +0",
                    "Content-Length:",
                    "Content-Length: 0, 0",
                    "Content-Length: 0\r\nContent-Length: 0",
                    "Content-Length: 5\r\nContent-Length: 0",
                    "Transfer-Encoding: chunked",
                    "TRANSFER-ENCODING: identity",
                    "Transfer-Encoding:"
                })
        void isRefused(String line) {
            UpgradeRulesTest.isRefused(Heads.get("/ws", line), "A WebSocket handshake has no body");
        }

        @Test
        void isRefusedEvenWithoutUpgrade() {
            UpgradeRulesTest.isRefused(
                    Heads.without(Heads.UPGRADE, "Content-Length: 5"), "A WebSocket handshake has no body");
        }

        @Test
        void lengthOfZeroIsNoBody() throws HandshakeException {
            isAccepted(Heads.get("/ws", "Content-Length: 0"));
        }

        @Test
        void otherNamesOfTheSameLengthAreNoBody() throws HandshakeException {
            isAccepted(Heads.get("/ws", "Content-Lengty: 5", "Transfer-Encodinh: chunked"));
        }
    }

    @Nested
    class Section4_2_1_3_UpgradeAndConnection {

        private static final String WHY = "This port speaks WebSocket only";

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Upgrade: WebSocket",
                    "UPGRADE:websocket",
                    "Upgrade: h2c , websocket",
                    "Upgrade: ,,websocket,"
                })
        void websocketAmongTheProtocols(String line) throws HandshakeException {
            isAccepted(Heads.without(Heads.UPGRADE, line));
            isAccepted(Heads.without(Heads.UPGRADE, "Upgrade: h2c", line, "Upgrade: x"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Upgrade: h2c",
                    "Upgrade:",
                    "Upgrade: websocket/13",
                    "Upgrade: websockets",
                    "Upgrade: web socket",
                    "Upgrade: \"websocket\"",
                    "Upgrade: h2c websocket",
                    "Upgradf: websocket",
                    "X: y"
                })
        void noWebsocketAmongTheProtocols(String line) {
            needsUpgrade(Heads.without(Heads.UPGRADE, line), WHY);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"Connection: keep-alive, Upgrade", "connection: UPGRADE", "Connection:\tx,\tupgrade\t,y"})
        void upgradeAmongTheOptions(String line) throws HandshakeException {
            isAccepted(Heads.without(Heads.CONNECTION, line));
            isAccepted(Heads.without(Heads.CONNECTION, "Connection: keep-alive", line, "Connection: close"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Connection: keep-alive",
                    "Connection: upgrades",
                    "Connection: pre upgrade",
                    "Connectiom: upgrade"
                })
        void noUpgradeAmongTheOptions(String line) {
            needsUpgrade(Heads.without(Heads.CONNECTION, line), WHY);
        }

        @Test
        void oldDraftIsToldTheVersionToo() {
            needsUpgrade(Heads.without(Heads.UPGRADE, "Sec-WebSocket-Version: 7"), WHY);
        }
    }

    @Nested
    class Section4_4_Version {

        private static final String WHY = "Only version 13 of the WebSocket protocol is spoken here";

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "Sec-WebSocket-Version: 7",
                    "Sec-WebSocket-Version: 8",
                    "Sec-WebSocket-Version:",
                    "Sec-WebSocket-Version: 013",
                    "Sec-WebSocket-Version: 13, 8",
                    "Sec-WebSocket-Versiom: 13",
                    "X: y",
                    "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Version: 8",
                    "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Version: 13"
                })
        void otherThan13(String line) {
            needsUpgrade(Heads.without(Heads.VERSION, line), WHY);
        }

        @Test
        void repeatedAlike() {
            isRefused(Heads.get("/ws", "Sec-WebSocket-Version: 13"), "Sec-WebSocket-Version is repeated");
        }
    }

    @Nested
    class Section4_2_1_5_Key {

        @Test
        void missing() {
            isRefused(Heads.without(Heads.KEY_LINE), "Sec-WebSocket-Key is missing");
        }

        @Test
        void repeated() {
            isRefused(Heads.get("/ws", "sec-websocket-key: " + Heads.KEY), "Sec-WebSocket-Key is repeated");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "AAAAAAAAAAAAAAAAAAAAAA==",
                    "/////////////////////w==",
                    "azAZ09+/azAZ09+/azAZ0Q==",
                    "bcdefghijklmnopqrstuvg=="
                })
        void sixteenBytes(String key) throws HandshakeException {
            String head = Heads.without(Heads.KEY_LINE, "Sec-WebSocket-Key: \t" + key + " ");
            assertThat(Heads.request(head).acceptKey())
                    .isEqualTo(AcceptKey.of(Heads.buffer(key).array(), 0, key.length()));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "Omt7iN7CaEUxYdm+wlVEaA",
                    "Omt7iN7CaEUxYdm+wlVEaA=",
                    "Omt7iN7CaEUxYdm+wlVEaA===",
                    "Omt7iN7CaEUxYdm+wlVEaAAA",
                    "Omt7iN7CaEUxYdm+wlVEaAA=",
                    "Omt7iN7CaEUxYdm+wlVEaB==",
                    "Omt7iN7CaEUxYdm-wlVEaA==",
                    "Omt7iN7CaEUxYdm wlVEaA==",
                    "=mt7iN7CaEUxYdm+wlVEaA==",
                    "Omt7iN7CaEUxYdm+wlVEa[==",
                    "Omt7iN7CaEUxYdm+wlV{aA==",
                    "Omt7iN7CaEUxYdm+wlV:aA==",
                    "Omt7iN7CaEUxYdm+wlVEaA=A",
                    "Omt7iN7CaEUxYdm\u00c3\u00a9wlVEaA=="
                })
        void anythingElse(String key) {
            isRefused(
                    Heads.without(Heads.KEY_LINE, "Sec-WebSocket-Key: " + key),
                    "Sec-WebSocket-Key is not 16 bytes in base64");
        }
    }

    @Nested
    class Section11_3_4_Subprotocols {

        @ParameterizedTest
        @ValueSource(strings = {"a b", "chat, (x)", "\"chat\"", "a;b", "\u00c3\u00a9"})
        void malformed(String value) {
            isRefused(Heads.get("/ws", "Sec-WebSocket-Protocol: " + value), "Sec-WebSocket-Protocol is malformed");
        }

        @Test
        void anotherNameOfTheSameLengthMayHaveAnyValue() throws HandshakeException {
            isAccepted(Heads.get("/ws", "Sec-WebSocket-Protocom: a b"));
        }
    }

    @Nested
    class Section9_1_Extensions {

        @ParameterizedTest
        @ValueSource(strings = {"a b", "a;", "a; b=", "a; b=\"", ";"})
        void malformed(String value) {
            isRefused(Heads.get("/ws", "Sec-WebSocket-Extensions: " + value), "Sec-WebSocket-Extensions is malformed");
        }

        @Test
        void anotherNameOfTheSameLengthMayHaveAnyValue() throws HandshakeException {
            assertThat(Heads.request(Heads.get("/ws", "Sec-WebSocket-Extensiont: ;"))
                            .headers("sec-websocket-extensiont"))
                    .isEqualTo(List.of(";"));
        }
    }
}
