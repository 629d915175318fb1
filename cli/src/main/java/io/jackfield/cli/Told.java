package io.jackfield.cli;

import io.jackfield.socket.address.Addresses;
import java.io.PrintStream;
import java.net.SocketAddress;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What is told on standard error: what goes wrong always, what happens where that is asked for.
 *
 * @param problems told of what goes wrong
 * @param events told of what happens
 */
record Told(Consumer<String> problems, Consumer<String> events) {
  static Told quiet(String command) {
    return new Told(to(System.err, command), _ -> {});
  }

  static Told verbose(String command) {
    return new Told(to(System.err, command), to(System.err, command));
  }

  private static Consumer<String> to(PrintStream stream, String command) {
    return line -> stream.println("jackfield " + command + ": " + line);
  }

  /** A client could not agree on TLS. */
  void handshakeFailed(@Nullable SocketAddress client, Throwable why) {
    event(
        (client == null ? "" : Addresses.text(client) + ": ") + "TLS failed: " + why.getMessage());
  }

  void problem(String line) {
    problems.accept(line);
  }

  void event(String line) {
    events.accept(line);
  }
}
