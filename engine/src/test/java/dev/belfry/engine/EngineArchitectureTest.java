package dev.belfry.engine;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;

@AnalyzeClasses(
    packages = "dev.belfry.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
class EngineArchitectureTest {

  @ArchTest
  static final ArchRule packages_have_no_cycles =
      slices().matching("dev.belfry.engine.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule arrows_point_one_way =
      Architectures.layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("engine")
          .definedBy("dev.belfry.engine")
          .layer("accept")
          .definedBy("..engine.accept..")
          .layer("delivery")
          .definedBy("..engine.delivery..")
          .layer("replay")
          .definedBy("..engine.replay..")
          .layer("webhook")
          .definedBy("..engine.webhook..")
          .layer("event")
          .definedBy("..engine.event..")
          .layer("tenant")
          .definedBy("..engine.tenant..")
          .layer("audit")
          .definedBy("..engine.audit..")
          .layer("store")
          .definedBy("..engine.store..")
          .whereLayer("engine")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("accept")
          .mayOnlyBeAccessedByLayers("engine")
          .whereLayer("delivery")
          .mayOnlyBeAccessedByLayers("engine", "accept", "replay")
          .whereLayer("replay")
          .mayOnlyBeAccessedByLayers("engine")
          .whereLayer("webhook")
          .mayOnlyBeAccessedByLayers("engine", "accept", "replay", "delivery")
          .whereLayer("event")
          .mayOnlyBeAccessedByLayers("engine", "accept", "replay", "delivery", "webhook")
          .whereLayer("tenant")
          .mayOnlyBeAccessedByLayers("engine", "accept", "replay", "delivery", "webhook", "event");
}
