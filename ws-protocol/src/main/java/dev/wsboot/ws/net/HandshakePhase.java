package dev.wsboot.ws.net;

import dev.wsboot.ws.Printable;
import dev.wsboot.ws.UpgradeDecision;
import dev.wsboot.ws.WsLimit;
import dev.wsboot.ws.WsUpgrade;
import dev.wsboot.ws.handshake.DeflateNegotiation;
import dev.wsboot.ws.handshake.HandshakeException;
import dev.wsboot.ws.handshake.HandshakeRefusal;
import dev.wsboot.ws.handshake.ServerHandshake;
import dev.wsboot.ws.handshake.UpgradeRequest;
import dev.wsboot.ws.protocol.DeflateOptions;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * The opening handshake: reads the request, finds the endpoint, asks the rules and then the application, and answers with
 * 101 or a refusal. Exactly one request is answered; what stands behind it are frames, or nothing.
 */
final class HandshakePhase implements Phase {

    private static final System.Logger LOG = System.getLogger("dev.wsboot.ws");

    static final int RETRY_AFTER_SECONDS = 5;

    /** How long a client has for its request that there is no room for. */
    private static final Duration TIME_TO_BE_REFUSED = Duration.ofSeconds(2);

    /** RFC 9110 section 15.5.15, RFC 6585 section 5: the target, and the head, are too long. */
    private static final Set<Integer> TOO_LARGE = Set.of(414, 431);

    private final Connection connection;
    private final ServerOptions options;
    private final ServerHandshake handshake;
    private final long begunAt;
    private final Admission.Place place;

    /** Who asks, once the request has told. */
    private @Nullable InetSocketAddress requester;

    private boolean begun;

    /** Whether the application is being asked. */
    private boolean undecided;

    private boolean answered;

    /**
     * Waits for the request.
     *
     * @param place what the server has room for; where it has none, every request is refused
     */
    HandshakePhase(Connection connection, ServerOptions options, Admission.Place place) {
        this.connection = connection;
        this.options = options;
        this.place = place;
        this.handshake = new ServerHandshake(options.handshakeLimits());
        this.begunAt = connection.loop().now();
    }

    @Override
    public void receive(ByteBuffer in) {
        begun = true;
        try {
            UpgradeRequest request = handshake.receive(in);
            if (request != null) {
                answer(Requester.of(request, connection, options.proxies()));
            }
        } catch (HandshakeException e) {
            if (TOO_LARGE.contains(e.refusal().status())) {
                limitReached(WsLimit.REQUEST_HEAD);
            }
            refuse(e.refusal());
        }
    }

    private void answer(Requester from) {
        requester = from.address();
        boolean forwarded = !requester.equals(connection.remoteAddress());
        if (forwarded && place.comesFrom(requester.getAddress())) {
            limitReached(WsLimit.CONNECTIONS_PER_ADDRESS);
            if (!place.answered()) {
                failed("too many connections");
                connection.close();
                return;
            }
        }
        HandshakeRefusal overload = place.refusal();
        HandshakeRefusal busy = overload == null ? options.reception().refusal() : overload;
        if (busy == null) {
            route(from);
        } else {
            refuse(busy);
        }
    }

    private InetSocketAddress remoteAddress() {
        return requester == null ? connection.remoteAddress() : requester;
    }

    private void limitReached(WsLimit limit) {
        options.session().observer().limitReached(limit);
    }

    private void route(Requester from) {
        UpgradeRequest request = from.request();
        Router.Match match = options.router().route(request.path());
        if (match == null) {
            refuse(HandshakeRefusal.notFound());
        } else if (!options.originRule().allows(request)) {
            // RFC 6455 section 4.2.2: "If the server does not validate the origin ... it MUST respond with an
            // appropriate HTTP error code (e.g., 403 Forbidden)". Before any code of the application runs.
            refuse(HandshakeRefusal.forbidden("the origin is not allowed"), from.whyNotItsOrigin());
        } else {
            Endpoint endpoint = match.endpoint();
            decide(
                    endpoint,
                    request,
                    new WsUpgrade(
                            request.withoutHandshakeLines(),
                            endpoint.template().toString(),
                            match.pathParameters(),
                            from.address(),
                            from.secure()));
        }
    }

    private void decide(Endpoint endpoint, UpgradeRequest request, WsUpgrade upgrade) {
        if (!endpoint.options().asksNobody()) {
            undecided = true;
            connection.pause(Connection.UPGRADE_UNDECIDED);
            Executor executor = options.session().executor() == null
                    ? Runnable::run
                    : options.session().executor();
            try {
                executor.execute(() -> ask(endpoint, request, upgrade));
            } catch (Throwable e) {
                // It was shut down, or has no thread left.
                LOG.log(Level.DEBUG, "the executor takes no upgrade check", e);
                refuse(HandshakeRefusal.serviceUnavailable(RETRY_AFTER_SECONDS));
            }
        } else {
            decided(endpoint, request, upgrade, UpgradeDecision.accept());
        }
    }

    /** Asks the application, on its executor, and brings the answer back to the loop. */
    private void ask(Endpoint endpoint, UpgradeRequest request, WsUpgrade upgrade) {
        try {
            CompletionStage<UpgradeDecision> stage =
                    endpoint.options().upgradeCheck().check(upgrade);
            stage.whenComplete((decision, error) -> answer(endpoint, request, upgrade, decision, error));
        } catch (Throwable e) {
            // An error or a missing stage too: else the client would wait for the deadline, or get no answer at all.
            answer(endpoint, request, upgrade, null, e);
        }
    }

