package io.jackfield.reactor;

import io.jackfield.reactor.GroupPort.Part;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Opens the ports of a group, before its loops run. */
final class GroupPorts {
  private final List<GroupLoop> loops;
  private final ReactorBuilder each;

  /** Accepts for the others; made with the first port that needs it. */
  private volatile @Nullable GroupLoop acceptor;

  GroupPorts(List<GroupLoop> loops, ReactorBuilder each) {
    this.loops = loops;
    this.each = each;
  }

  @Nullable GroupLoop acceptor() {
    return acceptor;
  }

  private GroupLoop acceptorMade() throws IOException {
    GroupLoop made = acceptor;
    if (made == null) {
      made = new GroupLoop(each.build(), "loop-accept");
      acceptor = made;
    }
    return made;
  }

  /** On all loops, by {@code SO_REUSEPORT}. */
  GroupPort sharing(
      InetSocketAddress local, Supplier<? extends ProtocolFactory> factories, StreamOptions options)
      throws IOException {
    if (loops.size() == 1) {
      return alone(reactor -> reactor.listen(local, factories.get(), options));
    }
    StreamOptions shared =
        options.toBuilder().socketOption(StandardSocketOptions.SO_REUSEPORT, true).build();
    List<ListeningPort> ports = new ArrayList<>();
    try (PortClaim claim = PortClaim.of(local, SocketType.STREAM, options.socketOptions())) {
      List<Part> parts = new ArrayList<>();
      for (GroupLoop loop : loops) {
        ListeningPort port = loop.reactor().listen(claim.address(), factories.get(), shared);
        ports.add(port);
        parts.add(new Part(loop, port::stop));
      }
      return new GroupPort(claim.address(), parts);
    } catch (IOException | RuntimeException e) {
      ports.forEach(ListeningPort::stop);
      throw e;
    }
  }

  /** By a loop that accepts for all. */
  GroupPort handingOver(
      SocketAddress local, Supplier<? extends ProtocolFactory> factories, StreamOptions options)
      throws IOException {
    if (loops.size() == 1) {
      return alone(reactor -> reactor.listen(local, factories.get(), options));
    }
    List<Landing> landings = landings(factories, options);
    return ListeningSocket.open(
        acceptorMade().reactor(),
        local,
        options,
        (handle, bound, closing) -> handingOver(handle, bound, landings, closing));
  }

  /** The same, of a listening socket that was passed to the process. */
  GroupPort handingOver(
      int descriptor, Supplier<? extends ProtocolFactory> factories, StreamOptions options)
      throws IOException {
    if (loops.size() == 1) {
      return alone(reactor -> reactor.descriptors().listener(descriptor, factories.get(), options));
    }
    List<Landing> landings = landings(factories, options);
    Reactor accepting = acceptorMade().reactor();
    Handle handle = accepting.descriptors().adoptListener(descriptor);
    SocketAddress local = Objects.requireNonNull(accepting.driver().localAddress(handle));
    return handingOver(handle, local, landings, () -> {});
  }

  private GroupPort handingOver(
      Handle handle, SocketAddress local, List<Landing> landings, Runnable closing) {
    GroupLoop accepting = Objects.requireNonNull(acceptor);
    var port = new HandOver(accepting.reactor(), handle, local, landings, closing);
    port.begin();
    return new GroupPort(local, List.of(new Part(accepting, port::end)));
  }

  private List<Landing> landings(
      Supplier<? extends ProtocolFactory> factories, StreamOptions options) {
    return loops.stream()
        .map(loop -> new Landing(loop.reactor(), factories.get(), options))
        .toList();
  }

  /** Opens a port of the only loop. */
  private interface Opening {
    ListeningPort open(Reactor reactor) throws IOException;
  }

  private GroupPort alone(Opening opening) throws IOException {
    GroupLoop only = loops.getFirst();
    ListeningPort port = opening.open(only.reactor());
    return new GroupPort(port.localAddress(), List.of(new Part(only, port::stop)));
  }
}
