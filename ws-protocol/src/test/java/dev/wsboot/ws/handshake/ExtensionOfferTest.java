package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExtensionOfferTest {

    @Test
    void isImmutable() {
        List<ExtensionOffer.Parameter> parameters = new ArrayList<>();
        ExtensionOffer offer = new ExtensionOffer("a", parameters);
        parameters.add(new ExtensionOffer.Parameter("b", null));

        assertThat(offer.parameters()).isEmpty();
        assertThatExceptionOfType(UnsupportedOperationException.class)
                .isThrownBy(() -> offer.parameters().add(new ExtensionOffer.Parameter("b", null)));
    }
}
