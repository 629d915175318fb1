package io.jackfield.service.room;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import io.jackfield.server.ServerProtocol;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Clients on one thread: what one sends it gets back, and what is typed in the server's terminal
 * goes to all. All of one room are of one loop, whose thread it is for, and that loop is carried by
 * select(2): the terminal is one more descriptor that it waits for.
 *
 * <p>Nobody waits for one who is slow: from one who does not take what it gets back no more is
 * read, and one for whom {@value #BACKLOG_BYTES} bytes would wait is cut off when something is said
 * to all. Clients that select(2) has no number for are turned away by the loop.
 */
public final class SelectRoom implements ProtocolFactory {
  /** How much may wait for a client where something is said to all. */
  static final int BACKLOG_BYTES = 262_144;

  private final Set<Guest> guests = new LinkedHashSet<>();
  private @Nullable Transport terminal;

  /** Nobody is there yet. */
  public SelectRoom() {}

  /** What carries the loop of a room; throws as {@link Drivers#select}. */
  public static Driver driver() throws IOException {
    return Drivers.select();
  }

  @Override
  public Protocol buildProtocol(@Nullable SocketAddress peer) {
    return new Guest();
  }

  /**
   * Has what arrives on standard input said to all who are here; its end ends nothing else.
   *
   * @throws IOException if standard input cannot be had
   */
  public void hear(Reactor reactor) throws IOException {
    // Nothing is written to it, so that who reads our output may go.
    terminal = reactor.descriptors().shared(0, 0, new Terminal(), StreamOptions.DEFAULTS);
  }

  /** Leaves standard input to others. */
  public void stopHearing() {
    if (terminal != null) {
      terminal.close();
    }
  }

  /** Says it to all. */
  void say(ByteBuffer words) {
    for (Guest guest : List.copyOf(guests)) { // Who is cut off leaves at once.
      guest.hear(words.duplicate());
    }
  }

  private final class Terminal implements Protocol {
    @Override
    public void dataReceived(ByteBuffer data) {
      say(data);
    }
  }

  private final class Guest implements ServerProtocol {
    private @Nullable Transport transport;

    /** Whether too much waited for it. */
    private boolean cutOff;

    private Transport transport() {
      return Objects.requireNonNull(transport, "not connected");
    }

    @Override
    public void connectionMade(Transport made) {
      transport = made;
      guests.add(this);
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      transport().writeLent(data);
    }

    void hear(ByteBuffer words) {
      Transport to = transport();
      if (to.bufferedBytes() + words.remaining() > Math.min(BACKLOG_BYTES, to.writeLimitBytes())) {
        cutOff = true;
        to.abort();
      } else {
        to.write(words);
      }
    }

    @Override
    public void writePaused() {
      transport().pauseReading();
    }

    @Override
    public void writeResumed() {
      transport().resumeReading();
    }

    @Override
    public void connectionLost(LossReason reason) {
      guests.remove(this);
    }

    /** Who leaves may do so while something is said to all, which TCP calls a reset. */
    @Override
    public LossReason ended(LossReason reason) {
      if (cutOff) {
        return new LossReason.Lost(
            new IOException("cut off, it does not read: " + BACKLOG_BYTES + " bytes would wait"));
      }
      return reason instanceof LossReason.Lost(IOException _) ? new LossReason.Done() : reason;
    }
  }
}
