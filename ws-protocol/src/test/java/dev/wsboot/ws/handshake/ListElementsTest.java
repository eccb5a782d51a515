package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListElementsTest {

    private static byte[] head(String value) {
        return Heads.buffer("X:" + value + "\r\n\r\n").array();
    }

    private static FieldLines line(byte[] head) {
        FieldLines line = new FieldLines(head, 0);
        assertThat(line.next()).isTrue();
        return line;
    }

    private static List<String> elements(String value) {
        byte[] head = head(value);
        ListElements elements = new ListElements(line(head), head);
        List<String> found = new ArrayList<>();
        while (elements.next()) {
            found.add(elements.text());
        }
        assertThat(elements.next()).isFalse();
        return found;
    }

    @Nested
    class Rfc9110Section5_6_1_Lists {

        @Test
        void elementsWithoutTheSpaceAround() {
            assertThat(elements("a")).containsExactly("a");
            assertThat(elements("a,b")).containsExactly("a", "b");
            assertThat(elements(" a \t,\tb c , d ")).containsExactly("a", "b c", "d");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", ",", " , ", ",,,", "\t"})
        void emptyElementsAreIgnored(String nothing) {
            assertThat(elements(nothing)).isEmpty();
            assertThat(elements(nothing + ",a," + nothing + ",b," + nothing)).containsExactly("a", "b");
        }
    }

    @Nested
    class Tokens {

        @Test
        void areComparedInAnyCase() {
            byte[] head = head("keep-alive, UPGRADE");
            assertThat(ListElements.contain(line(head), head, "upgrade")).isTrue();
            assertThat(ListElements.contain(line(head), head, "upgrad")).isFalse();
        }

        @Test
        void areToldFromOtherElements() {
            byte[] head = head("a!#b, a b");
            ListElements elements = new ListElements(line(head), head);
            assertThat(elements.next()).isTrue();
            assertThat(elements.isToken()).isTrue();
            assertThat(elements.next()).isTrue();
            assertThat(elements.isToken()).isFalse();
        }
    }
}
