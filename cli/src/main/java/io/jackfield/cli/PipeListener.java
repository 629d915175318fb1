package io.jackfield.cli;

import io.jackfield.cli.pipe.End;
import io.jackfield.cli.pipe.Ending;
import io.jackfield.cli.pipe.Ends;
import io.jackfield.cli.pipe.Hub;
import io.jackfield.cli.pipe.Joiner;
import io.jackfield.cli.pipe.PipeLoop;
import io.jackfield.cli.pipe.PipeRules;
import io.jackfield.cli.pipe.SessionFiles;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Relay.Outcome;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.socket.Resolver;
import io.jackfield.socket.address.Addresses;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What {@code listen} does with who connects. */
record PipeListener(
    Endpoint place, NameOptions names, DoorOptions door, PipeOptions pipe, Told told) {

  /** Runs to its end; returns the exit code. */
  int run() throws Exception {
    if (door.keepsOpen() && ListeningPipe.isOfDatagrams(place)) {
      throw new CommandException(
          Exit.USAGE, "--keep-open is for connections; of datagrams the first peer is taken");
    }
    Resolver resolver = names.resolver();
    try (SessionFiles session = pipe.session();
        PipeLoop loop = PipeLoop.open(resolver)) {
      var ends = new Ends(loop.reactor(), resolver, Duration.ofMinutes(1), null);
      var port = new ListeningPipe(ends, place, door.door(told::event));
      PipeRules rules = pipe.rules(session);
      if (door.keepsOpen() && !pipe.isExec()) {
        begin(port, hub(loop, ends, rules)::add);
      } else {
        var joiner = new Joiner(pipe.ours(ends), true, rules);
        begin(port, end -> join(loop, port, joiner, end));
      }
      return PipeRun.of(loop);
    }
  }

  private void begin(ListeningPipe port, Consumer<End> taken) {
    port.begin(end -> {
      told.event(text(end.transport()) + " connected");
      taken.accept(end);
    });
  }

  /** Standard input and output with all that come. */
  private Hub hub(PipeLoop loop, Ends ends, PipeRules rules) {
    End standard = ends.open(Endpoint.parse("stdio:")).join(); // Open already.
    return new Hub(standard, rules, loop::over, this::gone);
  }

  private void gone(Transport transport, LossReason reason) {
    Throwable failure = Ending.failure(reason);
    told.event(
        "a connection ended: %,d bytes sent, %,d received%s"
            .formatted(
                transport.sentBytes(),
                transport.receivedBytes(),
                failure == null ? "" : "; " + PipeRun.sentence(failure)));
  }

  private void join(PipeLoop loop, ListeningPipe port, Joiner joiner, End end) {
    if (!door.keepsOpen()) {
      port.stop();
    }
    var _ = joiner.join(end).whenComplete((outcome, failure) -> ended(loop, outcome, failure));
  }

  private void ended(PipeLoop loop, @Nullable Outcome outcome, @Nullable Throwable failure) {
    if (outcome != null) {
      told.event(PipeConnection.summary(outcome));
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
