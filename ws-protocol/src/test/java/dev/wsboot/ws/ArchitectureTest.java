package dev.wsboot.ws;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.wsboot.ws.net.Backoff;
import dev.wsboot.ws.net.DrainOptions;
import dev.wsboot.ws.net.EndpointOptions;
import dev.wsboot.ws.net.Heartbeat;
import dev.wsboot.ws.net.KeptConnection;
import dev.wsboot.ws.net.ListenException;
import dev.wsboot.ws.net.ListenOptions;
import dev.wsboot.ws.net.RateLimit;
import dev.wsboot.ws.net.SendQueuePolicy;
import dev.wsboot.ws.net.TlsOptions;
import dev.wsboot.ws.net.WsClient;
import dev.wsboot.ws.net.WsGroup;
import dev.wsboot.ws.net.WsRequest;
import dev.wsboot.ws.net.WsServer;
import java.time.Clock;

/** Arrows point one way: ws.protocol, ws.handshake, ws, ws.net; each knows only what stands before it. */
@AnalyzeClasses(packages = "dev.wsboot.ws", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String PROTOCOL = "dev.wsboot.ws.protocol";
    private static final String HANDSHAKE = "dev.wsboot.ws.handshake";
    private static final String CONTRACTS = "dev.wsboot.ws";
    private static final String NET = "dev.wsboot.ws.net";

    @ArchTest
    static final ArchRule protocolKnowsNobody = classes()
            .that()
            .resideInAPackage(PROTOCOL)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(PROTOCOL, "java..", "org.jspecify.annotations"));

    @ArchTest
    static final ArchRule handshakeKnowsAtMostTheProtocol = classes()
            .that()
            .resideInAPackage(HANDSHAKE)
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage(HANDSHAKE, PROTOCOL, "java..", "org.jspecify.annotations"));

    @ArchTest
    static final ArchRule contractsDoNotKnowTheTransport =
            noClasses().that().resideInAPackage(CONTRACTS).should().dependOnClassesThat(resideInAPackage(NET));

    @ArchTest
    static final ArchRule coreHasNoSocketThreadClockOrLogger = noClasses()
            .that()
            .resideInAnyPackage(PROTOCOL, HANDSHAKE)
            .should()
            .dependOnClassesThat(resideInAnyPackage(
                            "java.net..",
                            "java.nio.channels..",
                            "java.util.concurrent..",
                            "java.time..",
                            "java.util.logging")
                    .or(assignableTo(Thread.class))
                    .or(assignableTo(Clock.class))
                    .or(assignableTo(System.Logger.class)));

    @ArchTest
    static final ArchRule coreReadsNoClock = noClasses()
            .that()
            .resideInAnyPackage(PROTOCOL, HANDSHAKE)
            .should()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(System.class, "currentTimeMillis");

    @ArchTest
    static final ArchRule contractsDoNoIo = noClasses()
            .that()
            .resideInAPackage(CONTRACTS)
            .should()
            .dependOnClassesThat(resideInAnyPackage("java.nio.channels.."));

    @ArchTest
    static final ArchRule transportIsSeenByItsFewPublicTypesOnly = classes()
            .that()
            .resideInAPackage(NET)
            .and(not(belongToAnyOf(
                    WsServer.class,
                    WsGroup.class,
                    Heartbeat.class,
                    DrainOptions.class,
                    ListenOptions.class,
                    ListenException.class,
                    RateLimit.class,
                    SendQueuePolicy.class,
                    EndpointOptions.class,
                    TlsOptions.class,
                    WsClient.class,
                    WsRequest.class,
                    KeptConnection.class,
                    Backoff.class)))
            .should()
            .notBePublic();

    @ArchTest
    static final ArchRule packagesHaveNoCycles =
            slices().matching("dev.wsboot.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatAClassIs = noClasses()
            .should()
            .haveSimpleNameEndingWith("Impl")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameStartingWith("Abstract");
}
