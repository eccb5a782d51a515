/** What the browser loads over HTTP before it talks WebSocket; the page itself is in {@code resources/static}. */
@NullMarked
package dev.wsboot.ws.sample.page;

import org.jspecify.annotations.NullMarked;
