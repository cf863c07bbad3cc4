package tradecounter.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noCodeUnits;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.Set;

@AnalyzeClasses(
    packages = "tradecounter.engine",
    importOptions = ImportOption.DoNotIncludeTests.class)
final class ArchitectureTest {
  private static final String CANONICAL = "tradecounter.engine.canonical..";
  private static final String AVAILABILITY = "tradecounter.engine.availability..";
  private static final String PRICING = "tradecounter.engine.pricing..";

  @ArchTest
  static final ArchRule dependsOnTheLanguageAlone =
      classes()
          .should()
          .onlyDependOnClassesThat()
          .resideInAnyPackage(
              "tradecounter.engine..",
              "java.lang..",
              "java.util..",
              "java.time..",
              "java.math",
              "java.nio",
              "java.nio.charset",
              "java.security",
              "org.jspecify.annotations")
          .because("the domain is pure: no I/O, no framework");

  @ArchTest
  static final ArchRule canonicalDependsOnNothingElseHere =
      noClasses()
          .that()
          .resideInAPackage(CANONICAL)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("tradecounter.engine.state..", AVAILABILITY, PRICING);

  @ArchTest
  static final ArchRule stateDoesNotKnowTheQuestions =
      noClasses()
          .that()
          .resideInAPackage("tradecounter.engine.state..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(AVAILABILITY, PRICING);

  @ArchTest
  static final ArchRule theTwoQuestionsDoNotKnowEachOther =
      slices()
          .matching("tradecounter.engine.(availability|pricing)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule packagesHaveNoCycles =
      slices().matching("tradecounter.engine.(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule timeComesIn =
      noClasses()
          .should()
          .callMethod(System.class, "nanoTime")
          .orShould()
          .callMethod(System.class, "currentTimeMillis")
          .orShould()
          .callMethod(Instant.class, "now")
          .orShould()
          .callMethod(LocalDate.class, "now")
          .orShould()
          .callMethod(LocalDateTime.class, "now")
          .orShould()
          .callMethod(ZonedDateTime.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class)
          .because("time is a parameter, so that a replay gives the same state");

  @ArchTest
  static final ArchRule startsNoThreadsAndDrawsNoLots =
      noClasses()
          .should()
          .dependOnClassesThat()
          .areAssignableTo(Thread.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.concurrent.Executor.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.random.RandomGenerator.class)
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(java.util.UUID.class);

  private static final Set<String> FLOATING =
      Set.of("float", "double", "java.lang.Float", "java.lang.Double");

  private static boolean isFloating(JavaClass type) {
    return FLOATING.contains(type.getBaseComponentType().getName());
  }

  @ArchTest
  static final ArchRule noFieldFloats =
      noFields()
          .should(
              com.tngtech.archunit.lang.conditions.ArchConditions.have(
                  DescribedPredicate.<JavaMember>describe(
                      "a floating-point type",
                      member ->
                          member instanceof com.tngtech.archunit.core.domain.JavaField field
                              && isFloating(field.getRawType()))));

  @ArchTest
  static final ArchRule noParameterFloats =
      noCodeUnits()
          .should(
              com.tngtech.archunit.lang.conditions.ArchConditions.have(
                  DescribedPredicate.<JavaCodeUnit>describe(
                      "a floating-point parameter or result",
                      unit ->
                          unit.getRawParameterTypes().stream()
                                  .anyMatch(ArchitectureTest::isFloating)
                              || isFloating(unit.getRawReturnType()))));

  @ArchTest
  static final ArchRule whatTwoThreadsShareIsFinalOrVolatile =
      fields()
          .that()
          .areDeclaredInClassesThat()
          .haveSimpleName("ItemSnapshot")
          .or()
          .areDeclaredInClassesThat()
          .haveSimpleName("Positions")
          .or()
          .areDeclaredInClassesThat()
          .haveSimpleName("AtpCurve")
          .should()
          .beFinal()
          .orShould()
          .haveModifier(com.tngtech.archunit.core.domain.JavaModifier.VOLATILE);

  @ArchTest
  static final ArchRule nothingIsSynchronizedOnTheReadPath =
      methods()
          .that()
          .areDeclaredInClassesThat()
          .resideInAnyPackage(AVAILABILITY, PRICING)
          .should()
          .notHaveModifier(com.tngtech.archunit.core.domain.JavaModifier.SYNCHRONIZED);
}
