/**
 * Properties and wiring, nothing else. Applications import nothing from here.
 *
 * <pre>
 * WsAutoConfiguration         WsTopics, WsSessions, JSON: there even if the server is off, so that beans find them
 * WsServerAutoConfiguration   endpoints, handler threads, the server and its lifecycle
 * WsMetricsAutoConfiguration  meters, where there is a MeterRegistry
 * </pre>
 *
 * <p>{@link dev.wsboot.ws.spring.autoconfigure.WsProperties} holds what an operator wrote, {@code ServerOptions} what the
 * engine makes of it; in between every value is checked, and a bad one is named in the failure analysis.
 */
@NullMarked
package dev.wsboot.ws.spring.autoconfigure;

import org.jspecify.annotations.NullMarked;
