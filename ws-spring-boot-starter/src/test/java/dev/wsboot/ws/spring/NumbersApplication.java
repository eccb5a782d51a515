package dev.wsboot.ws.spring;

import dev.wsboot.ws.WsSession;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Import;

/**
 * An application for a process of its own. It sends every client its session's id and then numbers until none is accepted any more, and
 * says how many were.
 */
@SpringBootConfiguration
@EnableAutoConfiguration
@Import(NumbersApplication.Numbers.class)
class NumbersApplication {

    static final String PORT = "port ";
    static final String ACCEPTED = "accepted ";

    public static void main(String[] arguments) {
        var context = SpringApplication.run(NumbersApplication.class, arguments);
        System.out.println(PORT + context.getEnvironment().getProperty("local.ws.server.port"));
    }

    @WsEndpoint("/numbers")
    static class Numbers {

        @OnOpen
        void open(WsSession session) {
            Thread sender = new Thread(() -> send(session));
            session.attributes().put("sender", sender);
            sender.start();
        }

        private static void send(WsSession session) {
            session.sendText(session.id());
            int accepted = 0;
            while (session.sendText(Integer.toString(accepted))) {
                accepted++;
                if (accepted % 1000 == 0) {
                    // The send queue is bounded. Where the session ends meanwhile, the next send says so.
                    session.flush()
                            .exceptionally(ended -> null)
                            .toCompletableFuture()
                            .join();
                }
            }
            System.out.println(ACCEPTED + session.id() + " " + accepted);
        }

        /** The server waits for this when it stops, and the process for the server. */
        @OnClose
        void closed(WsSession session) throws InterruptedException {
            ((Thread) session.attributes().get("sender")).join();
        }
    }
}
