package dev.wsboot.ws.handshake;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.DeflateParameters;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The grammar of {@code Sec-WebSocket-Extensions} (RFC 6455 section 9.1), for values that a fuzzer makes up: such a value
 * is refused or read, what was read has only tokens in it, and written down again it is read as the same. What a server
 * agrees to is what its answer says.
 */
class ExtensionFuzzTest {

    private static final List<DeflateOptions> OPTIONS = List.of(
            DeflateOptions.DEFAULT,
            DeflateOptions.DEFAULT.withContextTakeover(true, true),
            DeflateOptions.DEFAULT.withMaxWindowBits(9, 10));

    private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+");

    @FuzzTest
    void whatIsReadCanBeWrittenAndReadAgain(byte[] value) {
        List<ExtensionOffer> offers;
        try {
            offers = read(new String(value, StandardCharsets.ISO_8859_1).replace("\r", ""));
        } catch (HandshakeException e) {
            return;
        }
        negotiate(offers);
        try {
            if (!read(write(offers)).equals(offers)) {
                throw new AssertionError("read as " + offers + ", and again as " + read(write(offers)));
            }
        } catch (HandshakeException e) {
            throw new AssertionError("refused when written again: " + offers, e);
        }
    }

    /** An answer says what was agreed on, and nothing that the offer does not allow (RFC 7692 section 7.1). */
    private static void negotiate(List<ExtensionOffer> offers) {
        for (DeflateOptions options : OPTIONS) {
            DeflateNegotiation.Agreement agreement = DeflateNegotiation.accept(offers, options);
            if (agreement == null) {
                continue;
            }
            try {
                DeflateElement answer =
                        DeflateElement.parse(read(agreement.header()).get(0));
                DeflateParameters agreed = agreement.parameters();
                boolean same = answer.serverNoContextTakeover() == agreed.serverNoContextTakeover()
                        && answer.clientNoContextTakeover() == agreed.clientNoContextTakeover()
                        && isOrMeans(answer.serverMaxWindowBits(), agreed.serverMaxWindowBits())
                        && isOrMeans(answer.clientMaxWindowBits(), agreed.clientMaxWindowBits());
                if (!same) {
                    throw new AssertionError(agreement + " as an answer to " + offers);
                }
            } catch (HandshakeException | BadHeadException e) {
                throw new AssertionError("a bad answer: " + agreement, e);
            }
        }
    }

    private static boolean isOrMeans(int said, int agreed) {
        return said == agreed || (said == DeflateElement.ABSENT && agreed == DeflateParameters.MAX_WINDOW_BITS);
    }

    private static List<ExtensionOffer> read(String value) throws HandshakeException {
        return Heads.request(Heads.get("/ws", "Sec-WebSocket-Extensions: " + value))
                .extensions();
    }

    private static String write(List<ExtensionOffer> offers) {
        return offers.stream().map(ExtensionFuzzTest::write).collect(Collectors.joining(", "));
    }

    private static String write(ExtensionOffer offer) {
        StringBuilder text = new StringBuilder(token(offer.name()));
        for (ExtensionOffer.Parameter parameter : offer.parameters()) {
            text.append("; ").append(token(parameter.name()));
            if (parameter.value() != null) {
                text.append("=\"").append(token(parameter.value())).append('"');
            }
        }
        return text.toString();
    }

    private static String token(String text) {
        if (!TOKEN.matcher(text).matches()) {
            throw new AssertionError("no token: " + text);
        }
        return text;
    }
}
