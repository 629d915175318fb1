package io.jackfield.cli;

import io.jackfield.reactor.Reactor;
import io.jackfield.server.BaseServer;
import io.jackfield.server.Engine;
import io.jackfield.server.ServerLoops;
import io.jackfield.server.StreamServerBuilder;
import io.jackfield.service.room.SelectRoom;
import java.io.IOException;

/**
 * The room, and the loop that is its own whatever carries the other services.
 *
 * @param loops one loop
 */
record RoomLoop(ServerLoops loops, SelectRoom room) {
  static RoomLoop open() throws IOException {
    return new RoomLoop(ServerLoops.open(1, SelectRoom::driver), new SelectRoom());
  }

  /** Has it carry a server: all of them are one room. */
  <S extends BaseServer> StreamServerBuilder<S> carry(StreamServerBuilder<S> builder) {
    return builder.protocol(room).engine(Engine.on(loops));
  }

  private Reactor reactor() {
    return loops.reactors().getFirst();
  }

  /** Serves on a thread of its own. */
  void start(boolean hears, EventLog log) {
    Thread.ofPlatform().name("select").start(loops::serveForever);
    if (hears) {
      reactor().execute(() -> hear(log));
    }
  }

  private void hear(EventLog log) {
    try {
      room.hear(reactor());
    } catch (IOException e) {
      log.tell("what is typed is not said in the room: " + Sentences.of(e));
    }
  }

  void stopHearing() {
    reactor().execute(room::stopHearing);
  }
}
