package dev.wsboot.ws.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressRangeTest {

    private static boolean contains(String range, String address) {
        return AddressRange.parse(range).contains(Objects.requireNonNull(IpAddress.parse(address)));
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0, 10.255.255.255, 11.0.0.0",
        "10.0.0.0/8, 10.1.2.3, 10.0.0.1, 9.255.255.255",
        "192.0.2.128/25, 192.0.2.128, 192.0.2.255, 192.0.2.127",
        "192.0.2.128/25, 192.0.2.128, 192.0.2.255, 192.0.3.128",
        "172.16.0.0/12, 172.16.0.0, 172.31.255.255, 172.32.0.0",
        "192.0.2.1/32, 192.0.2.1, 192.0.2.1, 192.0.2.0",
        "192.0.2.1, 192.0.2.1, ::ffff:192.0.2.1, 192.0.2.2",
        "0.0.0.0/0, 0.0.0.0, 255.255.255.255, ::",
        "::/0, ::, ffff::, 0.0.0.0",
        "fd00::/8, fd00::, fdff:ffff::1, fe00::",
        "2001:db8:0:8000::/49, 2001:db8:0:8000::1, 2001:db8:0:ffff::, 2001:db8:0:7fff::",
        "::1, ::1, 0:0:0:0:0:0:0:1, ::2",
        "::ffff:10.0.0.0/8, 10.1.2.3, ::ffff:10.1.2.3, 11.0.0.0"
    })
    void holds(String range, String first, String last, String outside) {
        assertThat(contains(range, first)).isTrue();
        assertThat(contains(range, last)).isTrue();
        assertThat(contains(range, outside)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/08",
                "10.0.0.0/-1",
                "10.0.0.0/+8",
                "10.0.0.0/8/8",
                "10.0.0.0/ 8",
                "::/129",
                "10/8",
                "proxy",
                "*",
                "[::1]",
                "10.0.0.0/255.0.0.0",
                "::ffff:10.0.0.0/104"
            })
    void anythingElseIsRefused(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse(text))
                .withMessage("Not an address or a range of addresses such as 10.0.0.0/8 or fd00::/8: " + text);
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.3/8, 10.0.0.0/8",
        "192.0.2.129/25, 192.0.2.128/25",
        "fd00::1/8, fd00:0:0:0:0:0:0:0/8",
        "1.1.1.1/0, 0.0.0.0/0"
    })
    void bitsBehindThePrefixWereMeantOtherwise(String text, String meant) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AddressRange.parse(text))
                .withMessage(text + " is in the middle of a range: its first address is " + meant);
        assertThat(AddressRange.parse(meant)).hasToString(meant);
    }
}
