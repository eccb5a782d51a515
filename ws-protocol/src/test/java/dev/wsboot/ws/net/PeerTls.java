package dev.wsboot.ws.net;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** What a {@link Peer} that speaks TLS puts between itself and the wire: the JDK's engine, driven in the plainest way. */
final class PeerTls {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final MemoryTransport wire;
    private final ByteArrayOutputStream decrypted = new ByteArrayOutputStream();
    private byte[] cipher = new byte[0];

    /** Why it cannot go on. */
    @Nullable
    SSLException error;

    PeerTls(SSLEngine engine, MemoryTransport wire) {
        this.engine = engine;
        this.wire = wire;
    }

    /** Does the handshake, as far as the server takes part. */
    void handshake(Runnable letServerRun) {
        try {
            engine.beginHandshake();
            // Twice, because what this side has said shows only in the next round.
            for (int idle = 0; error == null && isHandshaking() && idle < 2; ) {
                int before = wire.operations;
                answer();
                letServerRun.run();
                receive();
                answer();
                idle = wire.operations == before ? idle + 1 : 0;
            }
        } catch (SSLException e) {
            error = e;
        }
    }

    private boolean isHandshaking() {
        return engine.getHandshakeStatus() != HandshakeStatus.NOT_HANDSHAKING;
    }

    /** Sends what the engine has to say, but for what it is asked to send. */
    void answer() throws SSLException {
        while (true) {
            switch (engine.getHandshakeStatus()) {
                case NEED_TASK -> engine.getDelegatedTask().run();
                case NEED_WRAP -> wrap(NOTHING);
                default -> {
                    return;
                }
            }
        }
    }

    private void wrap(ByteBuffer plain) throws SSLException {
        ByteBuffer out = ByteBuffer.allocate(40_000);
        engine.wrap(plain, out);
        wire.arrive(Arrays.copyOf(out.array(), out.position()));
    }

    /** Sends data, unless the handshake never came to its end. */
    void send(byte[] bytes) {
        ByteBuffer plain = ByteBuffer.wrap(bytes);
        try {
            while (error == null && !isHandshaking() && !engine.isOutboundDone() && plain.hasRemaining()) {
                wrap(plain);
            }
        } catch (SSLException e) {
            error = e;
        }
    }

    void sendCloseNotify() {
        engine.closeOutbound();
        try {
            answer();
        } catch (SSLException e) {
            error = e;
        }
    }

    /** Decrypts what the server has sent since the last time. */
    byte[] received() {
        try {
            receive();
        } catch (SSLException e) {
            error = e;
        }
        byte[] plain = decrypted.toByteArray();
        decrypted.reset();
        return plain;
    }

    boolean hasSeenCloseNotify() {
        return engine.isInboundDone();
    }

    private void receive() throws SSLException {
        byte[] sent = wire.sent();
        int before = cipher.length;
        cipher = Arrays.copyOf(cipher, before + sent.length);
        System.arraycopy(sent, 0, cipher, before, sent.length);
        ByteBuffer in = ByteBuffer.wrap(cipher);
        ByteBuffer out = ByteBuffer.allocate(40_000);
        try {
            Status status = Status.OK;
            while (status == Status.OK && in.hasRemaining()) {
                SSLEngineResult result = engine.unwrap(in, out.clear());
                status = result.getStatus();
                decrypted.write(out.array(), 0, out.position());
                if (result.getHandshakeStatus() == HandshakeStatus.NEED_TASK
                        || result.getHandshakeStatus() == HandshakeStatus.NEED_WRAP) {
                    answer();
                }
            }
        } finally {
            cipher = Arrays.copyOfRange(cipher, in.position(), cipher.length);
        }
    }
}
