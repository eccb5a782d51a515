package dev.wsboot.ws.net;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A real nginx, with one worker, whose files are all in a directory of the test's own. */
final class Nginx implements AutoCloseable {

    private static final List<String> STREAM_MODULES =
            List.of("/usr/lib/nginx/modules/ngx_stream_module.so", "/usr/lib64/nginx/modules/ngx_stream_module.so");

    private final List<String> command;
    private final Path directory;
    private final Process process;

    private Nginx(List<String> command, Path directory, Process process) {
        this.command = command;
        this.directory = directory;
        this.process = process;
    }

    /** Null where it is not installed. */
    static @Nullable String binary() {
        return Stream.concat(Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(directory -> directory + "/nginx")
                .filter(file -> Files.isExecutable(Path.of(file)))
                .findFirst()
                .orElse(null);
    }

    /** The module that forwards TCP; null where it is not installed. */
    static @Nullable String streamModule() {
        return STREAM_MODULES.stream()
                .filter(file -> Files.exists(Path.of(file)))
                .findFirst()
                .orElse(null);
    }

    /** A port that nobody listens on at the moment. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /**
     * Starts it, and waits until it listens.
     *
     * @param main directives outside of all blocks, and the blocks
     * @param port where to wait for it
     */
    static Nginx start(Path directory, String main, int port) throws Exception {
        Path configuration = directory.resolve("nginx.conf");
        String module = streamModule();
        Files.writeString(configuration, (module == null ? "" : "load_module " + module + ";\n") + """
                user root;
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log error.log notice;
                events {}
                """ + main);
        List<String> command = List.of(
                binary(), "-p", directory + "/", "-c", configuration.toString(), "-e", directory + "/error.log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("output").toFile())
                .start();
        Nginx nginx = new Nginx(command, directory, process);
        try {
            Vitals.soon().until(() -> nginx.listens(port));
        } catch (RuntimeException e) {
            nginx.close();
            throw e;
        }
        return nginx;
    }

    private boolean listens(int port) throws IOException {
        if (!process.isAlive()) {
            throw new AssertionError("nginx ended: " + log());
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** Reads its configuration anew: new workers serve what comes, and the old ones have a time to end. */
    void reload() throws Exception {
        List<String> reload =
                Stream.concat(command.stream(), Stream.of("-s", "reload")).toList();
        Process signal = new ProcessBuilder(reload)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("reload").toFile())
                .start();
        if (signal.waitFor() != 0) {
            throw new AssertionError("reload failed: " + Files.readString(directory.resolve("reload")));
        }
    }

    String log() throws IOException {
        return Files.readString(directory.resolve("output")) + Files.readString(directory.resolve("error.log"));
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> workers = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
        workers.forEach(ProcessHandle::destroyForcibly);
    }
}
