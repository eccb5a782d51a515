package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsUpgradeCheck;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class EndpointOptionsTest {

    private static final WsUpgradeCheck CHECK = upgrade -> CompletableFuture.completedStage(UpgradeDecision.accept());

    @Test
    void byDefaultEverybodyMayConnectAndNobodyIsAsked() {
        assertThat(EndpointOptions.DEFAULT.asksNobody()).isTrue();
        assertThat(EndpointOptions.DEFAULT.subprotocols()).isEmpty();
        assertThat(EndpointOptions.DEFAULT.withSubprotocols("a").asksNobody()).isTrue();
    }

    @Test
    void theDefaultCheckAcceptsWhereSomebodyAsksItAllTheSame() throws Exception {
        assertThat(EndpointOptions.DEFAULT.upgradeCheck().check(null).toCompletableFuture())
                .isCompletedWithValue(UpgradeDecision.accept());
    }

    @Test
    void eachOptionIsChangedByItself() {
        EndpointOptions options =
                EndpointOptions.DEFAULT.withSubprotocols("a", "b").withUpgradeCheck(CHECK);

        assertThat(options.subprotocols()).containsExactly("a", "b");
        assertThat(options.upgradeCheck()).isSameAs(CHECK);
        assertThat(options.asksNobody()).isFalse();
        assertThat(options.withSubprotocols().upgradeCheck()).isSameAs(CHECK);
        assertThat(options.withSubprotocols().subprotocols()).isEmpty();
    }

    @Test
    void theListIsCopied() {
        List<String> names = new ArrayList<>(List.of("a"));
        EndpointOptions options = new EndpointOptions(names, CHECK, null, null);
        names.add("b");

        assertThat(options.subprotocols()).containsExactly("a");
    }
}
