package dev.wsboot.ws.spring;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "dev.wsboot.ws.spring", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    private static final String BASE = "dev.wsboot.ws.spring";

    @ArchTest
    static final ArchRule wiringKnowsThePartsAndThePartsKnowOnlyTheApi = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("wiring")
            .definedBy(BASE + ".autoconfigure")
            .layer("endpoint")
            .definedBy(BASE + ".endpoint")
            .layer("topic")
            .definedBy(BASE + ".topic")
            .layer("server")
            .definedBy(BASE + ".server")
            .layer("actuate")
            .definedBy(BASE + ".actuate")
            .layer("api")
            .definedBy(BASE)
            .whereLayer("wiring")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("endpoint")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("topic")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("server")
            .mayOnlyBeAccessedByLayers("wiring")
            .whereLayer("actuate")
            .mayOnlyBeAccessedByLayers("wiring");

    @ArchTest
    static final ArchRule packagesFormNoCircle =
            slices().matching(BASE + ".(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule onlyTheWiringKnowsJacksonAndBootsAutoConfiguration = noClasses()
            .that()
            .resideOutsideOfPackage(BASE + ".autoconfigure")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("tools.jackson..", "org.springframework.boot.autoconfigure..");

    @ArchTest
    static final ArchRule onlyMetricsKnowMicrometer = noClasses()
            .that()
            .resideOutsideOfPackages(BASE + ".actuate", BASE + ".autoconfigure")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.micrometer..");

    @ArchTest
    static final ArchRule namesSayWhatAClassIs =
            classes().should().haveSimpleNameNotEndingWith("Impl").andShould().haveSimpleNameNotEndingWith("Utils");
}
