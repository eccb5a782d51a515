package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class SocketFileTest {

    @RegisterExtension
    final LoggedErrors errors = new LoggedErrors();

    @TempDir
    Path directory;

    private Path path;
    private UnixDomainSocketAddress address;

    @BeforeEach
    void choosePath() {
        path = directory.resolve("ws.sock");
        address = UnixDomainSocketAddress.of(path);
    }

    private ServerSocketChannel listen(int backlog) throws IOException {
        return ServerSocketChannel.open(StandardProtocolFamily.UNIX).bind(address, backlog);
    }

    private boolean isThere() {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void needsNoWayWhereNothingIs() throws IOException {
        SocketFile.makeWay(address);
        assertThat(isThere()).isFalse();
    }

    @Test
    void removesWhatAnEarlierRunLeftBehind() throws IOException {
        listen(1).close();
        assertThat(isThere()).isTrue();

        SocketFile.makeWay(address);
        assertThat(isThere()).isFalse();
    }

    @Test
    void leavesOneAloneOnWhichSomebodyListens() throws IOException {
        try (ServerSocketChannel live = listen(1)) {
            assertLive();
            assertThat(live.accept()).as("the probe").isNotNull();
        }
    }

    /** Whoever has so much to do must not be taken for dead. */
    @Test
    void leavesOneAloneWhoseQueueIsFull() throws IOException {
        try (ServerSocketChannel live = listen(1)) {
            List<SocketChannel> waiting = new ArrayList<>();
            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> {
                while (true) {
                    SocketChannel next = SocketChannel.open(StandardProtocolFamily.UNIX);
                    waiting.add(next);
                    next.configureBlocking(false);
                    next.connect(address);
                }
            });

            assertThatExceptionOfType(SocketException.class).isThrownBy(() -> SocketFile.makeWay(address));
            assertThat(isThere()).isTrue();
            for (SocketChannel one : waiting) {
                one.close();
            }
        }
    }

    private void assertLive() {
        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> SocketFile.makeWay(address))
                .withMessage("somebody listens there already");
        assertThat(isThere()).isTrue();
    }

    @Test
    void leavesAloneWhatIsNoSocket() throws IOException {
        Files.writeString(path, "precious");
        assertNoSocket();
        assertThat(path).hasContent("precious");
    }

    @Test
    void doesNotFollowALink() throws IOException {
        Path elsewhere = directory.resolve("elsewhere.sock");
        ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(elsewhere))
                .close();
        Files.createSymbolicLink(path, elsewhere);
        assertNoSocket();
    }

    private void assertNoSocket() {
        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> SocketFile.makeWay(address))
                .withMessage("there is a file, and it is no socket");
        assertThat(isThere()).isTrue();
    }

    @Test
    void hasThePermissionsThatAreWanted() throws IOException {
        try (ServerSocketChannel listening = listen(1)) {
            SocketFile.of(path, PosixFilePermissions.fromString("rw-rw-rw-"));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw-rw-");
        }
    }

    @Test
    void isRemovedOnce() throws IOException {
        try (ServerSocketChannel listening = listen(1)) {
            SocketFile file = SocketFile.of(path, Set.of());
            file.delete();
            assertThat(isThere()).isFalse();
            file.delete();
        }
    }

    @Test
    void isNotRemovedWhereAnotherOneHasTakenItsPlace() throws IOException {
        try (ServerSocketChannel listening = listen(1)) {
            SocketFile file = SocketFile.of(path, Set.of());
            Files.move(path, directory.resolve("moved"));
            Files.writeString(path, "another");

            file.delete();
            assertThat(path).hasContent("another");
        }
    }

    @Test
    void saysWhereItCannotBeFound() {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> SocketFile.of(path, Set.of()));
    }

    /** As root it could be a device. */
    @Test
    void leavesAPipeAlone() throws Exception {
        assumeTrue(new ProcessBuilder("mkfifo", path.toString()).start().waitFor() == 0, "there is no mkfifo");

        assertThatExceptionOfType(SocketException.class)
                .isThrownBy(() -> SocketFile.makeWay(address))
                .withMessage("there is a file, and it is no socket");
        assertThat(isThere()).isTrue();
    }
}
