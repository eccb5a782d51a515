package dev.wsboot.ws.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.net.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;

/** The README's example of TLS stands below as well, so that it compiles; the chat is in {@link ChatApplicationTest}. */
class ReadmeTest {

    @ParameterizedTest
    @ValueSource(strings = {"README.md", "README.zh-CN.md"})
    void shouldShowAnExampleThatCompiles(String name) throws IOException {
        String readme = Files.readString(Path.of("..", name));
        String source = Files.readString(Path.of("src/test/java/dev/wsboot/ws/spring/ReadmeTest.java"));

        int from = readme.indexOf("@Bean\n");
        String example = readme.substring(from, readme.indexOf("```", from));

        assertThat(dense(source)).contains(dense(example));
    }

    private static String dense(String text) {
        return text.replaceAll("\\s", "");
    }

    static class Tls {
        @Bean
        WsServerCustomizer tls(SslBundles bundles) {
            return server -> server.tls(TlsOptions.of(bundles.getBundle("ws").createSslContext()));
        }
    }
}
