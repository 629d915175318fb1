package io.jackfield.conformance.reactor.peers;

import static java.util.Objects.requireNonNull;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.SendOutcome;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A program: numbered datagrams, sent as fast as they are taken, over a network that takes them
 * slowly; says whether all arrived once and in order, and how full the sender's queue was.
 */
final class SlowPath {
  private static final int COUNT = 2_000;
  private static final int MOST_BYTES = 1_200;
  private static final int QUEUE = 256;

  private static final DatagramOptions ROOMY =
      DatagramOptions.builder().socketOption(StandardSocketOptions.SO_RCVBUF, 8 << 20).build();

  private static final DatagramOptions NARROW =
      DatagramOptions.builder()
          .queue(QUEUE, 1 << 20)
          .socketOption(StandardSocketOptions.SO_SNDBUF, 32_768)
          .build();

  private SlowPath() {}

  /** Runs it: the driver's name, and whether all are of one length, which leave in trains. */
  public static void main(String[] args) throws Exception {
    boolean alike = Boolean.parseBoolean(args[1]);
    var receiver = new Receiver(alike);
    var sender = new Sender(alike);
    // Two loops: a receiver that had to wait for the sender would lose what it has no room for.
    try (Loop other = Loop.start();
        Loop loop =
            Loop.start(
                Reactor.builder().stallThreshold(null).driver(() -> Drivers.named(args[0])))) {
      SocketAddress to =
          other.call(() -> {
            other.reactor().listenDatagrams(Loop.at(0), receiver, ROOMY);
            return requireNonNull(requireNonNull(receiver.transport).localAddress());
          });
      var _ = loop.call(() -> loop.reactor().listenDatagrams(Loop.at(0), sender, NARROW));
      loop.run(() -> sender.send(to));
      String result = Loop.soon(receiver.result);
      loop.run(() ->
          System.out.println(
              result + " full " + sender.refusals + " most " + sender.most + sender.failures));
    }
  }

  /** Of a length that its number says: what is cut or joined wrongly is seen. */
  static int length(int number, boolean alike) {
    return alike ? MOST_BYTES : 100 + number * 37 % (MOST_BYTES - 100);
  }

  /** Sends the next ones, as many as are taken, whenever there is room. */
  private static final class Sender implements DatagramProtocol {
    private final boolean alike;
    private @Nullable DatagramTransport transport;
    private @Nullable SocketAddress to;
    private int next;
    private int refusals;
    private int most;
    private String failures = "";

    Sender(boolean alike) {
      this.alike = alike;
    }

    void send(SocketAddress where) {
      to = where;
      writeResumed();
    }

    @Override
    public void bound(DatagramTransport made) {
      transport = made;
    }

    @Override
    public void writeResumed() {
      DatagramTransport through = requireNonNull(transport);
      for (; next < COUNT; next++) {
        ByteBuffer data = ByteBuffer.allocate(length(next, alike)).putInt(0, next);
        SendOutcome outcome = through.send(data, requireNonNull(to));
        if (outcome instanceof SendOutcome.QueueFull) {
          refusals++;
          return;
        }
        if (!outcome.isTaken()) {
          failures += " " + outcome;
        }
        most = Math.max(most, through.queuedMessages());
      }
    }

    @Override
    public void datagramReceived(ByteBuffer data, @Nullable SocketAddress sender) {
      failures += " an answer";
    }

    @Override
    public void sendFailed(IOException failure) {
      failures += " " + failure;
    }
  }

  /** Takes them as long as each is the one that comes next; then waits for what is missing. */
  private static final class Receiver implements DatagramProtocol {
    private static final Duration LATE = Duration.ofSeconds(2);

    private final CompletableFuture<String> result = new CompletableFuture<>();
    private final boolean alike;
    private @Nullable DatagramTransport transport;
    private int next;
    private @Nullable String wrong;
    private final List<Integer> after = new ArrayList<>();

    Receiver(boolean alike) {
      this.alike = alike;
    }

    @Override
    public void bound(DatagramTransport made) {
      transport = made;
    }

    @Override
    public void datagramReceived(ByteBuffer data, @Nullable SocketAddress sender) {
      int number = data.getInt(data.position());
      if (wrong != null) {
        after.add(number);
        return;
      }
      if (number != next || data.remaining() != length(number, alike)) {
        wrong = "not " + next + " but " + number + ", " + data.remaining() + " bytes";
        var _ =
            requireNonNull(transport)
                .reactor()
                .callLater(LATE, () -> result.complete(wrong + ", then " + after));
      } else if (++next == COUNT) {
        result.complete("all");
      }
    }
  }
}
