package dev.wsboot.ws.net;

import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLSession;

/** An engine that does what a test says; the JDK's would never do most of it. */
final class ScriptedEngine extends SSLEngine {

    HandshakeStatus status = HandshakeStatus.NOT_HANDSHAKING;
    BiFunction<ByteBuffer, ByteBuffer, SSLEngineResult> wrap;
    BiFunction<ByteBuffer, ByteBuffer, SSLEngineResult> unwrap;
    Supplier<Runnable> tasks = () -> null;
    RuntimeException beginFailure;

    SSLEngineResult result(SSLEngineResult.Status outcome, int consumed, int produced) {
        return new SSLEngineResult(outcome, status, consumed, produced);
    }

    @Override
    public SSLEngineResult wrap(ByteBuffer[] sources, int offset, int length, ByteBuffer target) {
        return wrap.apply(sources[offset], target);
    }

    @Override
    public SSLEngineResult unwrap(ByteBuffer source, ByteBuffer[] targets, int offset, int length) {
        return unwrap.apply(source, targets[offset]);
    }

    @Override
    public Runnable getDelegatedTask() {
        return tasks.get();
    }

    @Override
    public HandshakeStatus getHandshakeStatus() {
        return status;
    }

    @Override
    public void beginHandshake() {
        if (beginFailure != null) {
            throw beginFailure;
        }
    }

    @Override
    public SSLSession getSession() {
        return (SSLSession) Proxy.newProxyInstance(
                getClass().getClassLoader(),
                new Class<?>[] {SSLSession.class},
                (proxy, method, arguments) -> "TLSv1.3");
    }

    @Override
    public boolean isInboundDone() {
        return false;
    }

    @Override
    public boolean isOutboundDone() {
        return false;
    }

    @Override
    public void closeInbound() {}

    @Override
    public void closeOutbound() {}

    @Override
    public boolean getUseClientMode() {
        return false;
    }

    @Override
    public void setUseClientMode(boolean mode) {}

    @Override
    public String[] getSupportedCipherSuites() {
        return new String[0];
    }

    @Override
    public String[] getEnabledCipherSuites() {
        return new String[0];
    }

    @Override
    public void setEnabledCipherSuites(String[] suites) {}

    @Override
    public String[] getSupportedProtocols() {
        return new String[0];
    }

    @Override
    public String[] getEnabledProtocols() {
        return new String[0];
    }

    @Override
    public void setEnabledProtocols(String[] protocols) {}

    @Override
    public void setNeedClientAuth(boolean need) {}

    @Override
    public boolean getNeedClientAuth() {
        return false;
    }

    @Override
    public void setWantClientAuth(boolean want) {}

    @Override
    public boolean getWantClientAuth() {
        return false;
    }

    @Override
    public void setEnableSessionCreation(boolean flag) {}

    @Override
    public boolean getEnableSessionCreation() {
        return true;
    }
}
