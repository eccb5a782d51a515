package dev.wsboot.ws.spring.autoconfigure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.wsboot.ws.handshake.HandshakeLimits;
import dev.wsboot.ws.handshake.TrustedProxies;
import dev.wsboot.ws.net.Heartbeat;
import dev.wsboot.ws.net.RateLimit;
import dev.wsboot.ws.net.SendQueuePolicy;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import dev.wsboot.ws.spring.server.ListenAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ServerOptionsTest {

    private static ServerOptions options(Map<String, String> properties) {
        WsProperties bound =
                new Binder(new MapConfigurationPropertySource(properties)).bindOrCreate("ws", WsProperties.class);
        return ServerOptions.of(bound);
    }

    @Test
    void shouldBeTheEnginesDefaultsWhenNothingIsSet() {
        ServerOptions options = options(Map.of());

        assertThat(options.listen()).isEqualTo(new ListenAddress("ws.server", new InetSocketAddress(6060)));
        assertThat(options.backlog()).isEqualTo(4096);
        assertThat(options.ioThreads()).isNull();
        assertThat(options.proxies()).isSameAs(TrustedProxies.NONE);
        assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.handshakeLimits()).isEqualTo(HandshakeLimits.defaults());
        assertThat(options.messageLimits()).isEqualTo(MessageLimits.DEFAULT);
        assertThat(options.sendQueue()).isEqualTo(1 << 20);
        assertThat(options.maxPendingPongs()).isEqualTo(64);
        assertThat(options.sendQueueMessages()).isEqualTo(16_384);
        assertThat(options.sendQueuePolicy()).isEqualTo(SendQueuePolicy.CLOSE);
        assertThat(options.stallTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.heartbeat()).isEqualTo(Heartbeat.DEFAULT);
        assertThat(options.compression()).isEqualTo(DeflateOptions.DEFAULT);
        assertThat(options.newBuilder()).isNotNull();
    }

    @Test
    void shouldTakeWhatIsSet() {
        ServerOptions options = options(Map.ofEntries(
                Map.entry("ws.server.port", "0"),
                Map.entry("ws.server.address", "127.0.0.1"),
                Map.entry("ws.server.io-threads", "3"),
                Map.entry("ws.server.backlog", "7"),
                Map.entry("ws.server.max-connections", "1000"),
                Map.entry("ws.server.max-connections-per-ip", "10"),
                Map.entry("ws.server.handshake-timeout", "5"),
                Map.entry("ws.server.max-request-head", "4KB"),
                Map.entry("ws.server.max-message-size", "64KB"),
                Map.entry("ws.server.max-frame-size", "32KB"),
                Map.entry("ws.server.max-fragments", "9"),
                Map.entry("ws.server.message-timeout", "20s"),
                Map.entry("ws.server.rate-limit.messages-per-second", "50"),
                Map.entry("ws.server.rate-limit.bytes-per-second", "64KB"),
                Map.entry("ws.server.rate-limit.burst", "3s"),
                Map.entry("ws.server.rate-limit.dry-run", "true"),
                Map.entry("ws.server.rate-limit-per-ip.messages-per-second", "500"),
                Map.entry("ws.server.allowed-origins", "https://example.com,https://*.example.com:*"),
                Map.entry("ws.server.send-queue.max-size", "2MB"),
                Map.entry("ws.server.send-queue.max-messages", "77"),
                Map.entry("ws.server.max-pending-pongs", "5"),
                Map.entry("ws.server.send-queue.policy", "drop-oldest"),
                Map.entry("ws.server.send-queue.stall-timeout", "1m"),
                Map.entry("ws.heartbeat.interval", "0"),
                Map.entry("ws.heartbeat.timeout", "3s"),
                Map.entry("ws.heartbeat.jitter", "1"),
                Map.entry("ws.heartbeat.idle-timeout", "90"),
                Map.entry("ws.compression.threshold", "1KB"),
                Map.entry("ws.compression.level", "1"),
                Map.entry("ws.compression.binary", "true"),
                Map.entry("ws.compression.server-context-takeover", "true")));

        assertThat(options.listen()).isEqualTo(new ListenAddress("ws.server", new InetSocketAddress("127.0.0.1", 0)));
        assertThat(options.ioThreads()).isEqualTo(3);
        assertThat(options.backlog()).isEqualTo(7);
        assertThat(options.maxConnections()).isEqualTo(1000);
        assertThat(options.maxConnectionsPerIp()).isEqualTo(10);
        assertThat(options.handshakeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.handshakeLimits()).isEqualTo(new HandshakeLimits(4096, 4096, 100));
        assertThat(options.messageLimits()).isEqualTo(new MessageLimits(65_536, 32_768, 9));
        assertThat(options.messageTimeout()).isEqualTo(Duration.ofSeconds(20));
        assertThat(options.rateLimit()).isEqualTo(new RateLimit(50, 65_536, Duration.ofSeconds(3), true));
        assertThat(options.rateLimitPerIp()).isEqualTo(RateLimit.perSecond(500, 0));
        assertThat(options.sendQueue()).isEqualTo(2 << 20);
        assertThat(options.maxPendingPongs()).isEqualTo(5);
        assertThat(options.sendQueueMessages()).isEqualTo(77);
        assertThat(options.sendQueuePolicy()).isEqualTo(SendQueuePolicy.DROP_OLDEST);
        assertThat(options.stallTimeout()).isEqualTo(Duration.ofMinutes(1));
        assertThat(options.heartbeat())
                .isEqualTo(new Heartbeat(Duration.ZERO, Duration.ofSeconds(3), 1, Duration.ofSeconds(90)));
        assertThat(options.compression())
                .isEqualTo(DeflateOptions.DEFAULT
                        .withThreshold(1024, true)
                        .withLevel(1)
                        .withContextTakeover(true, false));
        assertThat(options.newBuilder()).isNotNull();
    }

    /** Or the places that remain would be without, where somebody thinks they are not. */
    @Test
    void shouldRefuseEncryptionOfAPortThatIsNone() {
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> options(Map.of(
                        "ws.server.port", "-1",
                        "ws.server.ssl.bundle", "mine",
                        "ws.server.listeners[0].port", "0")))
                .withMessageStartingWith(
                        "The property ws.server.ssl.bundle is \"mine\", but must be unset without a port");
    }

    @Test
    void shouldListenInSeveralPlaces() {
        ServerOptions options = options(Map.ofEntries(
                Map.entry("ws.server.port", "-1"),
                Map.entry("ws.server.listeners[0].unix-socket", "/run/app/ws.sock"),
                Map.entry("ws.server.listeners[0].permissions", "rw-rw----"),
                Map.entry("ws.server.listeners[1].port", "6443"),
                Map.entry("ws.server.listeners[1].address", "127.0.0.1"),
                Map.entry("ws.server.listeners[1].ssl.bundle", "outside")));

        assertThat(options.listen()).isNull();
        assertThat(options.addresses())
                .containsExactly(
                        new ListenAddress("ws.server.listeners[0]", UnixDomainSocketAddress.of("/run/app/ws.sock")),
                        new ListenAddress("ws.server.listeners[1]", new InetSocketAddress("127.0.0.1", 6443)));
        assertThat(options.listeners().get(0).permissions()).isEqualTo(PosixFilePermissions.fromString("rw-rw----"));
        assertThat(options.listeners().get(1).ssl().bundle()).isEqualTo("outside");
        assertThat(options.newBuilder()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    port | 7072 | unix-socket | /a | port        | 7072 | listeners[1] is port 7072, but must be another place than that of ws.server
                    port | 0    | unix-socket | /a | unix-socket | /a   | listeners[1] is /a, but must be another place than that of ws.server.listeners[0]
                    """)
    void shouldRefuseToListenTwiceAtOnePlace(
            String property,
            String value,
            String first,
            String firstValue,
            String second,
            String secondValue,
            String message) {
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> options(Map.of(
                        "ws.server." + property, value,
                        "ws.server.listeners[0]." + first, firstValue,
                        "ws.server.listeners[1]." + second, secondValue)))
                .withMessage("The property ws.server." + message + ".");
    }

    @Test
    void shouldListenOnAnyPortTwice() {
        assertThat(options(Map.of("ws.server.port", "0", "ws.server.listeners[0].port", "0"))
                        .addresses())
                .hasSize(2);
    }

    @Test
    void shouldSayHowToHaveNoPort() {
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> options(Map.of("ws.server.port", "-1")))
                .withMessageEndingWith(
                        "where there are no ws.server.listeners (ws.server.enabled=false is for no server).");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    unix-socket | /a | port        | 1           | unix-socket is "/a", but must be set without a port
                    unix-socket | /a | address     | 127.0.0.1   | unix-socket is "/a", but must be set without a port
                    unix-socket | /a | permissions | 0660        | permissions is "0660", but must be permissions such as
                    port        | 1  | permissions | rw-rw----   | permissions is rw-rw----, but must be set for a unix-socket
                    address     | ::1 | ssl.bundle | mine        | port is not set, but must be set, or ws.server.listeners[0].unix
                    port        | 70000 | ssl.bundle | mine      | port is 70000, but must be a number from 0 to 65535
                    """)
    void shouldNameThePropertyOfAListenerThatCannotWork(
            String property, String value, String other, String otherValue, String message) {
        String listener = "ws.server.listeners[0].";

        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> options(Map.of(listener + property, value, listener + other, otherValue)))
                .withMessageStartingWith("The property " + listener + message);
    }

    @Test
    void shouldTrustTheProxiesThatAreNamed() {
        TrustedProxies proxies = options(Map.of(
                        "ws.server.proxy.trusted", "10.0.0.0/8,::1",
                        "ws.server.proxy.headers", "x-forwarded",
                        "ws.server.proxy.protocol", "true"))
                .proxies();

        assertThat(proxies.trusts(new byte[] {10, 1, 2, 3})).isTrue();
        assertThat(proxies.trusts(new byte[] {11, 1, 2, 3})).isFalse();
        assertThat(proxies.speakProxyProtocol()).isTrue();
        assertThat(options(Map.of("ws.server.proxy.trusted", "127.0.0.1", "ws.server.proxy.headers", "forwarded"))
                        .proxies()
                        .speakProxyProtocol())
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({"ws.server.proxy.headers, x-forwarded", "ws.server.proxy.protocol, true"})
    void shouldAskForTheProxiesWhenSomethingIsToBeBelieved(String property, String value) {
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> options(Map.of(property, value)))
                .withMessageStartingWith("The property ws.server.proxy.trusted is empty, but must be the addresses");
    }

    @Test
    void shouldNameTheAddressOfAProxyThatIsNone() {
        assertThatExceptionOfType(InvalidPropertyException.class)
                .isThrownBy(() -> options(Map.of(
                        "ws.server.proxy.trusted", "10.0.0.0/8,10.1.2.3/16", "ws.server.proxy.headers", "forwarded")))
                .withMessage(
                        "The property ws.server.proxy.trusted is \"10.1.2.3/16\", but must be addresses or ranges of addresses"
                                + " (10.1.2.3/16 is in the middle of a range: its first address is 10.1.0.0/16).");
    }

    @Test
    void shouldTellTheContextOfTheClientFromThatOfTheServer() {
        assertThat(options(Map.of("ws.compression.client-context-takeover", "true"))
                        .compression())
                .isEqualTo(DeflateOptions.DEFAULT.withContextTakeover(false, true));
    }

    @Test
    void shouldCompressNothingWhenThatIsSwitchedOff() {
        ServerOptions options = options(Map.of("ws.compression.enabled", "false"));

        assertThat(options.compression()).isNull();
        assertThat(options.newBuilder()).isNotNull();
    }

    @Test
    void shouldAskHowTrustedProxiesTell() {
        var failure = catchThrowableOfType(
                InvalidPropertyException.class, () -> options(Map.of("ws.server.proxy.trusted", "10.0.0.0/8")));

        var analysis = new InvalidPropertyFailureAnalyzer().analyze(new IllegalStateException(failure));
        assertThat(analysis.getDescription()).startsWith("The property ws.server.proxy.headers is none");
        assertThat(analysis.getAction())
                .startsWith(
                        "Change ws.server.proxy.headers: it must be x-forwarded or forwarded, or ws.server.proxy.protocol true");
    }

    /** Where an endpoint takes messages in parts, they may be larger than an array. */
    @Test
    void shouldTakeMessagesThatAreLargerThanAnArray() {
        assertThat(options(Map.of("ws.server.max-message-size", "5GB")).messageLimits())
                .isEqualTo(new MessageLimits(5L << 30, 5L << 30, 1024));
    }

    @Test
    void shouldLetAFrameBeAsLargeAsAMessageWhenNothingElseIsSaid() {
        assertThat(options(Map.of("ws.server.max-message-size", "3MB")).messageLimits())
                .isEqualTo(new MessageLimits(3 << 20, 3 << 20, 1024));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ws.server.port                      | 65536      | a number from 0 to 65535
                    ws.server.port                      | -1         | a number from 0 to 65535
                    ws.server.io-threads                | 0          | a number from 1 to 1024
                    ws.server.backlog                   | 0          | at least 1
                    ws.server.max-connections           | -1         | 0 or more
                    ws.server.max-connections-per-ip    | -1         | 0 or more
                    ws.server.handshake-timeout         | -1s        | at least 100ms
                    ws.server.handshake-timeout         | 0          | at least 100ms
                    ws.server.max-request-head          | 0B         | at least 1B and less than 2GB
                    ws.server.max-message-size          | 0B         | at least 1B
                    ws.server.max-frame-size            | -1B        | at least 1B
                    ws.server.max-fragments             | 0          | at least 1
                    ws.server.message-timeout           | 10ms       | 0, or at least 100ms
                    ws.server.rate-limit.messages-per-second | -1    | 0 or more
                    ws.server.rate-limit.bytes-per-second | -1B      | 0 or more
                    ws.server.rate-limit.burst          | 0          | at least 100ms
                    ws.server.allowed-origins           | example.com| origins such as https://example.com
                    ws.server.allowed-origins[0]        | https://*  | origins such as https://example.com
                    ws.server.send-queue.max-size       | 0B         | at least 1B and less than 2GB
                    ws.server.rate-limit-per-ip.burst  | 0          | at least 100ms
                    ws.server.max-pending-pongs        | 0          | at least 1
                    ws.server.send-queue.max-messages   | 0          | at least 1
                    ws.server.send-queue.stall-timeout  | 0          | at least 100ms
                    ws.heartbeat.interval               | 25ms       | 0, or at least 100ms
                    ws.heartbeat.interval               | -25s       | 0, or at least 100ms
                    ws.heartbeat.timeout                | 0          | at least 100ms
                    ws.heartbeat.jitter                 | 1.1        | a number from 0 to 1
                    ws.heartbeat.jitter                 | NaN        | a number from 0 to 1
                    ws.heartbeat.idle-timeout           | 1ms        | 0, or at least 100ms
                    ws.compression.threshold            | -1B        | at least 0B and less than 2GB
                    ws.compression.threshold            | 2GB        | at least 0B and less than 2GB
                    ws.compression.level                | 0          | a number from 1 to 9
                    ws.compression.level                | 10         | a number from 1 to 9
                    """)
    void shouldNameThePropertyThatCannotWork(String property, String value, String requirement) {
        var failure = catchThrowableOfType(InvalidPropertyException.class, () -> options(Map.of(property, value)));

        var analysis = new InvalidPropertyFailureAnalyzer().analyze(new IllegalStateException(failure));
        assertThat(analysis.getDescription())
                .startsWith("The property " + property.replace("[0]", "") + " is ")
                .contains(requirement);
        assertThat(analysis.getAction())
                .contains("Change " + property.replace("[0]", "") + ": it must be " + requirement);
    }
}