    private void answer(
            Endpoint endpoint,
            UpgradeRequest request,
            WsUpgrade upgrade,
            @Nullable UpgradeDecision decision,
            @Nullable Throwable error) {
        connection.loop().execute(LoopTask.of(() -> {
            if (decision != null) {
                decided(endpoint, request, upgrade, decision);
            } else {
                LOG.log(Level.ERROR, "the upgrade check for " + upgrade + " failed; refusing with 500", error);
                refuse(HandshakeRefusal.internalError());
            }
        }));
    }

    private void decided(Endpoint endpoint, UpgradeRequest request, WsUpgrade upgrade, UpgradeDecision decision) {
        if (answered || connection.isClosed()) {
            return;
        }
        HandshakeRefusal refusal = decision.refusal();
        if (refusal == null) {
            // The server may have begun to stop while the application was asked.
            refusal = options.reception().refusal();
        }
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        String subprotocol = request.selectSubprotocol(endpoint.options().subprotocols());
        DeflateOptions wanted = options.session().deflate();
        DeflateNegotiation.Agreement deflate =
                wanted == null ? null : DeflateNegotiation.accept(request.extensions(), wanted);
        byte[] response;
        try {
            response = ServerHandshake.acceptance(
                    request, subprotocol, deflate == null ? null : deflate.header(), decision.headers());
        } catch (IllegalArgumentException e) {
            LOG.log(Level.ERROR, "the upgrade check for " + upgrade + " gave a bad header; refusing with 500", e);
            refuse(HandshakeRefusal.internalError());
            return;
        }
        Agreement agreement = Agreement.ofServer(
                subprotocol, deflate == null ? null : deflate.parameters(), connection.peerCertificates());
        accept(
                new WebSocketConnection(connection, sessionOptions(endpoint), endpoint.handler(), upgrade, agreement),
                response,
                decision);
    }

    private SessionOptions sessionOptions(Endpoint endpoint) {
        EndpointOptions own = endpoint.options();
        return options.session().with(own.partLimits(), own.sendQueuePolicy());
    }

    private void accept(WebSocketConnection webSocket, byte[] response, UpgradeDecision decision) {
        answered = true;
        write(response);
        if (!decision.attributes().isEmpty()) {
            webSocket.session().attributes().putAll(decision.attributes());
        }
        connection.enter(webSocket);
        webSocket.open();
        connection.resume(Connection.UPGRADE_UNDECIDED);
    }

    private void refuse(HandshakeRefusal refusal) {
        refuse(refusal, refusal.body());
    }

    private void refuse(HandshakeRefusal refusal, String reason) {
        if (answered || connection.isClosed()) {
            return;
        }
        answered = true;
        String why = Printable.text(reason);
        options.session().observer().handshakeRefused(refusal.status(), why);
        LOG.log(Level.DEBUG, () -> "refused " + remoteAddress() + " with " + refusal.status() + ": " + why);
        write(refusal.encode());
        connection.finish();
    }

    private void write(byte[] response) {
        connection.outbound().reserve(response.length).put(response);
        connection.outbound().commit();
    }

    @Override
    public void inputEnded() {
        gaveUp();
    }

    @Override
    public void broken(IOException error) {
        if (error instanceof SSLException && !answered) {
            failed((connection.isEstablished() ? "TLS failed: " : "the TLS handshake failed: ") + error.getMessage());
            // In order, so that no reset erases the alert at the peer.
            connection.finish();
        } else if (error instanceof NotAdmittedException refused) {
            if (refused.limit() != null) {
                limitReached(refused.limit());
            }
            failed(String.valueOf(refused.getMessage()));
            connection.close();
        } else {
            gaveUp();
        }
    }

    /** There was no way to answer. */
    private void failed(String why) {
        answered = true;
        String line = Printable.text(why);
        options.session().observer().handshakeRefused(0, line);
        LOG.log(Level.DEBUG, () -> "with " + remoteAddress() + " " + line);
    }

    @Override
    public void stalled() {
        gaveUp();
    }

    @Override
    public void cut() {
        gaveUp();
    }

    /** The peer left before it was answered. One that never said anything was a port check, and nothing was refused. */
    private void gaveUp() {
        if (begun && !answered) {
            options.session().observer().handshakeRefused(0, "the peer left during the handshake");
        }
        answered = true;
        connection.close();
    }

    @Override
    public void shutdown(int closeCode) {
        if (begun) {
            HandshakeRefusal closed = options.reception().refusal();
            refuse(closed == null ? HandshakeRefusal.serviceUnavailable(RETRY_AFTER_SECONDS) : closed);
        } else {
            connection.close();
        }
    }

    /** Behind the PROXY header it may come sooner: who is found to be one too many has less time. */
    @Override
    public long deadline() {
        if (answered) {
            return NEVER;
        }
        Duration time = place.exceeded() == null ? options.handshakeTimeout() : TIME_TO_BE_REFUSED;
        return begunAt + time.toNanos();
    }

    @Override
    public void expired(long now) {
        if (place.exceeded() == null && !undecided) {
            limitReached(WsLimit.HANDSHAKE_TIME);
        }
        if (connection.isEstablished()) {
            refuse(HandshakeRefusal.requestTimeout());
        } else {
            // There is no way yet to say so.
            failed(connection.unfinished() + " took too long");
            connection.close();
        }
    }
}
