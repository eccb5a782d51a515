package dev.wsboot.ws.net;

import java.nio.ByteBuffer;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * An {@link SSLEngine} that is used as it wants to be: every failure is an {@link SSLException}, a step that moves nothing
 * is not repeated for ever, and the status is asked for anew each time, because any call may change it.
 */
final class TlsEngine {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    /** Steps in a row that may neither take nor give anything. */
    private static final int MAX_IDLE_STEPS = 1;

    private final SSLEngine engine;
    private int idleSteps;

    TlsEngine(SSLEngine engine) {
        this.engine = engine;
    }

    boolean isClient() {
        return engine.getUseClientMode();
    }

    void beginHandshake() throws SSLException {
        try {
            engine.beginHandshake();
        } catch (RuntimeException e) {
            throw failure(e);
        }
    }

    HandshakeStatus status() {
        return engine.getHandshakeStatus();
    }

    /** Runs everything that may take long; not on the loop. */
    void runTasks() {
        for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
            task.run();
        }
    }

    /** Encrypts; the target has room for at least one record where it is empty. */
    Status wrap(ByteBuffer source, ByteBuffer target) throws SSLException {
        SSLEngineResult result;
        try {
            result = engine.wrap(source, target);
        } catch (RuntimeException e) {
            throw failure(e);
        }
        if (result.getStatus() == Status.BUFFER_OVERFLOW && target.position() == 0) {
            throw new SSLException("a TLS record does not fit into " + target.capacity() + " bytes");
        }
        checkProgress(result.bytesConsumed() == 0 && result.bytesProduced() == 0);
        return result.getStatus();
    }

    /** Lets the engine say what it has to say by itself. */
    Status wrapNothing(ByteBuffer target) throws SSLException {
        return wrap(NOTHING, target);
    }

    SSLEngineResult unwrap(ByteBuffer source, ByteBuffer target) throws SSLException {
        SSLEngineResult result;
        try {
            result = engine.unwrap(source, target);
        } catch (RuntimeException e) {
            throw failure(e);
        }
        checkProgress(result.getStatus() == Status.OK && result.bytesConsumed() == 0 && result.bytesProduced() == 0);
        return result;
    }

    /** A handshake gives no plaintext. */
    static ByteBuffer nothing() {
        return NOTHING;
    }

    private void checkProgress(boolean idle) throws SSLException {
        idleSteps = idle ? idleSteps + 1 : 0;
        if (idleSteps > MAX_IDLE_STEPS) {
            throw new SSLException("TLS makes no progress");
        }
    }

    /** Whoever wrote a trust manager may have made a mistake, which must end this connection in the usual way. */
    private static SSLException failure(RuntimeException error) {
        return new SSLException("TLS failed: " + error, error);
    }

    void closeOutbound() {
        engine.closeOutbound();
    }

    boolean isOutboundDone() {
        return engine.isOutboundDone();
    }

    boolean isInboundDone() {
        return engine.isInboundDone();
    }

    /** Whether the engine begins another handshake, which TLS 1.3 no longer has. */
    boolean renegotiates() {
        return !protocol().equals("TLSv1.3") && !engine.isInboundDone() && !engine.isOutboundDone();
    }

    String protocol() {
        return session().getProtocol();
    }

    String cipherSuite() {
        return session().getCipherSuite();
    }

    List<X509Certificate> peerCertificates() {
        try {
            Certificate[] chain = session().getPeerCertificates();
            return Arrays.stream(chain)
                    .filter(X509Certificate.class::isInstance)
                    .map(X509Certificate.class::cast)
                    .toList();
        } catch (SSLPeerUnverifiedException e) {
            return List.of();
        }
    }

    private SSLSession session() {
        return engine.getSession();
    }
}
