package dev.wsboot.ws.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * Marks the method that is called once when a connection has ended, whatever ended it. Nothing can be sent any more, so it
 * returns nothing.
 *
 * <p>Arguments: {@link dev.wsboot.ws.CloseEvent}, which says why, {@link dev.wsboot.ws.WsSession},
 * {@link dev.wsboot.ws.WsUpgrade}, {@link PathParam}.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Documented
@Reflective
public @interface OnClose {}
