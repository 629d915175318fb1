package io.jackfield.socket;

import static io.jackfield.socket.Mechanism.Capability.ANY_NUMBER;
import static io.jackfield.socket.Mechanism.Capability.CAUSES;
import static io.jackfield.socket.Mechanism.Capability.EDGE;
import static io.jackfield.socket.Mechanism.Capability.EXCLUSIVE;
import static io.jackfield.socket.Mechanism.Capability.ONE_SHOT;
import static io.jackfield.socket.Mechanism.Capability.REGULAR_FILES;

import io.jackfield.socket.linux.Epoll;
import io.jackfield.socket.linux.Poll;
import io.jackfield.socket.linux.ReadinessSet;
import io.jackfield.socket.linux.Select;
import java.io.IOException;
import java.util.Locale;
import java.util.Set;

/** What a {@link Multiplexer} asks the kernel with. Each says what it can do. */
public enum Mechanism {
  /** {@code select(2)}: everywhere, for few descriptors. */
  SELECT("pselect6"),
  /** {@code poll(2)}: any descriptor, at a cost that grows with their number. */
  POLL("ppoll"),
  /** {@code epoll(7)}: a wait costs what is ready, not what is registered. */
  EPOLL("epoll_pwait2");

  /** What not every mechanism can do. */
  public enum Capability {
    /** {@link Interest#withEdge()}. */
    EDGE,
    /** {@link Interest#withOneShot()}. */
    ONE_SHOT,
    /** {@link Interest#withExclusive()}. */
    EXCLUSIVE,
    /** {@link Readiness} tells errors, hang-ups and a closed half apart. */
    CAUSES,
    /** Descriptors numbered 1,024 and above, and more than so many. */
    ANY_NUMBER,
    /** Regular files, which count as ready at all times. */
    REGULAR_FILES
  }

  private final String call;

  private static final Set<Capability> OF_SELECT = Set.of(REGULAR_FILES);
  private static final Set<Capability> OF_POLL = Set.of(CAUSES, ANY_NUMBER, REGULAR_FILES);
  private static final Set<Capability> OF_EPOLL =
      Set.of(EDGE, ONE_SHOT, EXCLUSIVE, CAUSES, ANY_NUMBER);

  Mechanism(String call) {
    this.call = call;
  }

  /** What it can do besides {@link Interest#READABLE}, {@code WRITABLE} and {@code PRIORITY}. */
  public Set<Capability> capabilities() {
    return switch (this) {
      case SELECT -> OF_SELECT;
      case POLL -> OF_POLL;
      case EPOLL -> OF_EPOLL;
    };
  }

  /** Its wait, for error messages. */
  String call() {
    return call;
  }

  /** An empty set; the caller closes it. */
  ReadinessSet newSet() throws IOException {
    return switch (this) {
      case SELECT -> new Select();
      case POLL -> new Poll();
      case EPOLL -> {
        int number = Epoll.create();
        if (number < 0) {
          throw Failures.of("epoll_create1", number, null, null);
        }
        yield new Epoll(number);
      }
    };
  }

  /** Whether it can do {@code capability}. */
  public boolean can(Capability capability) {
    return capabilities().contains(capability);
  }

  /**
   * Returns where it can report {@code interest}.
   *
   * @throws UnsupportedOperationException where it cannot, saying what it lacks
   */
  void require(Interest interest) {
    require(interest.edge(), EDGE, "report changes alone (edge-triggered)");
    require(interest.oneShot(), ONE_SHOT, "report once and then pause (one-shot)");
    require(interest.exclusive(), EXCLUSIVE, "share a wait with others (exclusive)");
  }

  private void require(boolean wanted, Capability capability, String what) {
    if (wanted && !can(capability)) {
      throw new UnsupportedOperationException(
          name().toLowerCase(Locale.ROOT) + " cannot " + what + "; epoll can");
    }
  }
}
