package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeflateElementTest {

    /** The elements of a header value. */
    static List<ExtensionOffer> elements(String value) {
        byte[] head = Heads.buffer("X:" + value + "\r\n\r\n").array();
        FieldLines line = new FieldLines(head, 0);
        assertThat(line.next()).isTrue();
        List<ExtensionOffer> elements = new ArrayList<>();
        assertThat(ExtensionParser.parse(line, head, elements)).isTrue();
        return elements;
    }

    private static DeflateElement parse(String parameters) throws BadHeadException {
        return DeflateElement.parse(elements("permessage-deflate" + parameters).get(0));
    }

    private static void isMalformed(String parameters, String why) {
        assertThatExceptionOfType(BadHeadException.class)
                .isThrownBy(() -> parse(parameters))
                .withMessage(why);
    }

    @Nested
    class Rfc7692Section7_1 {

        @Test
        void noParameters() throws BadHeadException {
            assertThat(parse("")).isEqualTo(new DeflateElement(false, false, 0, 0));
        }

        @Test
        void allParameters() throws BadHeadException {
            assertThat(parse("; client_max_window_bits=9; server_max_window_bits=\"10\"; client_no_context_takeover;"
                            + "server_no_context_takeover"))
                    .isEqualTo(new DeflateElement(true, true, 10, 9));
        }

        @ParameterizedTest
        @ValueSource(strings = {"; x", "; x=1", "; Server_no_context_takeover", "; server_max_window_bits=10; x"})
        void unknownParameter(String parameters) {
            isMalformed(parameters, "permessage-deflate has an unknown parameter");
        }

        @ParameterizedTest
        @CsvSource({
            "; server_no_context_takeover; server_no_context_takeover, server_no_context_takeover",
            "; client_no_context_takeover; client_no_context_takeover, client_no_context_takeover",
            "; server_max_window_bits=10; server_max_window_bits=9, server_max_window_bits",
            "; client_max_window_bits; client_max_window_bits, client_max_window_bits",
            "; client_max_window_bits; server_no_context_takeover; client_max_window_bits=9, client_max_window_bits"
        })
        void repeatedParameter(String parameters, String name) {
            isMalformed(parameters, "permessage-deflate has " + name + " twice");
        }
    }

    @Nested
    class Rfc7692Section7_1_1_ContextTakeover {

        @Test
        void each() throws BadHeadException {
            assertThat(parse("; server_no_context_takeover")).isEqualTo(new DeflateElement(true, false, 0, 0));
            assertThat(parse("; client_no_context_takeover")).isEqualTo(new DeflateElement(false, true, 0, 0));
        }

        @ParameterizedTest
        @ValueSource(strings = {"server_no_context_takeover", "client_no_context_takeover"})
        void hasNoValue(String name) {
            isMalformed("; " + name + "=true", name + " has a value");
            isMalformed("; " + name + "=\"1\"", name + " has a value");
        }
    }

    @Nested
    class Rfc7692Section7_1_2_WindowBits {

        @ParameterizedTest
        @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
        void from8To15(int bits) throws BadHeadException {
            assertThat(parse("; server_max_window_bits=" + bits)).isEqualTo(new DeflateElement(false, false, bits, 0));
            assertThat(parse("; client_max_window_bits=" + bits)).isEqualTo(new DeflateElement(false, false, 0, bits));
        }

        @ParameterizedTest
        @ValueSource(strings = {"7", "16", "08", "010", "+9", "-9", "9.0", "0x9", "x", "99999999999", "1", "\"\\08\""})
        void anythingElse(String value) {
            isMalformed("; server_max_window_bits=" + value, "server_max_window_bits is not a number from 8 to 15");
            isMalformed("; client_max_window_bits=" + value, "client_max_window_bits is not a number from 8 to 15");
        }

        @Test
        void onlyTheClientsMayGoWithoutValue() throws BadHeadException {
            isMalformed("; server_max_window_bits", "server_max_window_bits has no value");
            assertThat(parse("; client_max_window_bits")).isEqualTo(new DeflateElement(false, false, 0, -1));
        }
    }
}
