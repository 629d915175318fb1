package io.jackfield.server;

import io.jackfield.server.worker.Line;
import io.jackfield.server.worker.Line.Incoming;
import io.jackfield.server.worker.Message;
import io.jackfield.socket.ProcessSignals;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.UnixOptions;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.net.StandardProtocolFamily;

/**
 * A worker process of a server: what {@link Engine#processes} starts, and nobody else. It says its
 * words to the process that has started it alone, and ends when that does.
 */
public final class WorkerProcess {
  private static final int FAILED = 1;

  private WorkerProcess() {}

  /**
   * Runs a worker to its end, and ends the JVM.
   *
   * @param args the name of the line to the server
   */
  public static void main(String... args) {
    try {
      run(args[0]);
    } catch (Throwable e) { // Whatever it is, nobody would hear the server any more.
      System.getLogger(WorkerProcess.class.getName())
          .log(System.Logger.Level.ERROR, "a worker process could not do its work", e);
      System.exit(FAILED);
    }
  }

  private static void run(String name) throws IOException, ClassNotFoundException {
    // Ctrl-C at a terminal is sent to all of its processes: it is the server that stops its
    // workers, after what they have begun.
    ProcessSignals.onEach("INT", () -> {});
    ProcessSignals.onEach("HUP", () -> {});
    Socket socket = Socket.open(StandardProtocolFamily.UNIX, SocketType.SEQUENCED_PACKET);
    boolean _ = socket.connect(AbstractUnixAddress.of(name));
    requireParent(socket);
    Line line = Line.over(socket, "line", Socket.NEVER); // Its end is told when it is gone.
    ProcessSignals.onEach("TERM", () -> line.send(new Message.Enough()));
    Incoming first = line.receive();
    if (first == null || !(first.message() instanceof Message.Begin(var settings))) {
      throw new IOException("the server says nothing of what is to be done");
    }
    WorkerDuty duty =
        settings.form().isStream()
            ? new PassedStreams(settings, line)
            : PassedDatagrams.over(settings, line, first.descriptor());
    if (settings.secured()) {
      Incoming tls = line.receive();
      if (tls == null) {
        return;
      }
      duty.told(tls.message(), tls.descriptor());
    }
    Thread.ofPlatform().name(settings.name()).start(() -> serve(duty, line));
    line.send(new Message.Ready());
    hear(duty, line);
  }

  /** Whoever else has the name of our line is not the server. */
  private static void requireParent(Socket socket) throws IOException {
    int listening = socket.getOption(UnixOptions.PEER_CREDENTIALS).processId();
    long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(-1L);
    if (listening != parent) {
      throw new IOException(
          "process %d listens, not %d, which has started this one".formatted(listening, parent));
    }
  }

  private static void hear(WorkerDuty duty, Line line) throws IOException {
    for (Incoming next; (next = line.receive()) != null; ) {
      duty.told(next.message(), next.descriptor());
    }
    duty.serverGone();
  }

  private static void serve(WorkerDuty duty, Line line) {
    duty.serve();
    line.send(new Message.Counts(duty.counts().inOrder()));
    line.close();
    System.exit(0); // Whatever threads handlers have left.
  }
}
