package io.jackfield.conformance.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dependencies point down only, between the modules and inside them. */
final class LayersTest {
  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .importPaths(
              List.of(
                      "socket",
                      "reactor",
                      "testkit",
                      "testkit-junit",
                      "protocol",
                      "server",
                      "service",
                      "cli")
                  .stream()
                  .map(module -> Path.of(System.getProperty("jackfield.home", ".."), module))
                  .map(folder -> folder.resolve("target/classes"))
                  .toList());

  @Test
  void modulesUseOnlyThoseBelowThem() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cli")
        .definedBy("io.jackfield.cli..")
        .layer("service")
        .definedBy("io.jackfield.service..")
        .layer("server")
        .definedBy("io.jackfield.server..")
        .layer("reactor")
        .definedBy("io.jackfield.reactor..", "io.jackfield.tls..")
        .layer("testkit")
        .definedBy("io.jackfield.testkit..")
        .layer("protocol")
        .definedBy("io.jackfield.protocol..")
        .layer("socket")
        .definedBy("io.jackfield.socket..")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("service")
        .mayOnlyBeAccessedByLayers("cli")
        .whereLayer("server")
        .mayOnlyBeAccessedByLayers("service", "cli")
        .whereLayer("protocol")
        .mayOnlyBeAccessedByLayers("server", "service", "cli")
        .whereLayer("protocol")
        .mayNotAccessAnyLayer()
        .whereLayer("reactor")
        .mayOnlyBeAccessedByLayers("testkit", "server", "service", "cli")
        .whereLayer("testkit")
        .mayNotBeAccessedByAnyLayer()
        .check(MAIN);
  }

  @Test
  void theSystemCallsKnowNothingOfWhoMakesThem() {
    noClasses()
        .that()
        .resideInAPackage("io.jackfield.socket.linux")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.jackfield.socket")
        .check(MAIN);
  }

  @Test
  void noTwoPackagesNeedEachOther() {
    slices().matching("io.jackfield.(**)").should().beFreeOfCycles().check(MAIN);
  }

  @Test
  void theLowerModulesNeedTheJdkOnly() {
    classes()
        .that()
        .resideInAnyPackage(
            "io.jackfield.socket..",
            "io.jackfield.reactor..",
            "io.jackfield.tls..",
            "io.jackfield.protocol..",
            "io.jackfield.server..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "java..",
            "javax.crypto..",
            "javax.net.ssl..",
            "javax.security.auth.x500..",
            "jdk.jfr..",
            "io.jackfield..",
            "org.jspecify..")
        .check(MAIN);
  }

  @Test
  void oneClassAloneLinksNativeCode() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.jackfield.socket.linux.Syscall")
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("java.lang.foreign.Linker")
        .check(MAIN);
  }

  @Test
  void theDriverOnTheJdksChannelsMakesNoSystemCallOfOurs() {
    noClasses()
        .that()
        .haveSimpleNameStartingWith("Nio")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.jackfield.socket.linux")
        .orShould()
        .dependOnClassesThat()
        .haveSimpleNameStartingWith("Kernel")
        .check(MAIN);
  }

  @Test
  void threeClassesAloneUseReflection() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName("io.jackfield.socket.ProcessSignals")
        .and()
        // A worker process makes its handlers by the name of their class,
        .doNotHaveFullyQualifiedName("io.jackfield.server.Named")
        .and()
        // and tells hooks in another process only what they want to know.
        .doNotHaveFullyQualifiedName("io.jackfield.server.OverriddenHooks")
        .and()
        // An extension is handed the test's method and parameters by JUnit.
        .resideOutsideOfPackage("io.jackfield.testkit.junit")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("java.lang.reflect")
        .check(MAIN);
  }

  /** Process-wide state that the descriptor table, itself process-wide, asks for. */
  private static final List<String> SHARED =
      List.of(
          "io.jackfield.socket.linux.Poller.instance",
          "io.jackfield.socket.SocketObservers.watching");

  @Test
  void noStaticFieldChanges() {
    classes().should(haveNoStaticFieldThatChanges()).check(MAIN);
  }

  private static ArchCondition<JavaClass> haveNoStaticFieldThatChanges() {
    return new ArchCondition<>("have no static field that changes") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        type.getFields().stream()
            .filter(field -> field.getModifiers().contains(JavaModifier.STATIC))
            .filter(field -> !field.getModifiers().contains(JavaModifier.FINAL))
            .filter(field -> !SHARED.contains(field.getFullName()))
            .forEach(field ->
                events.add(SimpleConditionEvent.violated(type, field.getFullName() + " changes")));
      }
    };
  }
}
