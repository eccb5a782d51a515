package dev.wsboot.ws.spring.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CloseCodeTagsTest {

    private final CloseCodeTags tags = new CloseCodeTags(Set.of(4001));

    @Test
    void shouldBeExactForRegisteredCodes() {
        assertThat(tags.tag(1000)).isEqualTo("1000");
        assertThat(tags.tag(1006)).isEqualTo("1006");
        assertThat(tags.tag(1015)).isEqualTo("1015");
    }

    @Test
    void shouldBeExactForCodesThatTheApplicationNamed() {
        assertThat(tags.tag(4001)).isEqualTo("4001");
        assertThat(tags.tag(4002)).isEqualTo("other");
    }

    @Test
    void shouldBeFewWhateverPeersSend() {
        Set<String> all = new HashSet<>();
        IntStream.rangeClosed(0, 65_535).mapToObj(tags::tag).forEach(all::add);

        assertThat(all).hasSize(18);
    }
}
