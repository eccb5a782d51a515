package dev.wsboot.ws.spring.autoconfigure;

import dev.wsboot.ws.spring.server.ListenAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.InvalidPathException;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The properties of a further listener, every one checked.
 *
 * @param listen where
 * @param permissions of the file of a Unix domain socket; empty for what the umask leaves
 * @param ssl its encryption
 */
record ListenerOptions(ListenAddress listen, Set<PosixFilePermission> permissions, WsProperties.Ssl ssl) {

    static List<ListenerOptions> of(@Nullable ListenAddress first, List<WsProperties.Listener> listeners) {
        List<ListenerOptions> all = new ArrayList<>();
        Map<SocketAddress, String> taken = new HashMap<>();
        if (first != null) {
            taken.put(first.address(), first.property());
        }
        for (int i = 0; i < listeners.size(); i++) {
            ListenerOptions next = of(listeners.get(i), "ws.server.listeners[" + i + "]");
            requireFree(taken.putIfAbsent(next.listen.address(), next.listen.property()), next.listen);
            all.add(next);
        }
        return all;
    }

    private static void requireFree(@Nullable String before, ListenAddress listen) {
        boolean anyPort = listen.address() instanceof InetSocketAddress tcp && tcp.getPort() == 0;
        if (before != null && !anyPort) {
            throw new InvalidPropertyException(listen.property(), listen, "another place than that of " + before);
        }
    }

    private static ListenerOptions of(WsProperties.Listener listener, String property) {
        String path = listener.unixSocket();
        Integer port = listener.port();
        if (path == null) {
            if (port == null) {
                throw new InvalidPropertyException(
                        property + ".port", "not set", "set, or " + property + ".unix-socket");
            }
            if (listener.permissions() != null) {
                throw new InvalidPropertyException(
                        property + ".permissions", listener.permissions(), "set for a unix-socket only");
            }
            int checked = Required.between(0, 65_535, property + ".port", port);
            return new ListenerOptions(
                    new ListenAddress(property, new InetSocketAddress(listener.address(), checked)),
                    Set.of(),
                    listener.ssl());
        }
        if (port != null || listener.address() != null) {
            throw new InvalidPropertyException(
                    property + ".unix-socket", "\"" + path + "\"", "set without a port and an address");
        }
        return new ListenerOptions(
                new ListenAddress(property, unixSocket(property + ".unix-socket", path)),
                permissions(property + ".permissions", listener.permissions()),
                listener.ssl());
    }

    private static UnixDomainSocketAddress unixSocket(String property, String path) {
        try {
            if (!path.isEmpty()) {
                return UnixDomainSocketAddress.of(path);
            }
        } catch (InvalidPathException e) {
            // Told below.
        }
        throw new InvalidPropertyException(property, "\"" + path + "\"", "the path of a file");
    }

    private static Set<PosixFilePermission> permissions(String property, @Nullable String permissions) {
        try {
            return permissions == null ? Set.of() : PosixFilePermissions.fromString(permissions);
        } catch (IllegalArgumentException e) {
            throw new InvalidPropertyException(property, "\"" + permissions + "\"", "permissions such as rw-rw----");
        }
    }
}
