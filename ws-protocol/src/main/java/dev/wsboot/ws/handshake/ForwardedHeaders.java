package dev.wsboot.ws.handshake;

/**
 * By which headers proxies tell whom they speak for. Only one kind is listened to: a proxy that writes one of them lets the other through
 * as the client sent it.
 */
public enum ForwardedHeaders {
    /** By none. */
    NONE,
    /** {@code Forwarded} (RFC 7239). */
    FORWARDED,
    /** {@code X-Forwarded-For}, {@code X-Forwarded-Proto} and {@code X-Forwarded-Host}, which most proxies know. */
    X_FORWARDED
}
