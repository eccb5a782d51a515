package dev.wsboot.ws.spring.server;

import java.net.InetSocketAddress;
import java.net.SocketAddress;

/**
 * Where the server is told to listen.
 *
 * @param property what the names of its properties begin with, such as {@code ws.server}
 * @param address of TCP, or of a Unix domain socket
 */
public record ListenAddress(String property, SocketAddress address) {

    /** Whether it is one of this machine's addresses, and not all of them. */
    boolean isOneOfMany() {
        return address instanceof InetSocketAddress tcp && !tcp.getAddress().isAnyLocalAddress();
    }

    @Override
    public String toString() {
        if (address instanceof InetSocketAddress tcp) {
            String port = "port " + tcp.getPort();
            return isOneOfMany() ? port + " of " + tcp.getAddress().getHostAddress() : port;
        }
        return address.toString();
    }
}
