package io.jackfield.cli;

import io.jackfield.cli.pipe.End;
import io.jackfield.cli.pipe.Ends;
import io.jackfield.cli.pipe.Joiner;
import io.jackfield.cli.pipe.PipeLoop;
import io.jackfield.cli.pipe.SessionFiles;
import io.jackfield.reactor.Relay.Outcome;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.socket.Resolver;
import io.jackfield.socket.address.Addresses;
import java.net.SocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One connection of {@code connect}, joined with standard input and output or with a command.
 *
 * @param timeout for each attempt to connect
 */
record PipeConnection(
    Endpoint peer, NameOptions names, PipeOptions pipe, Duration timeout, Told told) {

  /**
   * Runs to its end; returns the exit code.
   *
   * @param source the address to come from; null for any
   * @param zero whether it ends as soon as it is connected
   */
  int run(@Nullable SocketAddress source, boolean zero) throws Exception {
    Resolver resolver = names.resolver();
    try (SessionFiles session = pipe.session();
        PipeLoop loop = PipeLoop.open(resolver)) {
      var ends = new Ends(loop.reactor(), resolver, timeout, source);
      var joiner = new Joiner(pipe.ours(ends), true, pipe.rules(session));
      var _ =
          ends.open(peer)
              .whenComplete((end, failure) -> {
                if (end == null) {
                  loop.over(failure);
                } else {
                  connected(loop, end, zero ? null : joiner);
                }
              });
      return PipeRun.of(loop);
    } catch (EndpointSyntaxException e) {
      throw PipeRun.failure(e);
    }
  }

  private void connected(PipeLoop loop, End end, @Nullable Joiner joiner) {
    Transport transport = end.transport();
    told.event("connected to " + text(transport));
    if (joiner == null) {
      loop.over(null);
    } else {
      var _ =
          joiner
              .join(end)
              .whenComplete((outcome, failure) -> {
                if (outcome != null) {
                  told.event(summary(outcome));
                }
                loop.over(PipeRun.failure(outcome, failure));
              });
    }
  }

  private String text(Transport transport) {
    SocketAddress remote = transport.remoteAddress();
    SocketAddress local = transport.localAddress();
    String to = remote == null ? peer.toString() : Addresses.text(remote);
    return local == null || Addresses.text(local).equals("(unnamed)")
        ? to
        : to + " from " + Addresses.text(local);
  }

  /** Of a conversation that is over, ours being the first end. */
  static String summary(Outcome outcome) {
    return "%,d bytes sent, %,d received".formatted(outcome.forthBytes(), outcome.backBytes());
  }
}
