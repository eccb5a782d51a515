package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ListenOptionsTest {

    private static final InetSocketAddress PORT = new InetSocketAddress(6061);

    @Test
    void speakNoTlsUnlessTheyAreToldTo() {
        TlsOptions tls = TlsOptions.of(TestCertificates.server());

        assertThat(ListenOptions.tcp(PORT)).isEqualTo(new ListenOptions(PORT, null, Set.of()));
        assertThat(ListenOptions.tcp(PORT).withTls(tls).tls().get()).isSameAs(tls);
    }

    @Test
    void haveTheFileOfAUnixSocket() {
        Set<PosixFilePermission> permissions = PosixFilePermissions.fromString("rw-rw----");
        ListenOptions options = ListenOptions.unixSocket(Path.of("ws.sock")).withPermissions(permissions);

        assertThat(options).isEqualTo(new ListenOptions(UnixDomainSocketAddress.of("ws.sock"), null, permissions));
        assertThat(options.withTls(TlsOptions.of(TestCertificates.server())).permissions())
                .isEqualTo(permissions);
    }

    @Test
    void sayWhatCannotBe() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenOptions.unixSocket(Path.of("")))
                .withMessageContaining("path");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenOptions.tcp(PORT).withPermissions(PosixFilePermissions.fromString("rw-rw----")))
                .withMessageContaining("6061");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ListenOptions(new SocketAddress() {}, null, Set.of()))
                .withMessageStartingWith("not an address of TCP or of a Unix domain socket");
    }

    @Test
    void nameTheAddressThatCannotBeResolved() {
        InetSocketAddress nowhere = InetSocketAddress.createUnresolved("nowhere.invalid", 6060);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> ListenOptions.tcp(nowhere))
                .withMessageContaining("nowhere.invalid");
    }
}
