package io.jackfield.conformance.reactor;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.ReactorCounts;
import io.jackfield.reactor.ReactorGroup;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** What talks to a group of reactors: a server's protocol, and clients that are none of ours. */
final class GroupPeers {
  static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

  private static final int PATIENCE_MILLIS = 20_000;

  private GroupPeers() {}

  /** Of so many loops on a driver; where that cannot be had the test is skipped. */
  static ReactorGroup group(int loops, String driver) throws IOException {
    try {
      Driver tried = Drivers.named(driver);
      tried.close();
    } catch (IOException e) {
      Command.skip(driver + " cannot be had: " + e.getMessage());
    }
    return ReactorGroup.of(loops, Reactor.builder().driver(() -> Drivers.named(driver)));
  }

  /** Answers each chunk with the name of the thread that it is told on, and with a goodbye. */
  static class Naming implements Protocol {
    @SuppressWarnings("NullAway.Init") // Set by connectionMade.
    Transport transport;

    @Override
    public void connectionMade(Transport made) {
      transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      say(Thread.currentThread().getName() + "\n");
    }

    final void say(String text) {
      transport.write(ByteBuffer.wrap(text.getBytes(US_ASCII)));
    }

    @Override
    public boolean stopping() {
      say("goodbye\n");
      return false;
    }

    @Override
    public void connectionLost(LossReason reason) {}
  }

  /** A client: the JDK's socket. */
  record Peer(java.net.Socket socket) implements Closeable {
    static Peer of(SocketAddress to) throws IOException {
      var socket = new java.net.Socket();
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.connect(to, PATIENCE_MILLIS);
      return new Peer(socket);
    }

    static List<Peer> several(int count, SocketAddress to) throws IOException {
      List<Peer> all = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        all.add(of(to));
      }
      return all;
    }

    /** The loop that it is on, as that says itself. */
    String loop() throws IOException {
      ask();
      return line();
    }

    void ask() throws IOException {
      socket.getOutputStream().write('?');
    }

    String line() throws IOException {
      var line = new StringBuilder();
      for (int c; (c = socket.getInputStream().read()) >= 0 && c != '\n'; ) {
        line.append((char) c);
      }
      return line.toString();
    }

    boolean isSilentFor(int millis) throws IOException {
      socket.setSoTimeout(millis);
      try {
        int _ = socket.getInputStream().read();
        return false;
      } catch (SocketTimeoutException e) {
        return true;
      } finally {
        socket.setSoTimeout(PATIENCE_MILLIS);
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }

  static void closeAll(List<? extends Closeable> all) throws IOException {
    for (Closeable one : all) {
      one.close();
    }
  }

  /** How many connections each loop was given. */
  static List<Long> spread(ReactorGroup group) {
    return group.counts().stream().map(ReactorCounts::opened).toList();
  }
}
