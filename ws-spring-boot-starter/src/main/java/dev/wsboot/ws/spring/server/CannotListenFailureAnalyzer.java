package dev.wsboot.ws.spring.server;

import java.util.Objects;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which property to change where the port is taken. */
final class CannotListenFailureAnalyzer extends AbstractFailureAnalyzer<CannotListenException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CannotListenException cause) {
        StringBuilder action = new StringBuilder("Stop what is listening on port ")
                .append(cause.address().port())
                .append(", or set ws.server.port to another port; 0 takes any that is free.");
        if (cause.address().address() != null) {
            action.append(" Check that ws.server.address is an address of this machine.");
        }
        return new FailureAnalysis(Objects.requireNonNull(cause.getMessage()) + ".", action.toString(), cause);
    }
}
