package dev.wsboot.ws.spring.server;

import dev.wsboot.ws.net.TlsOptions;
import dev.wsboot.ws.net.TlsOptions.ClientAuth;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.util.Collections;
import java.util.function.Consumer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.boot.ssl.SslStoreBundle;

/**
 * An SSL bundle as the engine wants it.
 *
 * @param bundles the application's
 * @param name of the bundle
 * @param clientAuth whether clients are asked for a certificate
 */
public record ServerTls(SslBundles bundles, String name, ClientAuth clientAuth) {

    private static final Log log = LogFactory.getLog(ServerTls.class);

    /**
     * What the bundle holds now.
     *
     * @return keys, certificates, protocols and cipher suites
     * @throws org.springframework.boot.ssl.NoSuchSslBundleException if there is no bundle of that name
     * @throws IllegalStateException if it is of no use to a server
     */
    public TlsOptions options() {
        return options(bundles.getBundle(name));
    }

    /**
     * Tells when the bundle is loaded anew; where what it holds then is of no use, it is logged and nothing else happens.
     *
     * @param reloaded takes what the bundle holds then
     */
    public void onReload(Consumer<TlsOptions> reloaded) {
        bundles.addBundleUpdateHandler(name, bundle -> {
            try {
                reloaded.accept(options(bundle));
                log.info("The SSL bundle " + name + " was loaded anew, for the connections to come");
            } catch (RuntimeException e) {
                log.error("The SSL bundle " + name + " was loaded anew but cannot be used; the one before it stays", e);
            }
        });
    }

    private TlsOptions options(SslBundle bundle) {
        if (!hasKey(bundle)) {
            throw new IllegalStateException("it has no private key");
        }
        SslOptions wanted = bundle.getOptions();
        TlsOptions options = TlsOptions.of(bundle.createSslContext()).withClientAuth(clientAuth);
        if (wanted.getEnabledProtocols() != null) {
            options = options.withProtocols(wanted.getEnabledProtocols());
        }
        if (wanted.getCiphers() != null) {
            options = options.withCipherSuites(wanted.getCiphers());
        }
        return options;
    }

    /** What has no stores at all has key managers of its own making. */
    private static boolean hasKey(SslBundle bundle) {
        KeyStore keys = bundle.getStores().getKeyStore();
        if (keys == null) {
            return bundle.getStores() == SslStoreBundle.NONE;
        }
        try {
            for (String alias : Collections.list(keys.aliases())) {
                if (keys.isKeyEntry(alias)) {
                    return true;
                }
            }
            return false;
        } catch (KeyStoreException e) {
            throw new IllegalStateException(e);
        }
    }
}
