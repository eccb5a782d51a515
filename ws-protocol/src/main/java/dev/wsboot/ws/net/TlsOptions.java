package dev.wsboot.ws.net;

import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * How a server or a client does TLS.
 *
 * @param context holds keys and trusted certificates
 * @param clientAuth whether a server asks for the client's certificate; a client ignores it
 * @param protocols the versions that may be used, such as {@code TLSv1.3}
 * @param cipherSuites what may be used, the preferred one first; empty for what the context enables
 */
public record TlsOptions(SSLContext context, ClientAuth clientAuth, List<String> protocols, List<String> cipherSuites) {

    private static final List<String> DEFAULT_PROTOCOLS = List.of("TLSv1.3", "TLSv1.2");

    /** RFC 7301: a WebSocket begins as HTTP/1.1, and neither side should take it for anything else. */
    private static final String[] APPLICATION_PROTOCOLS = {"http/1.1"};

    /** What a server wants of its clients' certificates. */
    public enum ClientAuth {
        /** It does not ask for one. */
        NONE,
        /** It asks for one, and accepts clients without. */
        WANT,
        /** It refuses clients without one. */
        NEED
    }

    /**
     * Copies the lists.
     *
     * @param context keys and trusted certificates
     * @param clientAuth whether clients are asked for a certificate
     * @param protocols the versions
     * @param cipherSuites the cipher suites, or none
     * @throws IllegalArgumentException if there is no protocol, or the context does not know a protocol or a cipher suite
     */
    public TlsOptions {
        Objects.requireNonNull(clientAuth, "clientAuth");
        protocols = List.copyOf(protocols);
        cipherSuites = List.copyOf(cipherSuites);
        if (protocols.isEmpty()) {
            throw new IllegalArgumentException("protocols must not be empty");
        }
        // A wrong name is told at once, not with each connection.
        configure(context.createSSLEngine(), protocols, cipherSuites);
    }

    /**
     * TLS 1.3 and 1.2, without certificates of clients.
     *
     * @param context keys and trusted certificates
     * @return new options
     */
    public static TlsOptions of(SSLContext context) {
        return new TlsOptions(context, ClientAuth.NONE, DEFAULT_PROTOCOLS, List.of());
    }

    /**
     * What the Java runtime trusts; enough for a client.
     *
     * @return new options
     * @throws IllegalStateException if the runtime has no default context
     */
    public static TlsOptions systemDefault() {
        try {
            return of(SSLContext.getDefault());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("the Java runtime has no default SSLContext", e);
        }
    }

    /**
     * The same options with another rule for certificates of clients.
     *
     * @param auth whether clients are asked for one
     * @return new options
     */
    public TlsOptions withClientAuth(ClientAuth auth) {
        return new TlsOptions(context, auth, protocols, cipherSuites);
    }

    /**
     * The same options with other versions.
     *
     * @param names such as {@code TLSv1.3}
     * @return new options
     * @throws IllegalArgumentException if there is none, or the context does not know one
     */
    public TlsOptions withProtocols(String... names) {
        return new TlsOptions(context, clientAuth, List.of(names), cipherSuites);
    }

    /**
     * The same options with other cipher suites.
     *
     * @param names the preferred one first; none for what the context enables
     * @return new options
     * @throws IllegalArgumentException if the context does not know one
     */
    public TlsOptions withCipherSuites(String... names) {
        return new TlsOptions(context, clientAuth, protocols, List.of(names));
    }

    /** The server's side of one connection. */
    SSLEngine serverEngine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        SSLParameters parameters = configure(engine, protocols, cipherSuites);
        parameters.setUseCipherSuitesOrder(true);
        switch (clientAuth) {
            case NONE -> parameters.setNeedClientAuth(false);
            case WANT -> parameters.setWantClientAuth(true);
            case NEED -> parameters.setNeedClientAuth(true);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    /**
     * The client's side of one connection: it says which host it wants, and accepts a certificate of that host only.
     *
     * @param host a name or an IP address; that of the URI, not of a proxy
     */
    SSLEngine clientEngine(String host, int port) {
        String name = withoutDecoration(host);
        SSLEngine engine = context.createSSLEngine(name, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = configure(engine, protocols, cipherSuites);
        // RFC 2818 section 3.1: "If the hostname is available, the client MUST check it against the server's identity".
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        if (!isAddress(name)) {
            serverName(parameters, name);
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private static SSLParameters configure(SSLEngine engine, List<String> protocols, List<String> cipherSuites) {
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setProtocols(protocols.toArray(new String[0]));
        if (!cipherSuites.isEmpty()) {
            parameters.setCipherSuites(cipherSuites.toArray(new String[0]));
        }
        parameters.setApplicationProtocols(APPLICATION_PROTOCOLS);
        engine.setSSLParameters(parameters);
        return parameters;
    }

    /** RFC 6066 section 3: "without a trailing dot"; and brackets belong to the URI. */
    private static String withoutDecoration(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return host.substring(1, host.length() - 1);
        }
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** RFC 6066 section 3: "Literal IPv4 and IPv6 addresses are not permitted in "HostName"." */
    private static boolean isAddress(String name) {
        return name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || (c >= '0' && c <= '9'));
    }

    private static void serverName(SSLParameters parameters, String name) {
        try {
            parameters.setServerNames(List.of(new SNIHostName(name)));
        } catch (IllegalArgumentException e) {
            // A name that DNS may hold and that SNI cannot say, such as one with an underscore: it goes without.
            parameters.setServerNames(List.of());
        }
    }
}
