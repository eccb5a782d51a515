package dev.wsboot.ws.spring.server;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says which property to change where the port or the Unix domain socket cannot be had. */
final class CannotListenFailureAnalyzer extends AbstractFailureAnalyzer<CannotListenException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, CannotListenException cause) {
        return new FailureAnalysis(
                Objects.requireNonNull(cause.getMessage()) + ".", String.join(" ", actions(cause.address())), cause);
    }

    private static List<String> actions(ListenAddress address) {
        if (!(address.address() instanceof InetSocketAddress tcp)) {
            return List.of(
                    "Stop what listens there, or set " + address.property()
                            + ".unix-socket to another path, in a directory that is there and that the application may write to.");
        }
        List<String> actions = new ArrayList<>();
        if (address.isOneOfMany()) {
            actions.add("Check that " + address.property() + ".address is an address of this machine.");
        }
        if (tcp.getPort() != 0) {
            actions.add("Stop what is listening on port " + tcp.getPort() + ", or set " + address.property()
                    + ".port to another port; 0 takes any that is free.");
        }
        return actions;
    }
}
