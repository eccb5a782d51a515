package dev.wsboot.ws.net;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLEngineResult.Status;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/**
 * TLS over another transport, for both roles.
 *
 * <pre>
 *   HANDSHAKE ----> OPEN ----> CLOSED
 *       |            |           ^
 *       +--> FAILED <+-----------+
 * </pre>
 *
 * <p>In HANDSHAKE nothing is read or written on behalf of the connection: its reads find nothing, and its writes block. In
 * FAILED the alert was sent, and what still arrives is dropped, so that no reset erases the alert at the peer.
 *
 * <p>An idle connection holds the engine and no buffer: ciphertext passes through the loop's {@link TlsBuffers}. Kept are
 * only the begin of a record whose rest has not arrived, and what the wire did not take.
 */
final class TlsTransport implements Transport, TlsInput.Steps {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    /**
     * Records in a row that may bring no data once the handshake is done: key updates, tickets, empty records. Each costs
     * work, and a peer could send them for ever.
     */
    static final int MAX_BARREN_RECORDS = 32;

    private enum Stage {
        HANDSHAKE,
        OPEN,
        FAILED,
        CLOSED
    }

    private final Transport wire;
    private final TlsEngine engine;
    private final EventLoop loop;
    private final Executor taskRunner;
    private final TlsInput input;
    private final TlsOutput output;

    private Stage stage = Stage.HANDSHAKE;
    private Runnable ready = () -> {};
    private @Nullable SSLException failure;
    private boolean failureTold = true;
    private boolean established;

    /** The engine's tasks are running elsewhere; it must be left alone. */
    private boolean busy;

    private boolean begun;
    private boolean endTold;
    private boolean closing;
    private boolean readyPlanned;

    private int barren;
    private boolean wantsReading = true;
    private boolean wantsWriting;

    /**
     * Nothing is sent before {@link #begin}.
     *
     * @param engine new, with its role set
     * @param taskRunner runs what takes long, away from the loop; it may refuse
     */
    TlsTransport(Transport wire, SSLEngine engine, EventLoop loop, Executor taskRunner) {
        this.wire = wire;
        this.engine = new TlsEngine(engine);
        this.loop = loop;
        this.taskRunner = taskRunner;
        this.input = new TlsInput(wire, this.engine, loop, this);
        this.output = new TlsOutput(wire, loop);
    }

    @Override
    public void begin(Runnable whenReady) {
        ready = whenReady;
        wire.begin(whenReady);
        if (engine.isClient()) {
            planReady();
        }
    }

    @Override
    public boolean isEstablished() {
        return established;
    }

    @Override
    public String unfinished() {
        return wire.isEstablished() ? "the TLS handshake" : wire.unfinished();
    }

    @Override
    public boolean isSecure() {
        return true;
    }

    @Override
    public void advance() throws IOException {
        try {
            wire.advance();
            if (!output.owes()) {
                output.flush();
            }
            if (!busy) {
                switch (stage) {
                    case HANDSHAKE -> handshake();
                    case OPEN -> settle();
                    default -> {}
                }
                endOutput();
            }
        } catch (SSLException e) {
            throw failed(e);
        } finally {
            updateInterest();
        }
        tellFailure();
    }

    // The handshake.

    private void handshake() throws IOException {
        if (!begun) {
            begun = true;
            engine.beginHandshake();
        }
        while (stage == Stage.HANDSHAKE && !busy && !output.isBlocked()) {
            switch (engine.status()) {
                case NEED_TASK -> runTasks();
                case NEED_WRAP -> produce();
                case NOT_HANDSHAKING, FINISHED -> opened();
                default -> {
                    if (!input.receive(TlsEngine.nothing(), TlsBuffers.IN)) {
                        checkEnd();
                        return;
                    }
                }
            }
        }
    }

    private void opened() {
        stage = Stage.OPEN;
        established = true;
    }

    /** A client that connects and leaves without a byte was a port check: nothing failed. */
    private void checkEnd() throws SSLException {
        if (input.hasEnded() && (input.hasHeard() || engine.isClient())) {
            throw new SSLHandshakeException("the peer left during the TLS handshake");
        }
    }

