package dev.wsboot.ws.net;

import dev.wsboot.ws.handshake.ProxyConnect;
import dev.wsboot.ws.handshake.UpgradeRejectedException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * Bytes through an HTTP proxy. RFC 6455 section 4.1: "If the user agent is configured to use a proxy when using the
 * WebSocket Protocol to connect to host /host/ and port /port/, then the user agent SHOULD connect to that proxy and ask it
 * to open a TCP connection to the host given by /host/ and the port given by /port/."
 *
 * <p>Until the tunnel is open nothing is read or written on behalf of the connection: its reads find nothing, and its
 * writes block. Then it stands in nobody's way.
 */
final class TunnelTransport implements Transport {

    private final Transport wire;
    private final EventLoop loop;
    private final ProxyConnect proxy;
    private final ByteBuffer request;
    private boolean open;
    private boolean failed;
    private boolean wantsReading = true;
    private boolean wantsWriting;

    /** Nothing is sent before {@link #begin}. */
    TunnelTransport(Transport wire, EventLoop loop, ProxyConnect proxy) {
        this.wire = wire;
        this.loop = loop;
        this.proxy = proxy;
        byte[] bytes = proxy.request();
        this.request = ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
    }

    @Override
    public void begin(Runnable ready) {
        loop.execute(LoopTask.of(ready));
    }

    @Override
    public boolean isEstablished() {
        return open;
    }

    /**
     * Goes on asking for the tunnel.
     *
     * @throws IOException whose cause is an {@link UpgradeRejectedException} where the proxy does not open it
     */
    @Override
    public void advance() throws IOException {
        if (open || failed) {
            return;
        }
        try {
            if (request.hasRemaining()) {
                wire.write(request);
            }
            receive(loop.readBuffer());
        } catch (UpgradeRejectedException e) {
            failed = true;
            throw new IOException(e);
        } finally {
            updateInterest();
        }
    }

    private void receive(ByteBuffer in) throws IOException, UpgradeRejectedException {
        int count = wire.read(in);
        if (count < 0) {
            throw proxy.inputEnded();
        }
        open = proxy.receive(in.flip());
        if (open && in.hasRemaining()) {
            // The server cannot have spoken yet: it waits for a ClientHello or a request.
            open = false;
            failed = true;
            throw new IOException("the proxy sent something behind its answer");
        }
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
        return open ? wire.read(target) : 0;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        if (open) {
            wire.write(source);
        }
    }

    @Override
    public void interest(boolean reading, boolean writing) {
        wantsReading = reading;
        wantsWriting = writing;
        updateInterest();
    }

    private void updateInterest() {
        if (open) {
            wire.interest(wantsReading, wantsWriting);
        } else {
            wire.interest(!failed, request.hasRemaining());
        }
    }

    @Override
    public void shutdownOutput() throws IOException {
        wire.shutdownOutput();
    }

    @Override
    public void close() {
        wire.close();
    }

    @Override
    public InetSocketAddress remoteAddress() {
        return wire.remoteAddress();
    }
}
