package io.jackfield.comparison.runner;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An echo server that does one thing wrong, for a soak to find: {@code FaultyEcho FAULT PORT}. */
public final class FaultyEcho {
  /** It starts well. */
  private static final int FIRST_FAULT = 100;

  /** What it does with every connection from then on. */
  enum Fault {
    LEAK,
    GARBLE,
    RESET
  }

  /** What is in here is never closed. */
  private final List<InputStream> leaked = new ArrayList<>();

  private final Fault fault;
  private int accepted;

  private FaultyEcho(Fault fault) {
    this.fault = fault;
  }

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    int port = Integer.parseInt(args[1]);
    var echo = new FaultyEcho(Fault.valueOf(args[0]));
    try (var server = new ServerSocket(port, 1_000, InetAddress.getLoopbackAddress())) {
      while (true) {
        echo.accepted(server.accept());
      }
    }
  }

  private void accepted(Socket connection) throws IOException {
    connection.setTcpNoDelay(true);
    boolean isWrong = ++accepted >= FIRST_FAULT;
    if (isWrong && fault == Fault.LEAK) {
      leaked.add(Files.newInputStream(Path.of("/dev/null")));
    }
    Thread.startVirtualThread(() -> echo(connection, isWrong));
  }

  private void echo(Socket connection, boolean isWrong) {
    byte[] buffer = new byte[4_096];
    try (connection) {
      for (int many; (many = connection.getInputStream().read(buffer)) >= 0; ) {
        if (isWrong && fault == Fault.RESET) {
          connection.setSoLinger(true, 0);
          return;
        }
        buffer[0] += (byte) (isWrong && fault == Fault.GARBLE ? 1 : 0);
        connection.getOutputStream().write(buffer, 0, many);
      }
    } catch (IOException e) {
      // The peer is gone.
    }
  }
}
