package io.jackfield.server;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Makes objects of a class, each with the same settings: what another process can do as well. Any
 * thread.
 */
final class Named<T> implements Supplier<T> {
  private final Class<? extends T> type;
  private final Map<String, String> settings;
  private final Constructor<? extends T> constructor;
  private final boolean takesSettings;

  /**
   * Of a class with a constructor for a map, or if there are no settings one for nothing.
   *
   * @throws IllegalArgumentException if nobody can make such objects
   */
  Named(Class<? extends T> type, Map<String, String> settings) {
    this.type = type;
    this.settings = Map.copyOf(settings);
    if (Modifier.isAbstract(type.getModifiers()) || type.isHidden() || type.isLocalClass()) {
      throw unsuitable("is abstract, or known here alone", null);
    }
    Constructor<? extends T> found;
    boolean takes = true;
    try {
      found = type.getDeclaredConstructor(Map.class);
    } catch (NoSuchMethodException withMap) {
      takes = false;
      if (!settings.isEmpty()) {
        throw unsuitable("has settings, but no constructor for a Map<String, String>", withMap);
      }
      try {
        found = type.getDeclaredConstructor();
      } catch (NoSuchMethodException e) {
        throw unsuitable(
            "has no constructor for nothing, and none for a Map<String, String>; a class within"
                + " another must be static",
            e);
      }
    }
    if (!found.trySetAccessible()) {
      throw unsuitable(
          "cannot be made by the servers' module: let %s say \"opens %s to io.jackfield.server;\""
              .formatted(type.getModule().getName(), type.getPackageName()),
          null);
    }
    this.constructor = found;
    this.takesSettings = takes;
  }

  /** By the class's name, in a process of the same class path or module path. */
  static <T> Named<T> of(String name, Class<T> kind, Map<String, String> settings)
      throws ClassNotFoundException {
    Class<?> found = Class.forName(name, true, ClassLoader.getSystemClassLoader());
    return new Named<>(found.asSubclass(kind), settings);
  }

  Class<? extends T> type() {
    return type;
  }

  Map<String, String> settings() {
    return settings;
  }

  /**
   * Checks that another process finds the class.
   *
   * @throws IllegalArgumentException if it does not
   */
  void requireFoundElsewhere() {
    try {
      if (Class.forName(type.getName(), false, ClassLoader.getSystemClassLoader()) == type) {
        return;
      }
    } catch (ClassNotFoundException e) {
      throw elsewhereUnknown(e);
    }
    throw elsewhereUnknown(null);
  }

  private IllegalArgumentException elsewhereUnknown(@Nullable ClassNotFoundException why) {
    return unsuitable(
        "is not on the class path or module path, where a worker process looks for it (a program"
            + " that is run from its source has none: compile it first)",
        why);
  }

  private IllegalArgumentException unsuitable(String what, @Nullable Exception why) {
    return new IllegalArgumentException(type.getName() + " " + what, why);
  }

  @Override
  public T get() {
    try {
      return takesSettings ? constructor.newInstance(settings) : constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(type.getName() + " could not be made", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type.getName() + " could not be made", e);
    }
  }
}