    /** Whoever does the work, the engine must not be used until it is done. */
    private void runTasks() throws SSLException {
        busy = true;
        try {
            taskRunner.execute(() -> {
                try {
                    engine.runTasks();
                } finally {
                    loop.execute(LoopTask.of(this::tasksDone));
                }
            });
        } catch (RejectedExecutionException e) {
            busy = false;
            throw new SSLException("too many TLS handshakes at a time", e);
        }
    }

    private void tasksDone() {
        busy = false;
        tellReady();
    }

    /** Key updates, tickets and closure alerts are answered at any time. */
    private void settle() throws IOException {
        while (!busy && !output.isBlocked()) {
            HandshakeStatus status = engine.status();
            if (status != HandshakeStatus.NEED_WRAP && status != HandshakeStatus.NEED_TASK) {
                return;
            }
            if (engine.renegotiates()) {
                // RFC 5746 section 4.4 allows to refuse it, RFC 8446 has none: nobody needs it here, and it is
                // expensive.
                throw new SSLException("the peer asked for a renegotiation");
            }
            if (status == HandshakeStatus.NEED_WRAP) {
                produce();
            } else {
                runTasks();
            }
        }
    }

    /** Sends what the engine has to say by itself. */
    private void produce() throws IOException {
        ByteBuffer out = loop.tlsBuffers().out();
        try {
            Status status = Status.OK;
            while (status == Status.OK && engine.status() == HandshakeStatus.NEED_WRAP) {
                status = engine.wrapNothing(out);
            }
        } finally {
            // Also where wrapping failed: the alert that follows is of no use to a peer that misses a record.
            output.send(out.flip());
        }
    }

    // Reading.

    @Override
    public int read(ByteBuffer target) throws IOException {
        int start = target.position();
        try {
            if (drops()) {
                input.drop(target);
            } else if (stage == Stage.OPEN && !busy && !engine.isInboundDone()) {
                input.receive(target, target.remaining());
            }
        } catch (SSLException e) {
            failed(e);
            // What came before the failure is delivered first; behind this side's end nobody needs to know of it.
            failureTold = closing;
            if (target.position() == start) {
                tellFailure();
            }
        }
        int count = target.position() - start;
        if (count == 0 && isOver()) {
            endTold = true;
            count = -1;
        }
        updateInterest();
        return count;
    }

    /** While a task is not done, the engine is not asked: where it fails, the engine seems to have ended in order until it tells. */
    private boolean isOver() {
        if (drops()) {
            return input.hasEnded();
        }
        return !input.holdsRecord() && (input.hasEnded() || (!busy && engine.isInboundDone()));
    }

    /** Whether what arrives is of no use, but must be taken so that no reset erases at the peer what was sent last. */
    private boolean drops() {
        return stage == Stage.FAILED || (closing && engine.isInboundDone());
    }

    @Override
    public boolean mayDecrypt() {
        if (busy) {
            return false;
        }
        HandshakeStatus status = engine.status();
        return status == HandshakeStatus.NEED_UNWRAP
                || (stage == Stage.OPEN && status == HandshakeStatus.NOT_HANDSHAKING);
    }

    @Override
    public void decrypted(SSLEngineResult result) throws IOException {
        if (stage == Stage.OPEN) {
            countBarren(result);
            settle();
        } else if (result.getStatus() == Status.CLOSED) {
            throw new SSLHandshakeException("the peer ended the TLS handshake");
        }
    }

    private void countBarren(SSLEngineResult result) throws SSLException {
        barren = result.bytesProduced() > 0 ? 0 : barren + 1;
        if (barren > MAX_BARREN_RECORDS) {
            throw new SSLException("too many TLS records without data");
        }
    }

    // Writing.

    @Override
    public void write(ByteBuffer source) throws IOException {
        if (failure != null) {
            throw failure;
        }
        try {
            output.flush();
            output.skipSent(source);
            if (stage == Stage.OPEN) {
                settle();
            }
            while (source.hasRemaining() && stage == Stage.OPEN && !busy && !output.isBlocked()) {
                encrypt(source);
                settle();
            }
        } catch (SSLException e) {
            throw failed(e);
        } finally {
            updateInterest();
        }
    }

