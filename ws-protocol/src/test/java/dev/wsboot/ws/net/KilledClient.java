package dev.wsboot.ws.net;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A client in a process of its own, which does the handshake, says so, and then waits to be killed. */
final class KilledClient {

    private KilledClient() {}

    static Process start(WsServer server) throws Exception {
        // Where the tests were compiled to, also where they are patched into a module.
        Path here = Path.of(KilledClient.class.getResource("KilledClient.class").toURI());
        Path classes = here.getParent().getParent().getParent().getParent().getParent();
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-Xmx32m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classes.toString(),
                        KilledClient.class.getName(),
                        Integer.toString(server.port()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    public static void main(String[] arguments) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))) {
            socket.getOutputStream().write(Requests.get("/ws").getBytes(StandardCharsets.ISO_8859_1));
            socket.getInputStream().read();
            System.out.println("connected");
            System.in.read();
        }
    }
}
