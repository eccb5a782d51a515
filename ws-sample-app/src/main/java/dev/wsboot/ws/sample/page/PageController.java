package dev.wsboot.ws.sample.page;

import org.springframework.core.env.Environment;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Tells the page where the WebSocket listener is, which may be any port. */
@RestController
class PageController {

    record Config(int wsPort) {}

    private final Environment environment;

    PageController(Environment environment) {
        this.environment = environment;
    }

    @GetMapping("/config.json")
    Config config() {
        return new Config(environment.getRequiredProperty("local.ws.server.port", Integer.class));
    }
}
