package dev.wsboot.ws.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.net.TlsOptions;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.net.WsRequest;
import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.WsEndpoint;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;

/** The listener with an SSL bundle, and real TLS. */
@ExtendWith(OutputCaptureExtension.class)
class WsServerTlsTest {

    private static final String PASSWORD = "changeit";

    @TempDir
    private Path folder;

    private ApplicationContextRunner runner(Path keys) {
        return bundle(keys).withPropertyValues("ws.server.ssl.bundle=mine");
    }

    private ApplicationContextRunner bundle(Path keys) {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        SslAutoConfiguration.class, WsAutoConfiguration.class, WsServerAutoConfiguration.class))
                .withBean(Echo.class)
                .withPropertyValues(
                        "ws.server.port=0",
                        "spring.ssl.bundle.jks.mine.keystore.location=file:" + keys,
                        "spring.ssl.bundle.jks.mine.keystore.password=" + PASSWORD,
                        "spring.ssl.bundle.jks.mine.reload-on-update=true",
                        "spring.ssl.bundle.watch.file.quiet-period=50ms");
    }

    /** A key with a certificate of its own for localhost, by the JDK's keytool. */
    private Path newKeys(String name) throws Exception {
        Path keys = folder.resolve(name);
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "key",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=" + name,
                        "-ext",
                        "SAN=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        keys.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertThat(keytool.waitFor()).as("keytool").isZero();
        return keys;
    }

    private static Certificate certificate(Path keys) throws Exception {
        KeyStore made = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keys)) {
            made.load(in, PASSWORD.toCharArray());
        }
        return made.getCertificate("key");
    }

    /** Trusts the certificate in there, and nothing else. */
    private static TlsOptions trusting(Path keys) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("key", certificate(keys));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return TlsOptions.of(context);
    }

    private static WsRequest echo(ApplicationContext context) {
        return WsRequest.to("wss://localhost:"
                + context.getEnvironment().getRequiredProperty("local.ws.server.port", Integer.class) + "/echo");
    }

    @Test
    void shouldSpeakTlsAndTakeANewCertificateWithoutDroppingAConnection() throws Exception {
        assertTakesANewCertificate("ws.server.ssl.bundle=mine");
    }

    @Test
    void shouldDoSoAtAnotherListenerToo() throws Exception {
        assertTakesANewCertificate(
                "ws.server.port=-1", "ws.server.listeners[0].port=0", "ws.server.listeners[0].ssl.bundle=mine");
    }

    private void assertTakesANewCertificate(String... properties) throws Exception {
        Path keys = newKeys("keys.p12");
        Path next = newKeys("next.p12");
        BlockingQueue<String> answers = new LinkedBlockingQueue<>();
        WsHandler handler = new WsHandler() {
            @Override
            public void onText(WsSession session, String text) {
                answers.add(text);
            }
        };
        try (WsClient before = WsClient.builder().tls(trusting(keys)).build();
                WsClient after = WsClient.builder().tls(trusting(next)).build()) {
            bundle(keys).withPropertyValues(properties).run(context -> {
                WsSession session = before.connect(echo(context), handler).join();
                session.sendText("before");
                assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("before");

                Files.move(next, keys, StandardCopyOption.REPLACE_EXISTING);
                await().ignoreException(CompletionException.class)
                        .untilAsserted(() ->
                                after.connect(echo(context), handler).join().sendText("after"));

                assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("after");
                session.sendText("still there");
                assertThat(answers.poll(10, TimeUnit.SECONDS)).isEqualTo("still there");
            });
        }
    }

    @Test
    void shouldKeepTheCertificateWhenTheNextIsNone(CapturedOutput output) throws Exception {
        Path keys = newKeys("keys.p12");
        try (WsClient client = WsClient.builder().tls(trusting(keys)).build()) {
            runner(keys).run(context -> {
                Files.writeString(keys, "garbage");
                await().until(() ->
                        output.getAll().contains("ERROR") || output.getAll().contains("WARN"));

                assertThat(client.connect(echo(context), new WsHandler() {})
                                .join()
                                .isOpen())
                        .isTrue();
            });
        }
    }

    @Test
    void shouldAskClientsForACertificateWhenTold() throws Exception {
        Path keys = newKeys("keys.p12");
        try (WsClient client = WsClient.builder().tls(trusting(keys)).build()) {
            runner(keys)
                    .withPropertyValues("ws.server.ssl.client-auth=need")
                    .run(context -> assertThat(client.connect(echo(context), new WsHandler() {}))
                            .failsWithin(10, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws.server", "ws.server.listeners[0]"})
    void shouldRefuseToAskForCertificatesWithoutTls(String place) throws Exception {
        bundle(newKeys("keys.p12"))
                .withPropertyValues("ws.server.listeners[0].port=0", place + ".ssl.client-auth=need")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessage("The property " + place + ".ssl.client-auth is need, but must be none without "
                                + place + ".ssl.bundle, because only over TLS there are certificates."));
    }

    @Test
    void shouldNameThePropertyWhenTheBundleCannotBeUsed() throws Exception {
        runner(newKeys("keys.p12"))
                .withPropertyValues("spring.ssl.bundle.jks.mine.options.ciphers=NONE_OF_THAT_NAME")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .satisfies(cause -> assertThat(context.getStartupFailure())
                                .hasStackTraceContaining(
                                        "The property ws.server.ssl.bundle is \"mine\", but must be an SSL bundle"
                                                + " that can be used (")));
    }

    /** It would start, and then every handshake would fail. */
    @Test
    void shouldRefuseABundleWithoutAPrivateKey() throws Exception {
        Path onlyTrusted = folder.resolve("trusted.p12");
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("key", certificate(newKeys("keys.p12")));
        try (OutputStream out = Files.newOutputStream(onlyTrusted)) {
            trusted.store(out, PASSWORD.toCharArray());
        }
        for (String store : List.of("keystore", "truststore")) {
            new ApplicationContextRunner()
                    .withConfiguration(AutoConfigurations.of(
                            SslAutoConfiguration.class, WsAutoConfiguration.class, WsServerAutoConfiguration.class))
                    .withPropertyValues(
                            "ws.server.port=0",
                            "ws.server.ssl.bundle=mine",
                            "spring.ssl.bundle.jks.mine." + store + ".location=file:" + onlyTrusted,
                            "spring.ssl.bundle.jks.mine." + store + ".password=" + PASSWORD)
                    .run(context -> assertThat(context.getStartupFailure())
                            .as(store)
                            .hasStackTraceContaining("The property ws.server.ssl.bundle is \"mine\", but must be an SSL"
                                    + " bundle that can be used (it has no private key)."));
        }
    }

    @Test
    void shouldNameThePropertyWhenThereIsNoSuchBundle() throws Exception {
        runner(newKeys("keys.p12"))
                .withPropertyValues("ws.server.ssl.bundle=yours")
                .run(
                        context -> assertThat(context)
                                .getFailure()
                                .rootCause()
                                .hasMessage(
                                        "The property ws.server.ssl.bundle is \"yours\", but must be the name of an SSL bundle, which"
                                                + " is defined by spring.ssl.bundle.pem.yours or spring.ssl.bundle.jks.yours."));
    }

    @Test
    void shouldNameThePropertyOfTheListenerWhenThereIsNoSuchBundle() throws Exception {
        runner(newKeys("keys.p12"))
                .withPropertyValues("ws.server.listeners[0].port=0", "ws.server.listeners[0].ssl.bundle=yours")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .hasMessageStartingWith("The property ws.server.listeners[0].ssl.bundle is \"yours\""));
    }

    @WsEndpoint("/echo")
    static class Echo {

        @OnMessage
        String echo(String text) {
            return text;
        }
    }
}
