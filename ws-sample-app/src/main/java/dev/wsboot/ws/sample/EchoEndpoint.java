package dev.wsboot.ws.sample;

import dev.wsboot.ws.spring.OnMessage;
import dev.wsboot.ws.spring.WsEndpoint;
import java.nio.ByteBuffer;

/** Sends back what it gets: what a method returns is the reply. */
@WsEndpoint("/ws")
class EchoEndpoint {

    @OnMessage
    String echo(String text) {
        return text;
    }

    @OnMessage
    ByteBuffer echo(ByteBuffer data) {
        return data;
    }
}
