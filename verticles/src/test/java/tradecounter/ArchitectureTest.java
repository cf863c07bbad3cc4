package tradecounter;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Which package may know which. */
@AnalyzeClasses(
    packages = "tradecounter",
    importOptions = {
      ImportOption.DoNotIncludeTests.class,
      ArchitectureTest.ThisModule.class,
    })
class ArchitectureTest {
  /** The engine has rules of its own; the servers of the tests are in no product. */
  static final class ThisModule implements ImportOption {
    @Override
    public boolean includes(com.tngtech.archunit.core.importer.Location location) {
      return !location.contains("/tradecounter/engine/")
          && !location.contains("/tradecounter/embedded/");
    }
  }

  @ArchTest
  static final ArchRule whatEverybodyUsesKnowsNobody =
      noClasses()
          .that()
          .resideInAnyPackage(
              "tradecounter.json..",
              "tradecounter.decode..",
              "tradecounter.configuration..",
              "tradecounter.security..",
              "tradecounter.http..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "tradecounter.storefront..",
              "tradecounter.management..",
              "tradecounter.feed..",
              "tradecounter.log..",
              "tradecounter.store..");

  @ArchTest
  static final ArchRule decodingKnowsNoServer =
      noClasses()
          .that()
          .resideInAPackage("tradecounter.decode..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.vertx..", "org.apache.kafka..", "java.sql..", "io.netty..");

  @ArchTest
  static final ArchRule theLogAndTheStoresKnowNoHttp =
      noClasses()
          .that()
          .resideInAnyPackage("tradecounter.log..", "tradecounter.store..", "tradecounter.feed..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.vertx.ext.web..",
              "tradecounter.http..",
              "tradecounter.storefront..",
              "tradecounter.management..");

  @ArchTest
  static final ArchRule onlyStoresKnowSql =
      noClasses()
          .that()
          .resideOutsideOfPackages("tradecounter.store..", "tradecounter")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("org.postgresql..", "com.zaxxer..", "org.flywaydb..");

  @ArchTest
  static final ArchRule onlyTheLedgerKnowsRedis =
      noClasses()
          .that()
          .resideOutsideOfPackage("tradecounter.ledger..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.vertx.redis..");

  @ArchTest
  static final ArchRule theStorefrontDoesNotKnowTheManagement =
      noClasses()
          .that()
          .resideInAPackage("tradecounter.storefront..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tradecounter.management..");

  @ArchTest
  static final ArchRule theManagementDoesNotKnowTheStorefront =
      noClasses()
          .that()
          .resideInAPackage("tradecounter.management..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("tradecounter.storefront..");

  @ArchTest
  static final ArchRule onlyMainKnowsTheWiring =
      classes()
          .that()
          .haveNameMatching("tradecounter\\.(Wiring|Main|Tradecounter)(\\$.*)?")
          .should()
          .onlyHaveDependentClassesThat()
          .haveNameMatching("tradecounter\\.(Wiring|Main|Tradecounter)(\\$.*)?");

  @ArchTest
  static final ArchRule noPackagesKnowEachOther =
      slices().matching("(tradecounter..)").should().beFreeOfCycles();
}
