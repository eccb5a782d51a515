package dev.wsboot.ws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrintableTest {

    private static final String FACE = Character.toString(0x1F600);
    private static final String TAG = Character.toString(0xE0001);

    @Test
    void shouldLeaveOrdinaryTextAlone() {
        String text = "h\u00e9llo, \u4e16\u754c " + FACE;

        assertThat(Printable.text(text)).isEqualTo(text);
    }

    @Test
    void shouldEscapeWhatForgesALineOrTurnsTheDirection() {
        assertThat(Printable.text("a\r\n\u001b[31m\u0085\u202e\u2028\u2029"))
                .isEqualTo("a\\u000d\\u000a\\u001b[31m\\u0085\\u202e\\u2028\\u2029");
    }

    /** They stand beyond the first 65,536 characters. */
    @Test
    void shouldEscapeFormatCharactersWhereverTheyAre() {
        assertThat(Printable.text(TAG + "x")).isEqualTo("\\udb40\\udc01x");
    }

    @Test
    void shouldEscapeHalvesOfCharacters() {
        assertThat(Printable.text("\ud800x\udc00")).isEqualTo("\\ud800x\\udc00");
    }

    /** What looks like an escape is one. */
    @Test
    void shouldEscapeTheBackslash() {
        assertThat(Printable.text("\\u000a")).isEqualTo("\\u005cu000a");
    }

    @Test
    void shouldCutBetweenCharacters() {
        String most = "x".repeat(199);

        assertThat(Printable.text(most + "y")).isEqualTo(most + "y");
        assertThat(Printable.text(most + "yz")).isEqualTo(most + "y...");
        assertThat(Printable.text(most + FACE)).isEqualTo(most + "...");
        assertThat(Printable.text("\n".repeat(500))).isEqualTo("\\u000a".repeat(33) + "...");
    }
}
