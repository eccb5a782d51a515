package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.WsUpgradeCheck;
import dev.wsboot.ws.handshake.HandshakeRefusal;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.springframework.core.convert.ConversionException;

/**
 * Refuses a client whose path is not what the endpoint's methods ask for, so that they need not expect it.
 *
 * @param arguments what the methods ask for
 * @param next decides about everybody else
 */
record PathCheck(List<PathArgument> arguments, WsUpgradeCheck next) implements WsUpgradeCheck {

    @Override
    public CompletionStage<UpgradeDecision> check(WsUpgrade upgrade) throws Exception {
        for (PathArgument argument : arguments) {
            if (!isAcceptable(argument, upgrade)) {
                HandshakeRefusal refusal =
                        HandshakeRefusal.badRequest("The path has no acceptable value for " + argument.name());
                return CompletableFuture.completedStage(UpgradeDecision.refuse(refusal));
            }
        }
        return next.check(upgrade);
    }

    private static boolean isAcceptable(PathArgument argument, WsUpgrade upgrade) {
        try {
            return argument.resolve(upgrade) != null;
        } catch (ConversionException e) {
            return false;
        }
    }
}
