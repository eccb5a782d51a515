package dev.wsboot.ws.spring.server;

import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Where the server is told to listen.
 *
 * @param address one of this machine's; null for all
 * @param port 0 for any that is free
 */
public record ListenAddress(@Nullable InetAddress address, int port) {

    @Override
    public String toString() {
        return address == null ? "port " + port : "port " + port + " of " + address.getHostAddress();
    }
}
