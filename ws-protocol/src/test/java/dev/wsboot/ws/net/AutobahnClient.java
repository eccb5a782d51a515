package dev.wsboot.ws.net;

import dev.wsboot.ws.CloseEvent;
import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import dev.wsboot.ws.protocol.DeflateOptions;
import dev.wsboot.ws.protocol.MessageLimits;
import java.io.PrintStream;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * Runs all cases of an Autobahn fuzzing server against our client, which echoes text as text and binary as binary. The
 * server judges, and writes the reports.
 *
 * <p>What differs from the defaults, because some cases go beyond them: messages of 16 MiB in a million fragments, a send
 * queue of 64 MiB that may stall for a minute, no pings of its own, and compression of every message, with
 * context takeover where the server does not forbid it.
 */
public final class AutobahnClient {

    private static final int MIB = 1 << 20;
    private static final int CASE_TIMEOUT_SECONDS = 300;

    private final String server;
    private final String agent;
    private final PrintStream out;

    private AutobahnClient(String server, String agent, PrintStream out) {
        this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        this.agent = URLEncoder.encode(agent, StandardCharsets.UTF_8);
        this.out = out;
    }

    /**
     * Runs all cases.
     *
     * @param args the server, such as {@code ws://127.0.0.1:9001}, and the agent's name in the reports, {@code ws} where there is none
     * @throws Exception if the server cannot be reached, or a case does not end
     */
    public static void main(String[] args) throws Exception {
        run(args[0], args.length > 1 ? args[1] : "ws", System.out);
    }

    static void run(String server, String agent, PrintStream out) throws Exception {
        try (WsClient client = WsClient.builder()
                .messageLimits(new MessageLimits(16 * MIB, 16 * MIB, 1_000_000))
                .sendQueue(64 * MIB, Duration.ofMinutes(1))
                .heartbeat(Heartbeat.OFF)
                .compression(
                        DeflateOptions.DEFAULT.withContextTakeover(true, true).withThreshold(0, true))
                .build()) {
            new AutobahnClient(server, agent, out).runAll(client);
        }
    }

    private void runAll(WsClient client) throws Exception {
        Count count = new Count();
        visit(client, "/getCaseCount", count);
        out.println(count.value + " cases");
        for (int i = 1; i <= count.value; i++) {
            CloseEvent end = visit(client, "/runCase?case=" + i + "&agent=" + agent, new Echo());
            out.println("case " + i + ": " + end);
        }
        visit(client, "/updateReports?agent=" + agent, new Visitor());
    }

    private CloseEvent visit(WsClient client, String path, Visitor visitor) throws Exception {
        client.connect(WsRequest.to(server + path), visitor).get(CASE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
        return visitor.end.get(CASE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static class Visitor implements WsHandler {

        final CompletableFuture<CloseEvent> end = new CompletableFuture<>();

        @Override
        public void onClose(WsSession session, CloseEvent close) {
            end.complete(close);
        }
    }

    private static final class Count extends Visitor {

        volatile int value;

        @Override
        public void onText(WsSession session, String text) {
            value = Integer.parseInt(text);
        }
    }

    private static final class Echo extends Visitor {

        @Override
        public void onText(WsSession session, String text) {
            session.sendText(text);
        }

        @Override
        public void onBinary(WsSession session, ByteBuffer data) {
            session.sendBinary(data);
        }
    }
}
