package dev.wsboot.ws.net;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** An HTTP proxy that does nothing but CONNECT, always to one port of this machine. */
final class ConnectProxy implements Closeable {

    private final RawServer server;

    ConnectProxy(int targetPort) throws IOException {
        server = new RawServer((client, head) -> {
            try (Socket target = new Socket(InetAddress.getLoopbackAddress(), targetPort)) {
                RawServer.send(client, "HTTP/1.1 200 OK\r\n\r\n");
                Thread back = new Thread(() -> copy(target, client), "proxy");
                back.setDaemon(true);
                back.start();
                copy(client, target);
                back.join();
            }
        });
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.setSoTimeout(0);
            byte[] buffer = new byte[8192];
            for (int count = from.getInputStream().read(buffer);
                    count >= 0;
                    count = from.getInputStream().read(buffer)) {
                to.getOutputStream().write(buffer, 0, count);
            }
            to.shutdownOutput();
        } catch (IOException e) {
            // One of them left; the other one is about to.
        }
    }

    InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("localhost", server.port());
    }

    List<String> heads() {
        return server.heads;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
