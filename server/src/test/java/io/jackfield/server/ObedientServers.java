package io.jackfield.server;

import io.jackfield.server.WorkerHandlers.Obedient;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;

/** Servers whose worker processes do what clients say, a line at a time, and what those say. */
record ObedientServers(Path folder, Told hooks) {
  ObedientServers(Path folder) {
    this(folder, new Told());
  }

  /** What the hooks were told. */
  static final class Told implements ServerHooks<StreamRequest> {
    final LinkedBlockingQueue<Throwable> errors = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<IOException> lost = new LinkedBlockingQueue<>();

    @Override
    public void handleError(StreamRequest request, Throwable error) {
      errors.add(error);
    }

    @Override
    public void handleTakeError(IOException error) {
      lost.add(error);
    }
  }

  StreamServerBuilder<TcpServer> with(WorkerOptions.Builder options) {
    return TcpServer.at(Peer.ANY_PORT)
        .engine(Engine.processes(options.build()))
        .hooks(hooks)
        .handler(Obedient.class, Map.of("colour", "blue", "notes", notes().toString()));
  }

  /** Where a handler that waits for good says so. */
  Path notes() {
    return folder.resolve("notes");
  }

  static Line connect(BaseServer server) throws IOException {
    return Line.plain(SocketChannel.open(server.address()));
  }

  /** Reads the answer, a line. */
  static String ask(Line line, String order) throws IOException {
    return answer(line.send(order + "\n"));
  }

  static String answer(Line line) throws IOException {
    var answer = new StringBuilder();
    for (int next; (next = line.in().read()) >= 0 && next != '\n'; ) {
      answer.append((char) next);
    }
    return answer.toString();
  }

  /** Which process answers. */
  static long pid(Line line) throws IOException {
    return Long.parseLong(ask(line, "pid"));
  }

  static boolean isEnded(Line line) {
    try {
      return line.in().read() < 0;
    } catch (IOException e) {
      return true; // Reset.
    }
  }
}
