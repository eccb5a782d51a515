package dev.wsboot.ws.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks a method that takes exceptions of the class's {@link OnOpen} and {@link OnMessage} methods, and those of messages
 * that could not be read. The connection stays open after it; what it returns is sent, as {@link OnMessage} says. An
 * exception for which there is no such method, or that such a method throws, ends the connection with 1011, and the
 * peer is never told what it said. Only where a subscription of the session was refused, and no method takes that
 * {@link SubscriptionRefusedException}, it is 1008.
 *
 * <p>The exception that is asked for as an argument says which ones the method takes; one without takes all. Where a class
 * has several, the one whose type is closest to what was thrown is called.
 *
 * <p>Other arguments: {@link dev.wsboot.ws.WsSession}, {@link dev.wsboot.ws.WsUpgrade}, {@link PathParam}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnError {}
