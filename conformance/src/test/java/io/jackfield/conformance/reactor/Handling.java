package io.jackfield.conformance.reactor;

import static java.util.Objects.requireNonNull;

import io.jackfield.reactor.Blocking;
import io.jackfield.reactor.BlockingHandler;
import io.jackfield.reactor.BlockingOptions;
import io.jackfield.reactor.BlockingStream;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.StreamOptions;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A handler in the blocking style at one end, and a protocol that writes down at the other. */
record Handling(World.Scene scene, Observed handler, Recorder client, ListeningPort port)
    implements AutoCloseable {

  /**
   * What carries it, and whether the loop itself runs it. Ordinary threads take their own time, and
   * a simulated network does not wait for them.
   */
  record Place(World world, boolean onLoop) {
    static Stream<Place> all() {
      return Stream.concat(
          Stream.of(World.values()).map(world -> new Place(world, true)),
          Stream.of(World.values())
              .filter(world -> !world.isSimulated())
              .map(world -> new Place(world, false)));
    }

    @Override
    public String toString() {
      return world + (onLoop ? ", on the loop" : ", on ordinary threads");
    }
  }

  /** A handler, and what became of it. */
  static final class Observed implements BlockingHandler {
    private final BlockingHandler handler;
    final CountDownLatch over = new CountDownLatch(1);
    private final AtomicReference<@Nullable BlockingStream> stream = new AtomicReference<>();
    final AtomicReference<@Nullable Throwable> thrown = new AtomicReference<>();
    final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    Observed(BlockingHandler handler) {
      this.handler = handler;
    }

    @Override
    public void handle(BlockingStream made) throws Exception {
      stream.set(made);
      try {
        handler.handle(made);
      } catch (Throwable t) {
        thrown.set(t);
        throw t;
      } finally {
        over.countDown();
      }
    }

    @Override
    public void failed(BlockingStream made, Throwable t) {
      failure.set(t);
    }

    boolean hasBegun() {
      return stream.get() != null;
    }

    BlockingStream stream() {
      return requireNonNull(stream.get());
    }

    boolean isOver() {
      return over.getCount() == 0;
    }
  }

  static Handling open(Place place, BlockingHandler handler) throws IOException {
    return open(place, StreamOptions.DEFAULTS, options -> options, handler);
  }

  static Handling open(
      Place place, UnaryOperator<BlockingOptions.Builder> options, BlockingHandler handler)
      throws IOException {
    return open(place, StreamOptions.DEFAULTS, options, handler);
  }

  static Handling open(
      Place place,
      StreamOptions streams,
      UnaryOperator<BlockingOptions.Builder> options,
      BlockingHandler handler)
      throws IOException {
    World.Scene scene = place.world().open();
    var observed = new Observed(handler);
    BlockingOptions chosen =
        options.apply(BlockingOptions.builder().onLoop(place.onLoop())).build();
    ListeningPort port = scene.listen(Blocking.handler(observed, chosen), streams);
    var client = new Recorder();
    client.keepsOpen = true;
    var connecting = scene.connect(port.localAddress(), _ -> client);
    scene.until(() -> connecting.isDone() && client.isMade());
    return new Handling(scene, observed, client, port);
  }

  void untilOver() {
    scene.until(() -> handler.isOver() && client.isLost());
  }

  @Override
  public void close() {
    scene.close();
  }
}
