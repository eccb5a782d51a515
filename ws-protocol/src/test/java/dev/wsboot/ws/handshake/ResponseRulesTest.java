package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wsboot.ws.protocol.DeflateParameters;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseRulesTest {

    private static void isRejected(String response, String why) {
        UpgradeRejectedException rejection = Responses.rejection(response);
        assertThat(rejection).hasMessage("The server's 101 response is not valid: " + why);
        assertThat(rejection.status()).isEqualTo(101);
        assertThat(rejection.isRefusal()).isFalse();
        assertThat(rejection.body()).isEmpty();
    }

    private static void isAccepted(String response) throws UpgradeRejectedException {
        assertThat(Responses.response(response).status()).isEqualTo(101);
    }

    @Nested
    class Rfc9110Section15_2_Version {

        @Test
        void http10HasNoSuchResponse() {
            isRejected(
                    Responses.accepted().replace("HTTP/1.1", "HTTP/1.0"), "It is HTTP/1.0, which has no such response");
        }

        @Test
        void higherMinorVersionIsAccepted() throws UpgradeRejectedException {
            isAccepted(Responses.accepted().replace("HTTP/1.1", "HTTP/1.2"));
        }
    }

    @Nested
    class Section4_1_Response2_Upgrade {

        @ParameterizedTest
        @ValueSource(strings = {"Upgrade: WebSocket", "UPGRADE:\tWEBSOCKET "})
        void inAnyCase(String line) throws UpgradeRejectedException {
            isAccepted(Responses.without(Responses.UPGRADE, line));
        }

        @Test
        void missing() {
            isRejected(Responses.without(Responses.UPGRADE), "Upgrade is missing");
            isRejected(Responses.without(Responses.UPGRADE, "Upgradf: websocket"), "Upgrade is missing");
        }

        @ParameterizedTest
        @ValueSource(strings = {"Upgrade:", "Upgrade: h2c", "Upgrade: websocket, h2c", "Upgrade: websockets"})
        void another(String line) {
            isRejected(Responses.without(Responses.UPGRADE, line), "Upgrade is not websocket");
        }

        @Test
        void repeated() {
            isRejected(Responses.accepted("upgrade: websocket"), "Upgrade is repeated");
            isRejected(Responses.accepted("upgrade: h2c"), "Upgrade is not websocket");
        }
    }

    @Nested
    class Section4_1_Response3_Connection {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "connection: UPGRADE",
                    "Connection: keep-alive, Upgrade",
                    "Connection: x\r\nConnection: upgrade"
                })
        void amongTheOptions(String line) throws UpgradeRejectedException {
            isAccepted(Responses.without(Responses.CONNECTION, line));
            isAccepted(Responses.without(Responses.CONNECTION, line, "Connection: close"));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"X: y", "Connection:", "Connection: close", "Connection: upgrades", "Connectiom: Upgrade"})
        void missing(String line) {
            isRejected(Responses.without(Responses.CONNECTION, line), "Connection does not say Upgrade");
        }
    }

    @Nested
    class Section4_1_Response4_Accept {

        @Test
        void spaceAroundIsIgnored() throws UpgradeRejectedException {
            isAccepted(Responses.without(Responses.ACCEPT_LINE, "sec-websocket-accept:\t " + Heads.ACCEPT + " \t"));
        }

        @Test
        void missing() {
            isRejected(Responses.without(Responses.ACCEPT_LINE), "Sec-WebSocket-Accept is missing");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    Heads.KEY,
                    "ggdcU6xoySObbFCh62I2J3eRxu0",
                    "GGDCU6XOYSOBBFCH62I2J3ERXU0=",
                    "\"ggdcU6xoySObbFCh62I2J3eRxu0=\"",
                    "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="
                })
        void wrong(String value) {
            isRejected(
                    Responses.without(Responses.ACCEPT_LINE, "Sec-WebSocket-Accept: " + value),
                    "Sec-WebSocket-Accept does not answer the key");
        }

        @Test
        void repeated() {
            isRejected(Responses.accepted("Sec-WebSocket-Accept: " + Heads.ACCEPT), "Sec-WebSocket-Accept is repeated");
        }
    }

    @Nested
    class Section4_1_Response5_Extensions {

        @Test
        void none() throws UpgradeRejectedException {
            assertThat(Responses.response(Responses.accepted()).deflate()).isNull();
            assertThat(Responses.response(Responses.accepted("Sec-WebSocket-Extensions:"))
                            .deflate())
                    .isNull();
        }

        @Test
        void offered() throws UpgradeRejectedException {
            UpgradeResponse response = Responses.response(
                    Responses.accepted("Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover;"
                            + " client_max_window_bits=\"12\""));
            assertThat(response.deflate()).isEqualTo(new DeflateParameters(true, true, 15, 12));
        }

        @Test
        void notOffered() {
            String why = "Sec-WebSocket-Extensions names an extension that was not offered";
            isRejected(Responses.accepted("Sec-WebSocket-Extensions: x-webkit-deflate-frame"), why);

            String response = Responses.accepted("Sec-WebSocket-Extensions: permessage-deflate");
            ClientHandshake handshake = Responses.handshake(List.of(), null, ResponseLimits.defaults());
            assertThatExceptionOfType(UpgradeRejectedException.class)
                    .isThrownBy(() -> handshake.receive(Heads.buffer(response)))
                    .withMessageEndingWith(why);
        }

        @ParameterizedTest
        @ValueSource(strings = {";", "a b", "permessage-deflate;", "permessage-deflate; x="})
        void malformed(String value) {
            isRejected(
                    Responses.accepted("Sec-WebSocket-Extensions: " + value), "Sec-WebSocket-Extensions is malformed");
        }

        @Test
        void section11_3_2_repeated() {
            isRejected(
                    Responses.accepted(
                            "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover",
                            "Sec-WebSocket-Extensions:"),
                    "Sec-WebSocket-Extensions is repeated");
        }
    }

    @Nested
    class Section4_1_Response6_Subprotocol {

        @Test
        void none() throws UpgradeRejectedException {
            assertThat(Responses.response(Responses.accepted()).subprotocol()).isNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"chat.v1", "chat.v2"})
        void offered(String name) throws UpgradeRejectedException {
            assertThat(Responses.response(Responses.accepted("sec-websocket-protocol: " + name))
                            .subprotocol())
                    .isEqualTo(name);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "chat.v3", "Chat.v1", "chat.v1, chat.v2", "\"chat.v1\""})
        void notOffered(String name) {
            isRejected(
                    Responses.accepted("Sec-WebSocket-Protocol: " + name),
                    "Sec-WebSocket-Protocol names a subprotocol that was not offered");
        }

        @Test
        void section11_3_4_repeated() {
            isRejected(
                    Responses.accepted("Sec-WebSocket-Protocol: chat.v1", "Sec-WebSocket-Protocol: chat.v1"),
                    "Sec-WebSocket-Protocol is repeated");
        }
    }

    @Nested
    class Rfc9112Section6_3_Body {

        @ParameterizedTest
        @CsvSource({"Content-Length: 5", "Transfer-Encoding: chunked", "Content-Length: x"})
        void isNone(String line) throws UpgradeRejectedException {
            ByteBuffer in = Heads.buffer(Responses.accepted(line) + "\u0081\0");
            assertThat(Responses.handshake(ResponseLimits.defaults()).receive(in))
                    .isNotNull();
            assertThat(in.remaining()).isEqualTo(2);
        }
    }
}
