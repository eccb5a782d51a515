package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.wsboot.ws.WsHandler;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouterTest {

    private static Router router(List<String> templates) {
        return new Router(templates.stream()
                .map(text -> new Endpoint(PathTemplate.parse(text), new WsHandler() {}, EndpointOptions.DEFAULT))
                .toList());
    }

    private static String route(Router router, String path) {
        Router.Match match = router.route(path);
        return match == null ? null : match.endpoint().template() + " " + match.pathParameters();
    }

    @Test
    void findsTheEndpointAndItsParameters() {
        Router router = router(List.of("/ws", "/chat/{room}"));

        assertThat(route(router, "/ws")).isEqualTo("/ws {}");
        assertThat(route(router, "/chat/a")).isEqualTo("/chat/{room} {room=a}");
        assertThat(router.route("/chat/a").pathParameters()).isEqualTo(Map.of("room", "a"));
    }

    @Test
    void findsNothingForOtherPaths() {
        Router router = router(List.of("/ws", "/chat/{room}"));

        assertThat(Stream.of("/", "/WS", "/ws/", "/chat", "/chat/", "/chat/a/b").map(path -> route(router, path)))
                .containsOnlyNulls();
        assertThat(router(List.of()).route("/ws")).isNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void aLiteralIsPreferredFromTheLeftInWhateverOrderTheEndpointsStand(long seed) {
        List<String> templates = new ArrayList<>(List.of(
                "/c/{y}", "/a/b", "/a/{y}", "/{x}/b", "/{x}/{y}", "/{x}", "/a/{y}/c", "/{x}/b/c", "/{x}/b/{z}"));
        Collections.shuffle(templates, new Random(seed));
        Router router = router(templates);

        assertThat(route(router, "/a/b")).isEqualTo("/a/b {}");
        assertThat(route(router, "/a/1")).isEqualTo("/a/{y} {y=1}");
        assertThat(route(router, "/c/1")).isEqualTo("/c/{y} {y=1}");
        assertThat(route(router, "/1/b")).isEqualTo("/{x}/b {x=1}");
        assertThat(route(router, "/1/2")).startsWith("/{x}/{y} ");
        assertThat(route(router, "/1")).isEqualTo("/{x} {x=1}");
        assertThat(route(router, "/a/b/c")).isEqualTo("/a/{y}/c {y=b}");
        assertThat(route(router, "/1/b/c")).isEqualTo("/{x}/b/c {x=1}");
        assertThat(route(router, "/1/b/3")).startsWith("/{x}/b/{z} ");
    }

    @Test
    void aTemplateOfAnotherLengthDoesNotDisturbTheOrder() {
        Router router = router(List.of("/{x}/{y}", "/{x}", "/{x}/a"));

        assertThat(route(router, "/1/a")).isEqualTo("/{x}/a {x=1}");
    }

    @Test
    void refusesTemplatesThatMatchTheSamePaths() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> router(List.of("/chat/{room}", "/ws", "/chat/{name}")))
                .withMessage("'/chat/{name}' and '/chat/{room}' match the same paths");
        assertThatIllegalArgumentException().isThrownBy(() -> router(List.of("/ws", "/ws")));
    }
}
