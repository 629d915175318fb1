package io.jackfield.conformance.examples;

import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Names as the pages write them, {@code Socket.open}, looked up among what users can reach. */
final class ApiName {
  /** Ours first: a {@code Socket} is not the JDK's. */
  private static final List<String> PACKAGES =
      List.of(
          "io.jackfield.socket",
          "io.jackfield.socket.address",
          "io.jackfield.socket.netlink",
          "io.jackfield.socket.option",
          "io.jackfield.reactor",
          "io.jackfield.reactor.driver",
          "io.jackfield.reactor.endpoint",
          "io.jackfield.tls",
          "io.jackfield.server",
          "io.jackfield.service",
          "io.jackfield.testkit",
          "java.lang",
          "java.io",
          "java.net",
          "java.nio",
          "java.nio.channels",
          "java.util.concurrent",
          "java.util.concurrent.locks");

  private ApiName() {}

  /** Whether it is a public type, or a public or protected member of one. */
  static boolean exists(String name) {
    String[] parts = name.split("\\.", -1);
    Class<?> type = topLevel(parts[0]);
    for (int i = 1; type != null && i < parts.length; i++) {
      Class<?> inner = nested(type, parts[i]);
      if (inner == null) {
        return i == parts.length - 1 && hasMember(type, parts[i]);
      }
      type = inner;
    }
    return type != null;
  }

  /** A type by its simple name; null if users cannot reach one. */
  static @Nullable Class<?> topLevel(String name) {
    return PACKAGES.stream()
        .map(where -> loaded(where + "." + name))
        .filter(Objects::nonNull)
        .filter(type -> Modifier.isPublic(type.getModifiers()))
        .filter(type -> type.getModule().isExported(type.getPackageName()))
        .findFirst()
        .orElse(null);
  }

  private static @Nullable Class<?> loaded(String name) {
    try {
      return Class.forName(name, false, ApiName.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      return null;
    }
  }

  private static @Nullable Class<?> nested(Class<?> type, String name) {
    return Stream.of(type.getClasses())
        .filter(inner -> inner.getSimpleName().equals(name))
        .findFirst()
        .orElse(null);
  }

  private static boolean hasMember(Class<?> type, String name) {
    List<Member> all = new ArrayList<>(List.of(type.getMethods()));
    all.addAll(List.of(type.getFields()));
    // What subclasses may use too.
    for (Class<?> one = type; one != null; one = one.getSuperclass()) {
      all.addAll(List.of(one.getDeclaredMethods()));
    }
    return all.stream()
        .filter(member -> (member.getModifiers() & (Modifier.PUBLIC | Modifier.PROTECTED)) != 0)
        .anyMatch(member -> member.getName().equals(name));
  }
}
