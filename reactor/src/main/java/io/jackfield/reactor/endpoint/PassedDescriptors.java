package io.jackfield.reactor.endpoint;

import io.jackfield.reactor.endpoint.PassedSocket.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The sockets that {@code fd:} and {@code systemd:} name. Each is given away once: when it has been
 * closed its number may be anything's.
 */
final class PassedDescriptors {
  private final Set<Integer> given = new HashSet<>();

  /** Takes the one socket that it names, if it is of one of those kinds. */
  int one(Endpoint endpoint, Kind... kinds) throws IOException {
    List<Integer> numbers = numbers(endpoint);
    if (numbers.size() > 1) {
      throw new EndpointUseException(
          endpoint,
          "%d sockets have this name, and one is wanted: give each a name of its own"
                  .formatted(numbers.size())
              + " (FileDescriptorName= in systemd.socket(5))");
    }
    return take(endpoint, numbers, kinds).getFirst();
  }

  /** Takes all that it names, if each is of one of those kinds; else none. */
  List<Integer> all(Endpoint endpoint, Kind... kinds) throws IOException {
    return take(endpoint, numbers(endpoint), kinds);
  }

  /** Puts back one that the reactor did not take after all. */
  void giveBack(int number) {
    given.remove(number);
  }

  private static List<Integer> numbers(Endpoint endpoint) throws IOException {
    return switch (endpoint) {
      case Endpoint.Fd fd -> List.of(fd.number());
      case Endpoint.Systemd systemd ->
          PassedSockets.read(System.getenv(), ProcessHandle.current().pid())
              .descriptors(systemd.name());
      default -> throw new IllegalArgumentException(endpoint.scheme());
    };
  }

  private List<Integer> take(Endpoint endpoint, List<Integer> numbers, Kind[] kinds)
      throws EndpointUseException {
    List<Integer> taken = new ArrayList<>();
    for (int number : numbers) {
      if (given.contains(number)) {
        throw new EndpointUseException(endpoint, "descriptor " + number + " was opened before");
      }
      Kind kind = PassedSocket.of(endpoint, number).kind();
      if (!List.of(kinds).contains(kind)) {
        throw new EndpointUseException(
            endpoint, "descriptor " + number + " is " + kind.words + ": " + instead(kind));
      }
      taken.add(number);
    }
    given.addAll(taken);
    return taken;
  }

  private static String instead(Kind kind) {
    return "it is opened with "
        + switch (kind) {
          case LISTENER -> "listen";
          case CONNECTION -> "connect";
          case DATAGRAMS -> "listenDatagrams";
          case CONNECTED_DATAGRAMS -> "connectDatagrams";
        };
  }
}
