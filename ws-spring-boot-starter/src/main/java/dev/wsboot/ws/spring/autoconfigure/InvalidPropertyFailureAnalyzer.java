package dev.wsboot.ws.spring.autoconfigure;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Names the property. Spring Boot's own analysis does so only where the property is spelled in one certain way. */
final class InvalidPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidPropertyException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidPropertyException cause) {
        return new FailureAnalysis(
                cause.getMessage(), "Change " + cause.property() + ": it must be " + cause.requirement() + ".", cause);
    }
}
