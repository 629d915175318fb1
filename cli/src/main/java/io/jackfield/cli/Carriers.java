package io.jackfield.cli;

import io.jackfield.server.BaseServer;
import io.jackfield.server.DatagramServerBuilder;
import io.jackfield.server.Engine;
import io.jackfield.server.ServerLoops;
import io.jackfield.server.StreamServerBuilder;
import io.jackfield.service.NamedServices;
import io.jackfield.service.Service;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What carries the services of a process: loops that those of one kind share, or an engine each;
 * and the loop of the one that is an engine itself. Used by the command's thread.
 */
final class Carriers {
  /** Of those on the engine 'loop': made with the first of each kind. */
  private final Map<ServingOptions.Loops, ServerLoops> loops = new HashMap<>();

  /** Made with the first address of the room. */
  private @Nullable RoomLoop room;

  /** Has a server follow a service's rules, and says what carries it. */
  <S extends BaseServer> StreamServerBuilder<S> carry(
      Served served, Service.Stream form, StreamServerBuilder<S> builder) throws IOException {
    if (form.isEngine()) {
      return room().carry(builder);
    }
    ServingOptions how = served.how();
    return (how.isProcesses()
            ? NamedServices.in(builder, served.service(), how.services())
            : form.in(builder))
        .engine(engine(how));
  }

  /** The same of datagrams. */
  <S extends BaseServer> DatagramServerBuilder<S> carry(
      Served served, Service.Datagram form, DatagramServerBuilder<S> builder) throws IOException {
    ServingOptions how = served.how();
    return (how.isProcesses()
            ? NamedServices.in(builder, served.service(), how.services())
            : builder.exchange(form.exchange()))
        .engine(engine(how));
  }

  private Engine engine(ServingOptions how) throws IOException {
    if (!how.isLoop()) {
      return how.engine();
    }
    ServerLoops shared = loops.get(how.sharedLoops());
    if (shared == null) {
      shared = ServerLoops.open(how.sharedLoops().count(), how.driver());
      loops.put(how.sharedLoops(), shared);
    }
    return Engine.on(shared);
  }

  private RoomLoop room() throws IOException {
    RoomLoop own = room;
    if (own == null) {
      own = RoomLoop.open();
      room = own;
    }
    return own;
  }

  /** How many loops carry all of these; 1 where not all are carried by the same. */
  int commonLoops(List<Listening> listening) {
    return loops.size() == 1 && listening.stream().allMatch(one -> one.served().how().isLoop())
        ? loops.keySet().iterator().next().count()
        : 1;
  }

  /**
   * Has the loops serve, on threads of their own.
   *
   * @param hears whether what is typed is said in the room
   */
  void start(boolean hears, EventLog log) {
    loops.values().forEach(shared -> Thread.ofPlatform().name("loop").start(shared::serveForever));
    if (room != null) {
      room.start(hears, log);
    }
  }

  /** Whether one of the loops serves it, so that it needs no thread. */
  static boolean serve(Listening one) {
    return one.served().how().isLoop() || one.served().isEngine();
  }

  /** Another process hears what is typed from now on. */
  void retire() {
    if (room != null) {
      room.stopHearing();
    }
  }

  /** Lets go of loops that never served. */
  void close() {
    loops.values().forEach(ServerLoops::close);
    if (room != null) {
      room.loops().close();
    }
  }
}
