package io.jackfield.conformance.reactor;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.StreamOptions;
import java.io.IOException;

/** Two ends of one connection, in one scene. */
record Pair(World.Scene scene, Recorder server, Recorder client, ListeningPort port)
    implements AutoCloseable {
  static Pair open(World world) throws IOException {
    return open(world.open(), new Recorder(), new Recorder(), StreamOptions.DEFAULTS);
  }

  static Pair open(World world, StreamOptions options) throws IOException {
    return open(world.open(), new Recorder(), new Recorder(), options);
  }

  static Pair open(World.Scene scene, Recorder server, Recorder client, StreamOptions options)
      throws IOException {
    ListeningPort port = scene.listen(_ -> server, options);
    var connecting = scene.connect(port.localAddress(), _ -> client, options);
    scene.until(() -> connecting.isDone() && server.isMade());
    return new Pair(scene, server, client, port);
  }

  void untilBothLost() {
    scene.until(() -> server.isLost() && client.isLost());
  }

  @Override
  public void close() {
    scene.close();
  }
}
