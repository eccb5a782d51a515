package dev.wsboot.ws.net;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One of the places where a server listens: a TCP port, or a Unix domain socket for a proxy on the same machine.
 *
 * <p>The file of a Unix domain socket is made at start and removed at stop. One that an earlier run left behind is replaced; where
 * somebody listens on it, or it is no socket, the server does not start. Who may write to the file may connect, as long as he may enter
 * its directory: without {@code permissions} that is what the process's umask leaves, most often its own user alone.
 *
 * @param address an {@link InetSocketAddress}, of which the port 0 takes any that is free, or a {@link UnixDomainSocketAddress}
 * @param tls is asked for each connection, on an event loop, so certificates may change; null where no TLS is spoken
 * @param permissions of the file of a Unix domain socket; empty for what the umask leaves
 */
public record ListenOptions(
        SocketAddress address, @Nullable Supplier<TlsOptions> tls, Set<PosixFilePermission> permissions) {

    /**
     * Checks the options.
     *
     * @param address where
     * @param tls null for none
     * @param permissions of the file
     * @throws IllegalArgumentException if the address is of another kind or not resolved, or there are permissions but no file
     */
    public ListenOptions {
        Objects.requireNonNull(address, "address");
        permissions = Set.copyOf(permissions);
        boolean unix = isUnixSocket(address);
        if (!unix && !(address instanceof InetSocketAddress)) {
            throw new IllegalArgumentException("not an address of TCP or of a Unix domain socket: " + address);
        }
        if (address instanceof InetSocketAddress tcp && tcp.isUnresolved()) {
            throw new IllegalArgumentException("the name of an address to listen on cannot be resolved: " + address);
        }
        if (unix && address.toString().isEmpty()) {
            throw new IllegalArgumentException("the path of a Unix domain socket must not be empty");
        }
        if (!unix && !permissions.isEmpty()) {
            throw new IllegalArgumentException("a TCP port has no permissions: " + address);
        }
    }

    /**
     * A TCP port.
     *
     * @param address of this machine
     * @return options without TLS
     */
    public static ListenOptions tcp(InetSocketAddress address) {
        return new ListenOptions(address, null, Set.of());
    }

    /**
     * A Unix domain socket.
     *
     * @param path of its file; operating systems take about 100 bytes
     * @return options without TLS
     * @throws IllegalArgumentException if the path is empty
     */
    public static ListenOptions unixSocket(Path path) {
        return new ListenOptions(UnixDomainSocketAddress.of(path), null, Set.of());
    }

    /**
     * The same with TLS.
     *
     * @param options for all connections
     * @return new options
     */
    public ListenOptions withTls(TlsOptions options) {
        Objects.requireNonNull(options, "options");
        return withTls(() -> options);
    }

    /**
     * The same with TLS.
     *
     * @param current is asked for each connection, on an event loop, so it must not block
     * @return new options
     */
    public ListenOptions withTls(Supplier<TlsOptions> current) {
        return new ListenOptions(address, Objects.requireNonNull(current, "current"), permissions);
    }

    /**
     * The same with permissions of the file; what they grant beyond the umask is granted a moment after the file is there.
     *
     * @param some such as {@code PosixFilePermissions.fromString("rw-rw----")}; who may write may connect
     * @return new options
     * @throws IllegalArgumentException if this is a TCP port
     */
    public ListenOptions withPermissions(Set<PosixFilePermission> some) {
        return new ListenOptions(address, tls, some);
    }

    boolean isUnixSocket() {
        return isUnixSocket(address);
    }

    private static boolean isUnixSocket(SocketAddress address) {
        return address instanceof UnixDomainSocketAddress;
    }
}
