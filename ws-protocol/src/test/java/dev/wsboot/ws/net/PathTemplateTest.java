package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/ws", "/a/b", "/a/", "/ws/chat-1.0"})
    void aTemplateWithoutVariablesMatchesItself(String text) {
        PathTemplate template = PathTemplate.parse(text);

        assertThat(template.hasVariables()).isFalse();
        assertThat(template.match(text)).isEmpty();
        assertThat(template).hasToString(text);
    }

    @ParameterizedTest
    @CsvSource({"/ws, /wss", "/ws, /ws/", "/ws/, /ws", "/ws, /WS", "/a/b, /a", "/a/b, /a/b/c", "/, /a", "/{a}/b, /x/c"})
    void aLiteralMatchesNothingElse(String template, String path) {
        assertThat(PathTemplate.parse(template).match(path)).isNull();
    }

    @Test
    void aVariableStandsForOneWholeSegment() {
        PathTemplate template = PathTemplate.parse("/chat/{room}/{user_1}");

        assertThat(template.hasVariables()).isTrue();
        assertThat(template.match("/chat/a b/ü")).isEqualTo(Map.of("room", "a b", "user_1", "ü"));
        assertThat(template.match("/chat/{room}/x")).isEqualTo(Map.of("room", "{room}", "user_1", "x"));
        assertThat(template.match("/chat/a")).isNull();
        assertThat(template.match("/chat/a/b/c")).isNull();
        assertThat(template.match("/talk/a/b")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/chat//b", "/chat/a/", "/chat//"})
    void aVariableNeverStandsForNothing(String path) {
        assertThat(PathTemplate.parse("/chat/{room}/{user}").match(path)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "'', must start with a slash",
        "ws, must start with a slash",
        "{a}, must start with a slash",
        "//, has an empty segment",
        "/a//b, has an empty segment",
        "/{}, {} is no name",
        "/{a b}, {a b} is no name",
        "/{a}{b}, {a}{b} is no name",
        "/{a}/x/{a}, {a} stands in it twice",
        "/x{a}, must be a whole segment",
        "/{a}x, must be a whole segment",
        "/{, must be a whole segment",
        "/}, must be a whole segment",
        "/a/*, such as {name} does",
        "/a/**, such as {name} does",
        "/*.txt, such as {name} does",
        "/a?b=c, such as {name} does"
    })
    void whatIsNoTemplateSaysWhy(String text, String why) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathTemplate.parse(text))
                .withMessageStartingWith("'" + text + "' is not a path template: ")
                .withMessageEndingWith(why);
    }

    @Test
    void templatesOfOneShapeDifferInNamesOnly() {
        assertThat(PathTemplate.parse("/a/{x}/b").shape())
                .isEqualTo(PathTemplate.parse("/a/{y}/b").shape())
                .isNotEqualTo(PathTemplate.parse("/a/b/{x}").shape());
    }
}
