package dev.wsboot.ws.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.WsSession;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** A fuzzing server with two harmless cases. */
@Timeout(value = 60, threadMode = ThreadMode.SEPARATE_THREAD)
class AutobahnClientTest {

    @Test
    void runsEachCaseAndAsksForTheReports() throws Exception {
        List<String> log = new CopyOnWriteArrayList<>();
        WsHandler fuzzer = new WsHandler() {
            @Override
            public void onOpen(WsSession session) {
                log.add(session.upgrade().path() + " " + session.upgrade().query());
                switch (session.upgrade().path()) {
                    case "/getCaseCount" -> {
                        session.sendText("2");
                        session.close();
                    }
                    case "/runCase" ->
                        session.sendText("case " + session.upgrade().queryParameter("case"));
                    default -> session.close();
                }
            }

            @Override
            public void onText(WsSession session, String text) {
                log.add("echo " + text);
                session.close();
            }
        };
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (WsServer server =
                WsServer.builder().port(0).endpoint("/{any}", fuzzer).start()) {
            AutobahnClient.run(
                    "ws://localhost:" + server.port() + "/",
                    "a b",
                    new PrintStream(printed, true, StandardCharsets.UTF_8));
        }

        assertThat(log)
                .containsExactly(
                        "/getCaseCount null",
                        "/runCase case=1&agent=a+b",
                        "echo case 1",
                        "/runCase case=2&agent=a+b",
                        "echo case 2",
                        "/updateReports agent=a+b");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("2 cases", "case 1: 1000", "case 2: 1000");
    }
}
