package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.DeflateParameters;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateNegotiationTest {

    private static final DeflateOptions TAKEOVER = DeflateOptions.DEFAULT.withContextTakeover(true, true);

    private static DeflateParameters parameters(boolean serverNo, boolean clientNo, int serverBits, int clientBits) {
        return new DeflateParameters(serverNo, clientNo, serverBits, clientBits);
    }

    @Nested
    class Rfc7692Section7_1_Accept {

        private static void answers(String offer, DeflateOptions options, String header, DeflateParameters parameters) {
            assertThat(DeflateNegotiation.accept(DeflateElementTest.elements(offer), options))
                    .isEqualTo(new DeflateNegotiation.Agreement(parameters, header));
        }

        @Test
        void withEverythingAllowed() {
            answers("permessage-deflate", TAKEOVER, "permessage-deflate", parameters(false, false, 15, 15));
            answers(
                    "permessage-deflate; client_max_window_bits",
                    TAKEOVER,
                    "permessage-deflate",
                    parameters(false, false, 15, 15));
        }

        @Test
        void browserAndOurDefaults() {
            answers(
                    "permessage-deflate; client_max_window_bits",
                    DeflateOptions.DEFAULT,
                    "permessage-deflate; server_no_context_takeover; client_no_context_takeover",
                    parameters(true, true, 15, 15));
        }

        @Test
        void contextTakeoverAsAskedFor() {
            answers(
                    "permessage-deflate; server_no_context_takeover",
                    TAKEOVER,
                    "permessage-deflate; server_no_context_takeover",
                    parameters(true, false, 15, 15));
            answers(
                    "permessage-deflate; client_no_context_takeover",
                    TAKEOVER,
                    "permessage-deflate; client_no_context_takeover",
                    parameters(false, true, 15, 15));
        }

        @Test
        void contextTakeoverAsWanted() {
            answers(
                    "permessage-deflate",
                    TAKEOVER.withContextTakeover(false, true),
                    "permessage-deflate; server_no_context_takeover",
                    parameters(true, false, 15, 15));
            answers(
                    "permessage-deflate",
                    TAKEOVER.withContextTakeover(true, false),
                    "permessage-deflate; client_no_context_takeover",
                    parameters(false, true, 15, 15));
        }

        @ParameterizedTest
        @CsvSource({"15, 15, 15", "9, 15, 9", "15, 10, 10", "8, 12, 8", "12, 8, 8"})
        void serverWindowIsTheSmallerAndAlwaysAnswered(int offered, int wanted, int agreed) {
            answers(
                    "permessage-deflate; server_max_window_bits=" + offered,
                    TAKEOVER.withMaxWindowBits(wanted, 15),
                    "permessage-deflate; server_max_window_bits=" + agreed,
                    parameters(false, false, agreed, 15));
        }

        @Test
        void serverWindowUnasked() {
            answers(
                    "permessage-deflate",
                    TAKEOVER.withMaxWindowBits(14, 15),
                    "permessage-deflate; server_max_window_bits=14",
                    parameters(false, false, 14, 15));
        }

        @ParameterizedTest
        @CsvSource({"'', 10, 10", "=12, 10, 10", "=9, 10, 9", "=9, 15, 9", "=15, 8, 8"})
        void clientWindowIsTheSmallerWhereItCanBeLimited(String offered, int wanted, int agreed) {
            answers(
                    "permessage-deflate; client_max_window_bits" + offered,
                    TAKEOVER.withMaxWindowBits(15, wanted),
                    "permessage-deflate; client_max_window_bits=" + agreed,
                    parameters(false, false, 15, agreed));
        }

        @Test
        void clientThatCannotLimitItsWindowIsNotToldTo() {
            answers(
                    "permessage-deflate",
                    TAKEOVER.withMaxWindowBits(15, 10),
                    "permessage-deflate",
                    parameters(false, false, 15, 15));
        }

        @Test
        void everythingAtOnce() {
            answers(
                    "permessage-deflate; client_max_window_bits=11; server_max_window_bits=12;"
                            + " client_no_context_takeover; server_no_context_takeover",
                    TAKEOVER,
                    "permessage-deflate; server_no_context_takeover; client_no_context_takeover;"
                            + " server_max_window_bits=12; client_max_window_bits=11",
                    parameters(true, true, 12, 11));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x; server_max_window_bits=9, permessage-deflate; server_max_window_bits=10, permessage-deflate",
                    "permessage-deflate; server_max_window_bits=7, permessage-deflate; server_max_window_bits=10",
                    "permessage-deflate; x, permessage-deflate; server_max_window_bits=10",
                    "permessage-deflate; server_max_window_bits, permessage-deflate; server_max_window_bits=10",
                    "permessage-deflate; server_no_context_takeover=1, permessage-deflate; server_max_window_bits=10",
                    "permessage-deflate; client_max_window_bits=8; client_max_window_bits=8,"
                            + "permessage-deflate; server_max_window_bits=10"
                })
        void firstThatCanBeAccepted(String offers) {
            answers(
                    offers,
                    TAKEOVER,
                    "permessage-deflate; server_max_window_bits=10",
                    parameters(false, false, 10, 15));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "x",
                    "Permessage-Deflate",
                    "permessage-bzip2",
                    "permessage-deflate; server_max_window_bits=16",
                    "permessage-deflate; x, permessage-deflate; client_max_window_bits=08"
                })
        void none(String offers) {
            assertThat(DeflateNegotiation.accept(DeflateElementTest.elements(offers), TAKEOVER))
                    .isNull();
        }
    }

    @Nested
    class Rfc7692Section7_1_Offer {

        @ParameterizedTest
        @CsvSource({
            "true, true, 15, 15, client_max_window_bits",
            "false, true, 15, 15, client_max_window_bits; server_no_context_takeover",
            "true, false, 15, 15, client_max_window_bits; client_no_context_takeover",
            "true, true, 14, 15, client_max_window_bits; server_max_window_bits=14",
            "true, true, 15, 14, client_max_window_bits=14",
            "false, false, 8, 9, client_max_window_bits=9; server_max_window_bits=8; server_no_context_takeover;"
                    + " client_no_context_takeover"
        })
        void saysWhatIsWanted(boolean server, boolean client, int serverBits, int clientBits, String parameters) {
            assertThat(DeflateNegotiation.offer(DeflateOptions.DEFAULT
                            .withContextTakeover(server, client)
                            .withMaxWindowBits(serverBits, clientBits)))
                    .isEqualTo("permessage-deflate; " + parameters);
        }
    }

    @Nested
    class Rfc7692Section7_1_Verify {

        private static DeflateParameters verify(String answer, DeflateOptions offered) throws BadHeadException {
            return DeflateNegotiation.verify(DeflateElementTest.elements(answer), offered);
        }

        private static void fails(String answer, DeflateOptions offered, String why) {
            assertThatExceptionOfType(BadHeadException.class)
                    .isThrownBy(() -> verify(answer, offered))
                    .withMessage(why);
        }

        @Test
        void noExtension() throws BadHeadException {
            assertThat(verify("", TAKEOVER)).isNull();
            assertThat(verify("", null)).isNull();
        }

        @Test
        void extensionThatWasNotOffered() {
            String why = "Sec-WebSocket-Extensions names an extension that was not offered";
            fails("permessage-deflate", null, why);
            fails("x", TAKEOVER, why);
            fails("permessage-deflate, x", TAKEOVER, why);
            fails("x, permessage-deflate", TAKEOVER, why);
            fails("Permessage-Deflate", TAKEOVER, why);
        }

        @Test
        void twice() {
            fails(
                    "permessage-deflate, permessage-deflate",
                    TAKEOVER,
                    "Sec-WebSocket-Extensions accepts permessage-deflate twice");
        }

        @Test
        void malformed() {
            fails("permessage-deflate; x", TAKEOVER, "permessage-deflate has an unknown parameter");
            fails(
                    "permessage-deflate; server_max_window_bits=16",
                    TAKEOVER,
                    "server_max_window_bits is not a number from 8 to 15");
        }

        @Test
        void plain() throws BadHeadException {
            assertThat(verify("permessage-deflate", TAKEOVER)).isEqualTo(parameters(false, false, 15, 15));
        }

        @Test
        void whatTheServerAddsUnasked() throws BadHeadException {
            assertThat(verify("permessage-deflate; server_no_context_takeover", TAKEOVER))
                    .isEqualTo(parameters(true, false, 15, 15));
            assertThat(verify("permessage-deflate; client_no_context_takeover", TAKEOVER))
                    .isEqualTo(parameters(false, true, 15, 15));
            assertThat(verify("permessage-deflate; server_max_window_bits=9", TAKEOVER))
                    .isEqualTo(parameters(false, false, 9, 15));
            assertThat(verify("permessage-deflate; client_max_window_bits=9", TAKEOVER))
                    .isEqualTo(parameters(false, false, 15, 9));
        }

        @Test
        void section7_1_1_1_serverNoContextTakeoverIsAnswered() throws BadHeadException {
            DeflateOptions offered = TAKEOVER.withContextTakeover(false, true);
            fails("permessage-deflate", offered, "The answer lacks server_no_context_takeover, which was asked for");
            assertThat(verify("permessage-deflate; server_no_context_takeover", offered))
                    .isEqualTo(parameters(true, false, 15, 15));
        }

        @Test
        void section7_1_1_2_clientNoContextTakeoverHoldsWithoutAnswer() throws BadHeadException {
            assertThat(verify("permessage-deflate", TAKEOVER.withContextTakeover(true, false)))
                    .isEqualTo(parameters(false, true, 15, 15));
        }

        @ParameterizedTest
        @CsvSource({"8, 8", "9, 8", "9, 9", "14, 14", "15, 15"})
        void section7_1_2_1_serverWindowIsAsSmallAsAskedFor(int asked, int answered) throws BadHeadException {
            assertThat(verify(
                            "permessage-deflate; server_max_window_bits=" + answered,
                            TAKEOVER.withMaxWindowBits(asked, 15)))
                    .isEqualTo(parameters(false, false, answered, 15));
        }

        @ParameterizedTest
        @CsvSource({"9, ''", "9, ; server_max_window_bits=10", "14, ; server_max_window_bits=15", "14, ''"})
        void section7_1_2_1_serverWindowIsLarger(int asked, String answered) {
            fails(
                    "permessage-deflate" + answered,
                    TAKEOVER.withMaxWindowBits(asked, 15),
                    "The answer lacks server_max_window_bits as small as was asked for");
        }

        @ParameterizedTest
        @CsvSource({"10, '', 10", "10, =10, 10", "10, =9, 9", "15, =15, 15", "15, =8, 8"})
        void section7_1_2_2_clientWindowIsTheSmaller(int offered, String answered, int agreed) throws BadHeadException {
            String parameter = answered.isEmpty() ? "" : "; client_max_window_bits" + answered;
            assertThat(verify("permessage-deflate" + parameter, TAKEOVER.withMaxWindowBits(15, offered)))
                    .isEqualTo(parameters(false, false, 15, agreed));
        }

        @Test
        void section7_1_2_2_clientWindowIsLarger() {
            fails(
                    "permessage-deflate; client_max_window_bits=11",
                    TAKEOVER.withMaxWindowBits(15, 10),
                    "client_max_window_bits is larger than was offered");
        }

        @Test
        void section7_1_2_2_clientWindowHasAValue() {
            fails("permessage-deflate; client_max_window_bits", TAKEOVER, "client_max_window_bits has no value");
        }
    }

    /** Whatever both sides want, our server's answer is one that our client accepts, and both understand the same. */
    @Test
    void bothRolesAgree() throws BadHeadException {
        for (DeflateOptions client : allOptions()) {
            List<ExtensionOffer> offer = DeflateElementTest.elements(DeflateNegotiation.offer(client));
            for (DeflateOptions server : allOptions()) {
                DeflateNegotiation.Agreement agreement = DeflateNegotiation.accept(offer, server);
                DeflateParameters verified =
                        DeflateNegotiation.verify(DeflateElementTest.elements(agreement.header()), client);

                assertThat(verified).isEqualTo(agreement.parameters());
                assertThat(verified.serverMaxWindowBits())
                        .isEqualTo(Math.min(client.serverMaxWindowBits(), server.serverMaxWindowBits()));
                assertThat(verified.clientMaxWindowBits())
                        .isEqualTo(Math.min(client.clientMaxWindowBits(), server.clientMaxWindowBits()));
                assertThat(verified.serverNoContextTakeover())
                        .isEqualTo(!client.serverContextTakeover() || !server.serverContextTakeover());
                assertThat(verified.clientNoContextTakeover())
                        .isEqualTo(!client.clientContextTakeover() || !server.clientContextTakeover());
            }
        }
    }

    private static List<DeflateOptions> allOptions() {
        List<DeflateOptions> all = new ArrayList<>();
        for (int serverBits : List.of(8, 11, 15)) {
            for (int clientBits : List.of(8, 12, 15)) {
                for (int takeover = 0; takeover < 4; takeover++) {
                    all.add(DeflateOptions.DEFAULT
                            .withMaxWindowBits(serverBits, clientBits)
                            .withContextTakeover(takeover % 2 == 0, takeover / 2 == 0));
                }
            }
        }
        return all;
    }
}
