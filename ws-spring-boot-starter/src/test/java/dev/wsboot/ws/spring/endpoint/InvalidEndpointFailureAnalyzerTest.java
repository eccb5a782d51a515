package dev.wsboot.ws.spring.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InvalidEndpointFailureAnalyzerTest {

    @Test
    void shouldTellDescriptionAndActionOfANestedException() {
        var failure = new InvalidEndpointException("Chat is wrong.", "Mend it.", null);

        var analysis = new InvalidEndpointFailureAnalyzer().analyze(new IllegalStateException(failure));

        assertThat(analysis.getDescription()).isEqualTo("Chat is wrong.");
        assertThat(analysis.getAction()).isEqualTo("Mend it.");
    }
}
