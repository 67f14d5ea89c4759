package dev.belfry.server;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Locale;

/** Arrows point one way: server, dialects, engine; and a vendor's name stays in its dialect. */
@AnalyzeClasses(packages = "dev.belfry", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final List<String> VENDORS =
      List.of("apify", "smartsheet", "superoffice", "cometchat");

  @ArchTest
  static final ArchRule the_engine_knows_neither_dialects_nor_the_server =
      noClasses()
          .that()
          .resideInAPackage("dev.belfry.engine..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("dev.belfry.dialects..", "dev.belfry.server..");

  @ArchTest
  static final ArchRule dialects_do_not_know_the_server =
      noClasses()
          .that()
          .resideInAPackage("dev.belfry.dialects..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.belfry.server..");

  @ArchTest
  static final ArchRule no_dialect_knows_another =
      slices()
          .matching("dev.belfry.dialects.(belfry|apify|smartsheet|superoffice|cometchat)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule classes_named_after_a_vendor_live_in_its_dialect =
      classes()
          .that(
              DescribedPredicate.describe(
                  "carry a vendor's name",
                  (JavaClass type) ->
                      VENDORS.stream()
                          .anyMatch(vendor ->
                              type.getSimpleName().toLowerCase(Locale.ROOT).contains(vendor))))
          .should()
          .resideInAnyPackage("dev.belfry.dialects..", "dev.belfry.server.demo..")
          .allowEmptyShould(true);
}
