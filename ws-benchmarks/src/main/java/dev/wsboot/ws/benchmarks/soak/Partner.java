package dev.wsboot.ws.benchmarks.soak;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A process of this same program, by the same Java, that is talked to by lines; it ends with this one at the latest. */
public final class Partner implements AutoCloseable {

    private final Process process;
    private final Thread hook;
    private final BufferedReader out;
    private final Writer in;

    private Partner(Process process) {
        this.process = process;
        this.hook = new Thread(process::destroyForcibly);
        this.out = process.inputReader(StandardCharsets.US_ASCII);
        this.in = process.outputWriter(StandardCharsets.US_ASCII);
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /**
     * Starts one.
     *
     * @param prefix what stands before its command
     * @param jvm options of its virtual machine
     * @param main where it begins
     * @param args its arguments
     * @return the process, which runs
     * @throws IOException if it cannot be started
     */
    public static Partner start(List<String> prefix, List<String> jvm, Class<?> main, Object... args)
            throws IOException {
        List<String> command = new ArrayList<>(prefix);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvm);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        for (Object arg : args) {
            command.add(arg.toString());
        }
        return new Partner(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /**
     * In a partner: hands on each line that it is told, by a thread of its own; when there are no more, the process ends.
     *
     * @param told takes the lines
     */
    public static void listen(Consumer<String> told) {
        Thread thread = new Thread(() -> {
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
                lines.lines().forEach(told);
            } catch (IOException e) {
                System.err.println(e);
            }
            System.exit(0);
        });
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * The next line that it says.
     *
     * @return the line
     * @throws IOException if it has ended
     */
    public String read() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new EOFException("the process has ended");
        }
        return line;
    }

    /**
     * Asks a question, which is answered by a line.
     *
     * @param question a line
     * @return the answer
     * @throws IOException if it has ended
     */
    public String ask(String question) throws IOException {
        in.write(question + "\n");
        in.flush();
        return read();
    }

    /**
     * Its number.
     *
     * @return as the operating system has it
     */
    public long pid() {
        return process.pid();
    }

    /**
     * CPU time so far.
     *
     * @return zero where the operating system does not tell
     */
    public Duration cpuTime() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().removeShutdownHook(hook);
    }
}
