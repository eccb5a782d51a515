/** The sample application. */
@NullMarked
package dev.wsboot.ws.sample;

import org.jspecify.annotations.NullMarked;
