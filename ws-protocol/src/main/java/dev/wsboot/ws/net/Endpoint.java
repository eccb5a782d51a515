package dev.wsboot.ws.net;

import dev.wsboot.ws.WsHandler;

/** A path template and who serves it. */
record Endpoint(PathTemplate template, WsHandler handler, EndpointOptions options) {}
