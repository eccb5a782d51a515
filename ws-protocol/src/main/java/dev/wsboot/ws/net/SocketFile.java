package dev.wsboot.ws.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.ConnectException;
import java.net.SocketException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file of a Unix domain socket, which the operating system makes with the socket and leaves behind. */
final class SocketFile {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    private final Path path;

    /** Tells the file from another one that was put in its place; null where the file system has no such thing. */
    private final @Nullable Object key;

    private SocketFile(Path path, @Nullable Object key) {
        this.path = path;
        this.key = key;
    }

    /**
     * Removes what an earlier run left behind.
     *
     * @throws IOException if somebody listens there, or it cannot be known, or the file is no socket
     */
    static void makeWay(UnixDomainSocketAddress address) throws IOException {
        Path path = address.getPath();
        BasicFileAttributes found;
        try {
            found = attributes(path);
        } catch (NoSuchFileException e) {
            return;
        }
        if (!found.isOther() || !isSocket(path)) {
            throw new SocketException("there is a file, and it is no socket");
        }
        if (hasListener(address)) {
            throw new SocketException("somebody listens there already");
        }
        Files.deleteIfExists(path);
    }

    private static final int S_IFMT = 0170000;
    private static final int S_IFSOCK = 0140000;

    private static boolean isSocket(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return true;
        }
        return ((int) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS) & S_IFMT) == S_IFSOCK;
    }

    private static boolean hasListener(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            // Where as many wait as may, it fails at once too, but not because it is refused.
            probe.configureBlocking(false);
            probe.connect(address);
            return true;
        } catch (ConnectException e) {
            return false;
        }
    }

    /**
     * The socket was made.
     *
     * @param permissions that its file is to have; empty to leave them
     */
    static SocketFile of(Path path, Set<PosixFilePermission> permissions) throws IOException {
        SocketFile file = new SocketFile(path, attributes(path).fileKey());
        try {
            if (!permissions.isEmpty()) {
                Files.setPosixFilePermissions(path, permissions);
            }
            return file;
        } catch (IOException | RuntimeException e) {
            file.delete();
            throw e;
        }
    }

    private static BasicFileAttributes attributes(Path path) throws IOException {
        return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Removes the file, unless there is another one in its place. To be done before the socket is closed: only then is it left behind. */
    void delete() {
        try {
            Object now = attributes(path).fileKey();
            if (key == null || key.equals(now)) {
                Files.deleteIfExists(path);
            }
        } catch (NoSuchFileException e) {
            // Somebody has done it.
        } catch (IOException e) {
            LOG.log(Level.WARNING, "the socket " + path + " cannot be removed", e);
        }
    }
}
