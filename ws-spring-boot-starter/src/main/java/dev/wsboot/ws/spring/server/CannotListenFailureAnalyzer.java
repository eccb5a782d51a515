package dev.wsboot.ws.spring.server;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which property to change where the port is taken. */
final class CannotListenFailureAnalyzer extends AbstractFailureAnalyzer<CannotListenException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CannotListenException cause) {
        ListenAddress address = cause.address();
        List<String> actions = new ArrayList<>();
        if (address.address() != null) {
            actions.add("Check that ws.server.address is an address of this machine.");
        }
        if (address.port() != 0) {
            actions.add("Stop what is listening on port " + address.port()
                    + ", or set ws.server.port to another port; 0 takes any that is free.");
        }
        return new FailureAnalysis(Objects.requireNonNull(cause.getMessage()) + ".", String.join(" ", actions), cause);
    }
}
