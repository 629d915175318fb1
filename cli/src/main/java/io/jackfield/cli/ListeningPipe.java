package io.jackfield.cli;

import io.jackfield.cli.pipe.Door;
import io.jackfield.cli.pipe.End;
import io.jackfield.cli.pipe.Ends;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.reactor.endpoint.EndpointUseException;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A port whose connections become ends of pipes. For the loop's thread. */
final class ListeningPipe {
  private final Ends ends;
  private final Endpoint place;
  private final Door door;
  private Ends.@Nullable Listened listened;

  ListeningPipe(Ends ends, Endpoint place, Door door) {
    this.ends = ends;
    this.place = place;
    this.door = door;
  }

  /** Whether it has peers, and no connections. */
  static boolean isOfDatagrams(Endpoint place) {
    return place instanceof Endpoint.Udp || place instanceof Endpoint.UnixDatagram;
  }

  /**
   * Listens, and says so.
   *
   * @throws CommandException if it cannot
   */
  void begin(Consumer<End> taken) {
    Ends.Listened port;
    try {
      port = ends.listen(place, door, taken);
    } catch (EndpointSyntaxException | EndpointUseException e) {
      throw PipeRun.failure(e);
    } catch (IOException e) {
      throw new CommandException(
          Exit.CANNOT_LISTEN, "cannot listen on " + place + ": " + Sentences.ofBind(e));
    }
    listened = port;
    port.addresses()
        .forEach(address ->
            System.err.println("listening " + Listening.endpoint(place.scheme(), address)));
  }

  /** Takes nobody further. */
  void stop() {
    Ends.Listened port = listened;
    if (port != null) {
      port.stop().run();
    }
  }
}
