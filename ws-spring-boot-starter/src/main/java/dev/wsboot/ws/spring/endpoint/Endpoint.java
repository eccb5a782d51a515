package dev.wsboot.ws.spring.endpoint;

import dev.wsboot.ws.WsHandler;
import dev.wsboot.ws.net.EndpointOptions;

/**
 * What the server needs to know of one endpoint.
 *
 * @param path the path template
 * @param handler takes the callbacks
 * @param options subprotocols and upgrade check
 */
public record Endpoint(String path, WsHandler handler, EndpointOptions options) {}
