package dev.wsboot.ws.net;

import java.security.SecureRandom;
import java.util.concurrent.Executor;

/**
 * What a client's connections share at run time.
 *
 * @param census counts connections and sessions
 * @param lookup looks names up
 * @param lookupThreads where names are looked up
 * @param tlsThreads where the expensive part of TLS runs
 * @param random unpredictable
 */
record ClientResources(
        EventLoops loops,
        Census census,
        Connecting.Lookup lookup,
        Executor lookupThreads,
        Executor tlsThreads,
        SecureRandom random) {

    /** RFC 6455 section 4.1: "The nonce MUST be selected randomly for each connection." */
    byte[] nonce() {
        byte[] nonce = new byte[WsRequest.NONCE_LENGTH];
        random.nextBytes(nonce);
        return nonce;
    }
}
