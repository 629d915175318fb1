package io.jackfield.socket;

import io.jackfield.socket.address.Addresses;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * Writes what happens on sockets into the JDK's flight recorder, as the JDK does for its own: one
 * event, {@code io.jackfield.Socket}, with what happened, on which descriptor, with whom, how much
 * and how long. While it is registered every call has its time taken, whether a recording asks for
 * that or not: best registered for as long as one runs.
 *
 * <pre>{@code
 * try (var watching = SocketObservers.add(new FlightRecorder())) { … }
 * }</pre>
 */
public final class FlightRecorder implements SocketObserver {
  /** Nothing to set up. */
  public FlightRecorder() {}

  @Name("io.jackfield.Socket")
  @Label("Socket")
  @Category("Jackfield")
  @Description("A system call on a socket, or a TLS handshake")
  @StackTrace(false)
  @SuppressWarnings("UnusedVariable") // The recorder reads the fields.
  private static final class SocketCall extends Event {
    @Label("What")
    private @Nullable String what;

    @Label("Call")
    private @Nullable String call;

    @Label("Descriptor")
    private int descriptor;

    @Label("Peer")
    private @Nullable String peer;

    @Label("Bytes")
    @DataAmount
    private long bytes;

    @Label("Error")
    private @Nullable String error;

    @Label("Time Taken")
    @Description("From the call to its result, waits included")
    @Timespan
    private long taken;
  }

  @Override
  public void observed(SocketEvent event) {
    var recorded = new SocketCall();
    if (!recorded.shouldCommit()) {
      return;
    }
    recorded.what = event.kind().name();
    recorded.call = event.call();
    recorded.descriptor = event.descriptor();
    recorded.peer = event.address() == null ? null : Addresses.text(event.address());
    recorded.bytes = event.bytes();
    recorded.error = event.error() == null ? null : event.error().symbol();
    recorded.taken = event.nanos();
    recorded.commit();
  }
}
