package dev.wsboot.ws.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class OpcodeTest {

    @Test
    void knownOpcodes() {
        assertThat(IntStream.range(0, 16).filter(Opcode::isKnown)).containsExactly(0, 1, 2, 8, 9, 10);
    }

    @Test
    void controlOpcodes() {
        assertThat(IntStream.range(0, 16).filter(Opcode::isControl)).containsExactly(8, 9, 10, 11, 12, 13, 14, 15);
    }
}