    /** Encrypts as much as fits, for one write. */
    private void encrypt(ByteBuffer source) throws IOException {
        ByteBuffer out = loop.tlsBuffers().out();
        int start = source.position();
        try {
            Status status = Status.OK;
            while (status == Status.OK && source.hasRemaining() && engine.status() != HandshakeStatus.NEED_TASK) {
                status = engine.wrap(source, out);
            }
            if (status == Status.CLOSED) {
                // RFC 5246 section 7.2.1: the other party is to "close down the connection immediately, discarding
                // any pending writes". Nothing failed in that.
                throw new IOException("the peer has closed TLS");
            }
        } finally {
            output.send(out.flip(), source, source.position() - start);
        }
    }

    // What the connection wants to be told of, and when.

    /** What was encrypted and did not leave is to be offered once more, and then comes out of the loop's buffer. */
    @Override
    public int mostAtOnce() {
        return EventLoop.WRITE_BUFFER;
    }

    @Override
    public void interest(boolean reading, boolean writing) {
        wantsReading = reading;
        wantsWriting = writing;
        updateInterest();
    }

    /** A handshake reads and writes for itself, and a write of the connection may have to wait for more than the wire. */
    private void updateInterest() {
        if (stage == Stage.CLOSED) {
            return;
        }
        boolean reading =
                stage == Stage.HANDSHAKE ? !output.isBlocked() && !input.hasEnded() : wantsReading && !answersFirst();
        boolean writing = output.isBlocked() || (stage != Stage.HANDSHAKE && !busy && wantsWriting);
        wire.interest(reading && !busy, writing);
        if (reading && !busy && hasMore()) {
            planReady();
        }
    }

    /** Whoever does not take the answers to his key updates gets no more of them. */
    private boolean answersFirst() {
        return output.isBlocked() && engine.status() == HandshakeStatus.NEED_WRAP;
    }

    /** Whether a read would give something, though the wire may never be ready again. */
    private boolean hasMore() {
        return switch (stage) {
            case OPEN -> !drops() && (input.holdsRecord() || (engine.isInboundDone() && !endTold));
            case FAILED -> !failureTold;
            default -> false;
        };
    }

    private void planReady() {
        if (!readyPlanned) {
            loop.execute(LoopTask.of(() -> {
                readyPlanned = false;
                tellReady();
            }));
            // Only now: where there was no memory for the task, nobody would ever plan another.
            readyPlanned = true;
        }
    }

    private void tellReady() {
        if (stage != Stage.CLOSED) {
            ready.run();
        }
    }

    // The end.

    private SSLException failed(SSLException error) {
        stage = Stage.FAILED;
        failure = error;
        input.discard();
        try {
            while (engine.status() == HandshakeStatus.NEED_WRAP) {
                produce();
            }
            sendCloseNotify();
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "the peer could not be told that TLS failed", e);
        }
        return error;
    }

    private void tellFailure() throws SSLException {
        if (failure != null && !failureTold) {
            failureTold = true;
            throw failure;
        }
    }

    /** RFC 8446 section 6.1: "Each party MUST send a "close_notify" alert before closing its write side". */
    private void sendCloseNotify() throws IOException {
        engine.closeOutbound();
        while (engine.status() == HandshakeStatus.NEED_WRAP) {
            produce();
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        closing = true;
        try {
            endOutput();
        } finally {
            updateInterest();
        }
    }

    /** TLS ends this direction only, as TCP does; TLS 1.2 ends both, and nothing more is expected from the peer. */
    private void endOutput() throws IOException {
        if (!closing || busy) {
            return;
        }
        if (stage != Stage.FAILED) {
            sendCloseNotify();
        }
        if (!output.isBlocked()) {
            output.shut();
        }
    }

    @Override
    public void close() {
        if (stage == Stage.CLOSED) {
            return;
        }
        if (stage == Stage.OPEN && !busy && output.isFree()) {
            try {
                sendCloseNotify();
            } catch (IOException | RuntimeException e) {
                LOG.log(Level.DEBUG, "the peer could not be told that TLS ends", e);
            }
        }
        stage = Stage.CLOSED;
        input.discard();
        output.discard();
        wire.close();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return wire.remoteAddress();
    }

    @Override
    public List<X509Certificate> peerCertificates() {
        return engine.peerCertificates();
    }

    /** Ciphertext that is kept between calls: nothing where the connection is idle. */
    int keptBytes() {
        return output.waiting() + input.waiting();
    }

    /** The version that was agreed on, such as {@code TLSv1.3}. */
    String protocol() {
        return engine.protocol();
    }

    String cipherSuite() {
        return engine.cipherSuite();
    }
}
