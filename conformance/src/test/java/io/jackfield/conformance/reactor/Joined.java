package io.jackfield.conformance.reactor;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Relay;
import io.jackfield.reactor.StreamOptions;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * Two connections to a server that joins them: what {@code left} says {@code right} hears.
 *
 * @param one the server's end of {@code left}'s connection, until it is joined
 * @param other the same of {@code right}'s
 */
record Joined(World.Scene scene, Recorder left, Recorder right, Recorder one, Recorder other)
    implements AutoCloseable {
  /** Both connected and not joined yet; the peers go on when the other has ended. */
  static Joined open(World.Scene scene, StreamOptions options) throws IOException {
    var one = new Recorder();
    var other = new Recorder();
    Queue<Recorder> next = new ArrayDeque<>(List.of(one, other));
    ListeningPort port = scene.listen(_ -> next.remove(), options);
    Recorder left = connect(scene, scene.wire(), port, one);
    Recorder right = connect(scene, scene.wire(), port, other);
    return new Joined(scene, left, right, one, other);
  }

  /** The same, {@code left} speaking what is spoken in the scene, {@code right} plain text. */
  static Joined openMixed(World.Scene scene) throws IOException {
    var one = new Recorder();
    var other = new Recorder();
    Recorder left = connect(scene, scene.wire(), scene.listen(_ -> one), one);
    ListeningPort plain = scene.server().listen(scene.anyPort(), _ -> other);
    Recorder right = connect(scene, Wire.PLAIN, plain, other);
    return new Joined(scene, left, right, one, other);
  }

  private static Recorder connect(
      World.Scene scene, Wire wire, ListeningPort port, Recorder atServer) {
    var client = new Recorder();
    client.keepsOpen = true;
    var connecting =
        wire.connect(scene.client(), port.localAddress(), _ -> client, StreamOptions.DEFAULTS);
    scene.until(() -> connecting.isDone() && atServer.isMade());
    return client;
  }

  static Joined open(World world) throws IOException {
    return open(world.open(), StreamOptions.DEFAULTS);
  }

  Relay join() {
    return Relay.join(one.transport(), other.transport());
  }

  @Override
  public void close() {
    scene.close();
  }
}
