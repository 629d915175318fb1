package io.jackfield.cli.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Who has started this process and wants to know how it is, as systemd does: told by datagrams to
 * {@code NOTIFY_SOCKET}. What cannot be told is complained of once, and keeps nobody from serving.
 * Any thread. Source: sd_notify(3).
 */
public final class ServiceManager {
  private static final String VARIABLE = "NOTIFY_SOCKET";
  private static final Duration TIMEOUT = Duration.ofSeconds(1);
  private static final int MICRO = 1_000;

  private final @Nullable String address;
  private final Consumer<String> complaints;
  private boolean complained;

  /**
   * Reads the environment.
   *
   * @param complaints told a sentence
   */
  public ServiceManager(Map<String, String> environment, Consumer<String> complaints) {
    String said = environment.get(VARIABLE);
    this.address = said == null || said.isEmpty() ? null : said;
    this.complaints = complaints;
  }

  /** Serves from now on. */
  public void ready(String status) {
    tell("READY=1\nSTATUS=" + status);
  }

  /** Reads its settings again; {@link #ready} ends that. */
  public void reloading() {
    // On Linux this clock is CLOCK_MONOTONIC.
    tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / MICRO);
  }

  /** Does something that takes a while. */
  public void status(String status) {
    tell("STATUS=" + status);
  }

  /** From now on another process is the service; told by the old one, which is believed. */
  public void successor(long pid) {
    tell("MAINPID=" + pid);
  }

  /** Takes no more. */
  public void stopping() {
    tell("STOPPING=1");
  }

  private synchronized void tell(String state) {
    String to = address;
    if (to == null) {
      return;
    }
    try {
      SocketAddress socketAddress = parse(to);
      try (Socket socket = Socket.openFor(socketAddress, SocketType.DATAGRAM)) {
        socket.timeout(TIMEOUT).sendTo(ByteBuffer.wrap(state.getBytes(UTF_8)), socketAddress);
      }
    } catch (IOException | IllegalArgumentException e) {
      if (!complained) {
        complained = true;
        complaints.accept("the service manager cannot be told: " + e.getMessage());
      }
    }
  }

  private static SocketAddress parse(String text) {
    if (text.startsWith("@")) {
      return AbstractUnixAddress.of(text.substring(1));
    }
    if (text.startsWith("/")) {
      return UnixDomainSocketAddress.of(text);
    }
    throw new IllegalArgumentException(
        VARIABLE + " is '" + text + "', neither a path nor an abstract name");
  }
}
