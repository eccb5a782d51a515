package dev.wsboot.ws.spring;

import dev.wsboot.ws.net.SendQueuePolicy;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.core.annotation.AliasFor;
import org.springframework.stereotype.Component;

/**
 * Makes a bean the endpoint of a path. The bean either has methods with {@link OnOpen}, {@link OnMessage},
 * {@link OnClose} and {@link OnError}, or is a {@link dev.wsboot.ws.WsHandler}.
 *
 * <p>On a class it also makes the class a component; on a {@code @Bean} method it gives a path to what the method
 * returns:
 *
 * <pre>{@code
 * @Bean
 * @WsEndpoint("/echo")
 * WsHandler echo() {
 *     return new EchoHandler();
 * }
 * }</pre>
 *
 * <p>A bean that is also a {@link dev.wsboot.ws.WsUpgradeCheck} decides who may connect: that is the place for
 * authentication.
 *
 * <p>One bean serves all connections of its path, so it must be a singleton and safe for use by many threads.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Component
public @interface WsEndpoint {

    /**
     * The same as {@link #path()}.
     *
     * @return a path template
     */
    @AliasFor("path")
    String value() default "";

    /**
     * The path that clients connect to, such as {@code /chat/{room}}. A name in braces stands for one segment of the
     * path, and {@link PathParam} gives it to the methods.
     *
     * @return a path template that begins with a slash
     */
    @AliasFor("value")
    String path() default "";

    /**
     * The subprotocols that the endpoint speaks, the preferred one first. The first that the client offers too is chosen;
     * a client that offers none of them is served without one.
     *
     * @return names of subprotocols
     */
    String[] subprotocols() default {};

    /**
     * What becomes of messages to a client that takes less than it is sent, in place of
     * {@code ws.server.send-queue.policy}.
     *
     * @return one policy, or none to leave it at the server's
     */
    SendQueuePolicy[] sendQueuePolicy() default {};
}
