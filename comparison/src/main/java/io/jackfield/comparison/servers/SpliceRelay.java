package io.jackfield.comparison.servers;

import io.jackfield.socket.Pipe;
import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/**
 * Passes one connection on to another port, both ways, the bytes never in the process, a thread a
 * direction: {@code SpliceRelay TARGET PORT}.
 */
public final class SpliceRelay {
  private static final long ALL = Long.MAX_VALUE;

  private SpliceRelay() {}

  /** Runs until both directions have ended. */
  public static void main(String[] args) throws IOException, InterruptedException {
    InetSocketAddress target = loopback(args[0]);
    try (Socket listener = Socket.openFor(loopback(args[1]), SocketType.STREAM)) {
      listener.bind(loopback(args[1])).listen();
      try (Socket in = listener.accept();
          Socket out = Socket.openFor(target, SocketType.STREAM)) {
        if (in == null) {
          throw new IOException("nobody came");
        }
        out.connect(target);
        Thread back = Thread.ofVirtual().start(() -> pass(out, in));
        Thread there = Thread.ofVirtual().start(() -> pass(in, out));
        there.join();
        back.join();
      }
    }
  }

  private static void pass(Socket from, Socket to) {
    try (Pipe pipe = Pipe.open()) {
      for (long moved; (moved = pipe.sink().spliceFrom(from, ALL)) > 0; ) {
        for (long left = moved; left > 0; ) {
          left -= pipe.source().spliceTo(to, left);
        }
      }
      to.shutdown(ShutdownHow.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InetSocketAddress loopback(String port) {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(port));
  }
}
