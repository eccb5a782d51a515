package dev.wsboot.ws.net;

import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.handshake.IpAddress;
import dev.wsboot.ws.handshake.ProxyHeader;
import dev.wsboot.ws.handshake.ProxyHeader.Progress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes from a proxy that says first whom it speaks for (the PROXY protocol). Nothing behind the header is read with it, so what stands
 * there, be it TLS or a request, is read as if the header had never been. Until it is complete, reads find nothing; nobody writes, since
 * the client speaks first. Then it stands in nobody's way.
 */
final class ProxyTransport implements Transport {

    /** Is told, as soon as it is known, who is at the other end. */
    interface Introduction {

        /** Throws where that client may not go on. */
        void of(InetAddress client) throws IOException;
    }

    private final Transport wire;
    private final EventLoop loop;
    private final Introduction introduction;
    private @Nullable ProxyHeader header;
    private boolean ended;
    private InetSocketAddress remoteAddress;

    /** Nothing has been read. */
    ProxyTransport(Transport wire, EventLoop loop, ProxyHeader header, Introduction introduction) {
        this.wire = wire;
        this.loop = loop;
        this.header = header;
        this.introduction = introduction;
        this.remoteAddress = wire.remoteAddress();
    }

    @Override
    public void begin(Runnable ready) {
        wire.begin(ready);
    }

    @Override
    public boolean isEstablished() {
        return header == null && wire.isEstablished();
    }

    @Override
    public String unfinished() {
        return header == null ? wire.unfinished() : "the PROXY header";
    }

    /**
     * Reads the header.
     *
     * @throws NotAdmittedException where it is bad, or the client may not go on
     */
    @Override
    public void advance() throws IOException {
        wire.advance();
        ProxyHeader unread = header;
        while (unread != null && header != null) {
            ByteBuffer in = loop.readBuffer();
            int count = wire.read(in.limit(unread.missing()));
            if (count <= 0) {
                ended = count < 0;
                checkEnd(unread);
                return;
            }
            receive(unread, in.flip());
        }
    }

    /** Whoever connects and leaves without a byte was a port check: nothing was bad. */
    private void checkEnd(ProxyHeader unread) throws NotAdmittedException {
        if (ended && unread.hasBegun()) {
            throw new NotAdmittedException("The peer left in the middle of the PROXY header", null);
        }
    }

    private void receive(ProxyHeader unread, ByteBuffer in) throws IOException {
        Progress progress = unread.receive(in);
        if (progress == Progress.BAD) {
            throw new NotAdmittedException(
                    String.valueOf(unread.problem()), unread.isTooLarge() ? WsLimit.REQUEST_HEAD : null);
        }
        if (progress == Progress.COMPLETE) {
            header = null;
            IpAddress source = unread.source();
            if (source != null) {
                remoteAddress = Requester.socketAddress(source, unread.sourcePort());
            }
            introduction.of(remoteAddress.getAddress());
        }
    }

    /** Before the header is complete there can only be the end. */
    @Override
    public int read(ByteBuffer target) throws IOException {
        if (header == null) {
            return wire.read(target);
        }
        return ended ? -1 : 0;
    }

    @Override
    public void write(ByteBuffer source) throws IOException {
        wire.write(source);
    }

    @Override
    public int mostAtOnce() {
        return wire.mostAtOnce();
    }

    @Override
    public void interest(boolean reading, boolean writing) {
        wire.interest(reading, writing);
    }

    @Override
    public void shutdownOutput() throws IOException {
        wire.shutdownOutput();
    }

    @Override
    public void close() {
        wire.close();
    }

    /** The client's, once it is known, and the proxy's before. */
    @Override
    public InetSocketAddress remoteAddress() {
        return remoteAddress;
    }
}
