package dev.wsboot.ws.spring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.WsUpgradeCheck;
import dev.wsboot.ws.handshake.HandshakeRefusal;
import dev.wsboot.ws.net.TlsOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.annotation.Bean;
import org.springframework.stereotype.Component;

/** Examples of the README stand below as well, so that they compile; the chat is in {@link ChatApplicationTest}. */
class ReadmeTest {

    @ParameterizedTest
    @CsvSource({
        "README.md, @Bean",
        "README.md, @Component",
        "README.md, @OnError",
        "README.md, @WsEndpoint(\"/orders\")",
        "README.zh-CN.md, @Bean",
        "README.zh-CN.md, @Component",
        "README.zh-CN.md, @OnError",
        "README.zh-CN.md, @WsEndpoint(\"/orders\")"
    })
    void shouldShowAnExampleThatCompiles(String name, String begin) throws IOException {
        String readme = Files.readString(Path.of("..", name));
        String source = Files.readString(Path.of("src/test/java/dev/wsboot/ws/spring/ReadmeTest.java"));

        int from = readme.indexOf(begin + "\n");
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

    static class Checked {
        interface Tokens {
            CompletionStage<String> userOf(String token);
        }

        @WsEndpoint("/orders")
        record Orders(Tokens tokens) implements WsUpgradeCheck {

            @Override
            public CompletionStage<UpgradeDecision> check(WsUpgrade upgrade) {
                return tokens.userOf(upgrade.header("Authorization"))
                        .thenApply(user -> user == null
                                ? UpgradeDecision.refuse(HandshakeRefusal.unauthorized("Bearer"))
                                : UpgradeDecision.accept(Map.of("user", user)));
            }
        }
    }

    static class Topics {
        interface Members {
            boolean mayRead(Object user, String topic);
        }

        @Component
        record OwnRooms(Members members) implements WsTopicAuthorizer {

            @Override
            public boolean maySubscribe(WsSession session, String topic) {
                return members.mayRead(session.attributes().get("user"), topic);
            }
        }

        @OnError
        String refused(SubscriptionRefusedException refused) {
            return "not " + refused.topic() + ": " + refused.reason();
        }
    }
}
