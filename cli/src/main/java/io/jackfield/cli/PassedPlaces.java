package io.jackfield.cli;

import io.jackfield.cli.process.Predecessor;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.reactor.endpoint.Options;
import io.jackfield.reactor.endpoint.PassedSockets;
import io.jackfield.server.GivenSockets;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The sockets that this process was started with, as options name them: {@code systemd:NAME} those
 * of that name which are of the option's kind, {@code fd:N} one. Each is had once. Used by one
 * thread.
 */
final class PassedPlaces {
  private final @Nullable Predecessor predecessor;
  private final Set<Integer> taken = new HashSet<>();

  /**
   * With nothing taken yet.
   *
   * @param predecessor who has them where this process takes another's place; null for this one
   */
  PassedPlaces(@Nullable Predecessor predecessor) {
    this.predecessor = predecessor;
  }

  /** Whether a text names such sockets; a Unix path that begins so is to begin with {@code ./}. */
  static boolean isPassed(String text) {
    return text.startsWith("systemd:") || text.startsWith("fd:");
  }

  /**
   * All that a text names.
   *
   * @throws CommandException if it is no such text
   * @throws IOException if there is no such socket, or it was taken before
   */
  List<Place> take(String service, String scheme, String text) throws IOException {
    if (predecessor != null) {
      return inherited(predecessor, service, scheme, text);
    }
    List<Place> places = new ArrayList<>();
    for (int number : numbers(scheme, text)) {
      if (!taken.add(number)) {
        throw new IOException("descriptor " + number + " was named before");
      }
      GivenSockets lent = GivenSockets.lent(List.of(PassedDescriptor.of(number)));
      String endpoint = Place.endpointOf(scheme, text, places.size());
      places.add(new Place(scheme, lent.address(), endpoint, lent));
    }
    return places;
  }

  private static List<Place> inherited(Predecessor from, String service, String scheme, String text)
      throws IOException {
    List<Place> places = new ArrayList<>();
    for (; ; ) {
      String endpoint = Place.endpointOf(scheme, text, places.size());
      GivenSockets lent = from.takeLent(service + " " + endpoint);
      if (lent != null) {
        places.add(new Place(scheme, lent.address(), endpoint, lent));
      } else if (places.isEmpty()) {
        throw new IOException("process " + from.pid() + " has no such sockets");
      } else {
        return places;
      }
    }
  }

  private static List<Integer> numbers(String scheme, String text) throws IOException {
    Endpoint endpoint;
    try {
      endpoint = Endpoint.parse(text);
    } catch (EndpointSyntaxException e) {
      throw new CommandException(Exit.USAGE, Sentences.of(e));
    }
    if (!endpoint.options().equals(Options.NONE)) {
      throw new CommandException(Exit.USAGE, "'" + text + "': there are no options here");
    }
    return switch (endpoint) {
      case Endpoint.Fd fd -> List.of(fd.number());
      case Endpoint.Systemd systemd -> named(scheme, systemd.name());
      default -> throw new CommandException(Exit.USAGE, "'" + text + "' names no sockets");
    };
  }

  private static List<Integer> named(String scheme, String name) throws IOException {
    List<Integer> fitting = new ArrayList<>();
    for (int number :
        PassedSockets.read(System.getenv(), ProcessHandle.current().pid()).descriptors(name)) {
      if (fits(PassedDescriptor.of(number), scheme)) {
        fitting.add(number);
      }
    }
    if (fitting.isEmpty()) {
      throw new IOException("of the sockets named '" + name + "' none is one for --" + scheme);
    }
    return fitting;
  }

  private static boolean fits(PassedDescriptor one, String scheme) throws IOException {
    SocketType type = Place.isOfDatagrams(scheme) ? SocketType.DATAGRAM : SocketType.STREAM;
    boolean isInet = one.localAddress() instanceof InetSocketAddress;
    return one.type() == type && isInet != Place.isOfUnix(scheme);
  }
}
