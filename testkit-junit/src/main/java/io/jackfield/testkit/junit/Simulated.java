package io.jackfield.testkit.junit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.TestTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs once for each of many seeds, in place of {@code @Test}. It takes a {@link
 * io.jackfield.testkit.SimulatedNetwork} made with the seed, or the seed as a {@code long}.
 *
 * <pre>{@code
 * @Simulated(seeds = 200)
 * void everyByteArrives(SimulatedNetwork network) { … }
 * }</pre>
 *
 * <p>A failure's message begins with the seed and how to replay it: {@code -Djackfield.seed=N} runs
 * that seed alone. {@code -Djackfield.seeds=N} runs so many instead of the number given here, for a
 * search that lasts longer; {@code -Djackfield.firstSeed=N} begins it elsewhere.
 */
@Target({ElementType.METHOD, ElementType.ANNOTATION_TYPE})
@Retention(RetentionPolicy.RUNTIME)
@Documented
@TestTemplate
@ExtendWith(SimulatedExtension.class)
public @interface Simulated {
  /** How many seeds, from {@link #first} on; at least 1. */
  int seeds() default 20;

  /** The first seed. */
  long first() default 1;
}
