package dev.wsboot.ws.protocol;

/**
 * What a connection needs to compress (RFC 7692).
 *
 * @param agreed what both sides agreed on
 * @param options what this side chooses by itself: level, threshold, which messages
 * @param pool of the thread that the connection belongs to
 */
public record Compression(DeflateParameters agreed, DeflateOptions options, ZlibPool pool) {}
