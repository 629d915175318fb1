package io.jackfield.testkit.junit;

import io.jackfield.testkit.SimulatedNetwork;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/** Runs the methods that are {@link Simulated}. */
public final class SimulatedExtension implements TestTemplateInvocationContextProvider {
  /** Made by JUnit. */
  public SimulatedExtension() {}

  @Override
  public boolean supportsTestTemplate(ExtensionContext context) {
    return AnnotationSupport.isAnnotated(context.getElement(), Simulated.class);
  }

  @Override
  public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(
      ExtensionContext context) {
    Simulated simulated =
        AnnotationSupport.findAnnotation(context.getElement(), Simulated.class).orElseThrow();
    return seeds(simulated).mapToObj(OneSeed::new);
  }

  private static LongStream seeds(Simulated simulated) {
    Long only = Long.getLong("jackfield.seed");
    if (only != null) {
      return LongStream.of(only);
    }
    long first = Long.getLong("jackfield.firstSeed", simulated.first());
    return LongStream.range(first, first + Long.getLong("jackfield.seeds", simulated.seeds()));
  }

  /** One run of the test. */
  private record OneSeed(long seed)
      implements TestTemplateInvocationContext, ParameterResolver, TestExecutionExceptionHandler {
    @Override
    public String getDisplayName(int invocationIndex) {
      return "seed " + seed;
    }

    @Override
    public List<Extension> getAdditionalExtensions() {
      return List.of(this);
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      Class<?> type = parameter.getParameter().getType();
      return type == SimulatedNetwork.class || type == long.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == long.class ? seed : new SimulatedNetwork(seed);
    }

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure)
        throws Throwable {
      if (failure instanceof TestAbortedException) {
        throw failure;
      }
      throw new AssertionError(
          "seed %d (replay with -Djackfield.seed=%d -Dtest='%s#%s'): %s"
              .formatted(
                  seed,
                  seed,
                  context.getRequiredTestClass().getSimpleName(),
                  context.getRequiredTestMethod().getName(),
                  failure),
          failure);
    }
  }
}
