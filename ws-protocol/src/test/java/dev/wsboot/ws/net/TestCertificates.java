package dev.wsboot.ws.net;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** Keys with self-signed certificates, made once a run by the JDK's own keytool, so that none of them can be out of date. */
enum TestCertificates {
    /** For localhost and the loopback addresses. */
    SERVER("CN=server", "SAN=dns:localhost,ip:127.0.0.1,ip:0:0:0:0:0:0:0:1"),
    /** For another host. */
    OTHER_HOST("CN=other", "SAN=dns:example.org"),
    CLIENT("CN=client", "BC=ca:false"),
    /** Trusted by nobody. */
    STRANGER("CN=stranger", "BC=ca:false");

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final String name;
    private final String extension;
    private @Nullable KeyStore keys;

    TestCertificates(String name, String extension) {
        this.name = name;
        this.extension = extension;
    }

    /** A server that trusts {@link #CLIENT}. */
    static SSLContext server() {
        return context(SERVER, CLIENT);
    }

    /** A client that trusts {@link #SERVER} and has no certificate. */
    static SSLContext client() {
        return context(null, SERVER);
    }

    /** With the key of one and trust in the others. */
    static SSLContext context(@Nullable TestCertificates own, TestCertificates... trusted) {
        try {
            KeyManagerFactory keyManagers = KeyManagerFactory.getInstance("PKIX");
            keyManagers.init(own == null ? null : own.keys(), PASSWORD);
            KeyStore trust = KeyStore.getInstance("PKCS12");
            trust.load(null, null);
            for (TestCertificates one : trusted) {
                trust.setCertificateEntry(one.name, one.certificate());
            }
            TrustManagerFactory trustManagers = TrustManagerFactory.getInstance("PKIX");
            trustManagers.init(trust);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    X509Certificate certificate() {
        try {
            return (X509Certificate) keys().getCertificate("key");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private synchronized KeyStore keys() {
        if (keys == null) {
            keys = generate();
        }
        return keys;
    }

    private KeyStore generate() {
        try {
            Path directory = Files.createTempDirectory("certificates");
            Path file = directory.resolve("keys.p12");
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
            command.addAll(List.of("-genkeypair", "-alias", "key", "-keyalg", "EC", "-groupname", "secp256r1"));
            command.addAll(List.of("-dname", name, "-ext", extension, "-validity", "30", "-storetype", "PKCS12"));
            command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(directory.resolve("log").toFile())
                    .start();
            int exit = process.waitFor();
            String log = Files.readString(directory.resolve("log"));
            if (exit != 0) {
                throw new IllegalStateException("keytool failed: " + log);
            }
            KeyStore made = KeyStore.getInstance("PKCS12");
            try (InputStream in = Files.newInputStream(file)) {
                made.load(in, PASSWORD);
            }
            Files.delete(file);
            Files.delete(directory.resolve("log"));
            Files.delete(directory);
            return made;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
