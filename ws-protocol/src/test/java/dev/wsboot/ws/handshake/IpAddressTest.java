package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.HexFormat;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {

    private static IpAddress address(String text) {
        return Objects.requireNonNull(IpAddress.parse(text));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.255, c00002ff, 192.0.2.255",
        "0.0.0.0, 00000000, 0.0.0.0",
        "::, 00000000000000000000000000000000, 0:0:0:0:0:0:0:0",
        "::1, 00000000000000000000000000000001, 0:0:0:0:0:0:0:1",
        "1::, 00010000000000000000000000000000, 1:0:0:0:0:0:0:0",
        "2001:DB8:a:bc:def:1234:ffff:80, 20010db8000a00bc0def1234ffff0080, 2001:db8:a:bc:def:1234:ffff:80",
        "2001:db8::f0:1, 20010db80000000000000000 00f00001, 2001:db8:0:0:0:0:f0:1",
        "64:ff9b::192.0.2.1, 0064ff9b0000000000000000 c0000201, 64:ff9b:0:0:0:0:c000:201",
        "::192.0.2.1, 000000000000000000000000c0000201, 0:0:0:0:0:0:c000:201",
        "1:2:3:4:5:6:192.0.2.1, 000100020003000400050006c0000201, 1:2:3:4:5:6:c000:201",
        // RFC 4291 section 2.5.5.2: the same node, whichever socket it came by.
        "::ffff:192.0.2.1, c0000201, 192.0.2.1",
        "::FFFF:c000:201, c0000201, 192.0.2.1",
        "::fffe:192.0.2.1, 00000000000000000000fffec0000201, 0:0:0:0:0:fffe:c000:201"
    })
    void literals(String text, String hex, String canonical) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));

        assertThat(address(text).bytes()).isEqualTo(bytes);
        assertThat(address(text))
                .hasToString(canonical)
                .isEqualTo(IpAddress.of(bytes))
                .hasSameHashCodeAs(IpAddress.of(bytes));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "localhost",
                "192.0.2",
                "192.0.2.1.1",
                "192.0.2.256",
                "192.0.02.1",
                "0x7f.0.0.1",
                "2130706433",
                " 192.0.2.1",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "fe80::1%eth0",
                "[::1]",
                "::g",
                "::12345",
                "::1.2.3",
                // The groups behind the gap must not make up for what is none before it.
                "x::1:2:3:4:5:6:7:8",
                "x::1:2:3:4:5:6:7:8:9",
                "1.2.3.4::1:2:3:4:5:6:7:8",
                "x::y:1:2:3:4:5:6:7:8"
            })
    void everythingElse(String text) {
        assertThat(IpAddress.parse(text)).isNull();
    }

    @Test
    void haveFourOrSixteenBytes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IpAddress.of(new byte[5]))
                .withMessage("An address has 4 or 16 bytes, not 5");
    }

    @Test
    void areTheirOwn() {
        byte[] bytes = {1, 2, 3, 4};
        IpAddress address = IpAddress.of(bytes);
        bytes[0] = 9;
        address.bytes()[0] = 9;
        byte[] long16 = new byte[16];
        IpAddress ipv6 = IpAddress.of(long16);
        long16[0] = 9;

        assertThat(address).hasToString("1.2.3.4").isNotEqualTo("1.2.3.4").isNotEqualTo(IpAddress.of(new byte[4]));
        assertThat(ipv6).isEqualTo(address("::"));
        assertThat(address.bits()).isEqualTo(32);
        assertThat(ipv6.bits()).isEqualTo(128);
        assertThat(address("1.2.3.4").hashCode())
                .isNotEqualTo(address("1.2.3.5").hashCode());
    }
}
