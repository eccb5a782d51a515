package dev.wsboot.ws.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method that is called when a connection was opened, before any message of it. What it returns is sent, as
 * {@link OnMessage} says.
 *
 * <p>Arguments: {@link dev.wsboot.ws.WsSession}, {@link dev.wsboot.ws.WsUpgrade}, {@link PathParam}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnOpen {}
