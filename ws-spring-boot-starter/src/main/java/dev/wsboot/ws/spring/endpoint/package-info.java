/**
 * From annotated bean to {@link dev.wsboot.ws.WsHandler}. Applications import nothing from here.
 *
 * <pre>
 * EndpointDiscovery      finds the beans, once all singletons are there
 *   HandlerBuilder       finds a bean's annotated methods and checks them
 *     ArgumentFactory    decides for each argument where it comes from
 *   = Endpoint           path, AnnotatedHandler and options, ready for the server
 * </pre>
 *
 * <p>Everything that needs reflection or can be wrong happens here once. What is left for a message is an array of
 * {@code Argument}s and one {@code Method.invoke}. What is wrong becomes an {@code InvalidEndpointException}, which names
 * class, method and remedy.
 */
@NullMarked
package dev.wsboot.ws.spring.endpoint;

import org.jspecify.annotations.NullMarked;
