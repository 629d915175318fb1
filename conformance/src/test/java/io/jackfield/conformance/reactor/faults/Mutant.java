package io.jackfield.conformance.reactor.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** A reactor of its own, with one change in its code, and the scenario that runs on it. */
final class Mutant extends ClassLoader {
  /** What is loaded anew: the reactor, and all that its classes are known to. */
  private static final List<String> OWN =
      List.of("io.jackfield.reactor.", "io.jackfield.testkit.", Mutant.class.getPackageName());

  private final @Nullable Mutation mutation;

  private Mutant(@Nullable Mutation mutation) {
    super(Mutant.class.getClassLoader());
    this.mutation = mutation;
  }

  /** Runs seeds on it; null for no change. What it returns is empty where nothing was wrong. */
  @SuppressWarnings("unchecked")
  static LongFunction<String> of(@Nullable Mutation mutation) throws ReflectiveOperationException {
    var mutant = new Mutant(mutation);
    if (mutation != null) {
      // At once: in the midst of a run a change that cannot be made would pass for its fault.
      Class<?> _ = mutant.loadClass(mutation.className());
    }
    return (LongFunction<String>)
        mutant.loadClass(Replay.class.getName()).getDeclaredConstructor().newInstance();
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (OWN.stream().noneMatch(name::startsWith)) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> known = findLoadedClass(name);
      return known == null ? define(name) : known;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] code = in.readAllBytes();
      if (mutation != null && name.equals(mutation.className())) {
        code = mutation.apply(code);
      }
      return defineClass(name, code, 0, code.length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
