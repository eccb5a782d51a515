package dev.wsboot.ws.sample;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.spring.LocalWsPort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT, properties = "ws.server.port=0")
class SampleApplicationTest {

    @LocalServerPort
    private int port;

    @LocalWsPort
    private int wsPort;

    @Test
    void shouldServeAPageThatRunsOnlyItsOwnScripts() throws Exception {
        HttpResponse<String> page = get("/");

        assertThat(page.body()).contains("<title>WebSocket chat</title>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("default-src 'self'"));
    }

    @Test
    void shouldTellThePageWhereTheListenerIs() throws Exception {
        assertThat(get("/config.json").body()).isEqualTo("{\"wsPort\":" + wsPort + "}");
    }

    @Test
    void shouldShowTheMetersOfTheListener() throws Exception {
        assertThat(get("/actuator/metrics/ws.server.connections.active").statusCode())
                .isEqualTo(200);
    }

    private HttpResponse<String> get(String path) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
