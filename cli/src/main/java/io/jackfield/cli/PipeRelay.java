package io.jackfield.cli;

import io.jackfield.cli.pipe.Door;
import io.jackfield.cli.pipe.End;
import io.jackfield.cli.pipe.Ends;
import io.jackfield.cli.pipe.Joiner;
import io.jackfield.cli.pipe.Joiner.Opening;
import io.jackfield.cli.pipe.PipeLoop;
import io.jackfield.cli.pipe.PipeRules;
import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.reactor.Relay.Outcome;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.socket.CachingResolver;
import io.jackfield.socket.Resolver;
import io.jackfield.socket.SystemResolver;
import io.jackfield.socket.address.Addresses;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What {@code relay} does. */
record PipeRelay(RelayPlace one, RelayPlace other, DoorOptions door, PipeRules rules, Told told) {

  /**
   * Runs to its end; returns the exit code.
   *
   * @param timeout for each attempt to connect
   * @param proxyVersion which PROXY protocol the second is told by, 1 or 2; 0 for none
   */
  int run(Duration timeout, int proxyVersion) throws Exception {
    check();
    Resolver resolver = new CachingResolver(new SystemResolver());
    try (PipeLoop loop = PipeLoop.open(resolver)) {
      var ends = new Ends(loop.reactor(), resolver, timeout, null);
      Opening opening = other.listens() ? awaited(ends) : _ -> ends.open(other.endpoint());
      var joiner =
          new Joiner(proxyVersion == 0 ? opening : telling(opening, proxyVersion), false, rules);
      if (one.listens()) {
        var port = new ListeningPipe(ends, one.endpoint(), door.door(told::event));
        port.begin(end -> taken(loop, port, joiner, end));
      } else {
        var _ =
            ends.open(one.endpoint())
                .whenComplete((end, failure) -> {
                  if (end == null) {
                    loop.over(failure);
                  } else {
                    join(loop, joiner, end);
                  }
                });
      }
      return PipeRun.of(loop);
    } catch (EndpointSyntaxException e) {
      throw PipeRun.failure(e);
    }
  }

  private void check() {
    String given = door.given();
    if (given != null && !one.listens() && (given.equals("--keep-open") || !other.listens())) {
      throw new CommandException(
          Exit.USAGE, given + " is for an A that listens: listen:" + one.endpoint());
    }
    if (!door.keepsOpen()) {
      return;
    }
    if (other.listens()) {
      throw new CommandException(
          Exit.USAGE, "with --keep-open each connection has a B of its own: B cannot listen");
    }
    if (ListeningPipe.isOfDatagrams(one.endpoint())) {
      throw new CommandException(
          Exit.USAGE, "--keep-open is for connections; of datagrams the first peer is taken");
    }
  }

  /** The second listens from now on, for one connection. */
  private Opening awaited(Ends ends) {
    Door asOne = door.door(told::event);
    var port = new ListeningPipe(ends, other.endpoint(), asOne);
    var came = new CompletableFuture<End>();
    port.begin(end -> {
      port.stop();
      told.event(text(end.transport()) + " connected");
      came.complete(end);
    });
    return _ -> came;
  }

  /** Says to the other end first who is at this one. */
  private static Opening telling(Opening opening, int version) {
    return there ->
        opening
            .open(there)
            .thenApply(end -> {
              end.transport().write(ByteBuffer.wrap(header(there, version).encoded()));
              return end;
            });
  }

  private static ProxyHeader header(Transport there, int version) {
    SocketAddress source = there.remoteAddress();
    SocketAddress destination = there.localAddress();
    return source instanceof InetSocketAddress && destination instanceof InetSocketAddress
        ? new ProxyHeader(version, source, destination, List.of())
        : new ProxyHeader(version, null, null, List.of());
  }

  private void taken(PipeLoop loop, ListeningPipe port, Joiner joiner, End end) {
    told.event(text(end.transport()) + " connected");
    if (!door.keepsOpen()) {
      port.stop();
    }
    join(loop, joiner, end);
  }

  private void join(PipeLoop loop, Joiner joiner, End end) {
    var _ = joiner.join(end).whenComplete((outcome, failure) -> ended(loop, outcome, failure));
  }

  private void ended(PipeLoop loop, @Nullable Outcome outcome, @Nullable Throwable failure) {
    if (outcome != null) {
      told.event("%,d bytes forth, %,d back".formatted(outcome.forthBytes(), outcome.backBytes()));
    }
    Throwable why = PipeRun.failure(outcome, failure);
    if (!door.keepsOpen()) {
      loop.over(why);
    } else if (why != null) {
      told.problem(String.valueOf(PipeRun.failure(why).getMessage()));
    }
  }

  private static String text(Transport transport) {
    SocketAddress remote = transport.remoteAddress();
    return remote == null ? "(unnamed)" : Addresses.text(remote);
  }
}
