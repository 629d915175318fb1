package io.jackfield.cli.process;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.option.PeerCredentials;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Where a process that is being restarted can be spoken to: by the new one, and by those who want
 * to know how it went. An abstract Unix name, so that nothing is left behind; it is random, since
 * anybody may bind a name that he can guess.
 */
final class RestartDesk implements AutoCloseable {
  /** Before the process's number. */
  static final String PREFIX = "jackfield-restart-";

  private static final int RANDOM_BYTES = 8;
  private static final int MOST_WAITING = 16;
  private static final Duration TELLING_TIMEOUT = Duration.ofSeconds(1);

  private final Socket listener;
  private final String name;
  private final int user;

  /** Who wants to know how it went. The restarting thread's, then the telling one's. */
  private final List<Channel> waiting = new ArrayList<>();

  private RestartDesk(Socket listener, String name, int user) {
    this.listener = listener;
    this.name = name;
    this.user = user;
  }

  static RestartDesk open() throws IOException {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String name = PREFIX + ProcessHandle.current().pid() + "-" + HexFormat.of().formatHex(random);
    AbstractUnixAddress address = AbstractUnixAddress.of(name);
    Socket listener = Socket.openFor(address, SocketType.SEQUENCED_PACKET);
    try {
      listener.bind(address).listen(MOST_WAITING);
      return new RestartDesk(listener, name, Channel.ownUser());
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** What the new process is to connect to. */
  String name() {
    return name;
  }

  /** Has {@link #awaitChild} look again. Any thread. */
  void wake() {
    listener.wakeReceivers();
  }

  /**
   * Waits for a process that was started to speak to this one.
   *
   * @throws SocketTimeoutException if the time is up first
   * @throws IOException if it ends first
   */
  Channel awaitChild(Process child, Duration timeout) throws IOException {
    long deadline = System.nanoTime() + timeout.toNanos();
    for (; ; ) {
      listener.timeout(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
      Socket accepted = listener.accept(() -> !child.isAlive());
      if (accepted == null) {
        throw new IOException("the new process has ended, exit code " + child.exitValue());
      }
      var channel = new Channel(accepted);
      PeerCredentials peer = channel.peer();
      if (peer.processId() == child.pid() && peer.userId() == user) {
        return channel;
      }
      admit(channel, peer);
    }
  }

  private void admit(Channel channel, PeerCredentials peer) {
    if ((peer.userId() == 0 || peer.userId() == user) && waiting.size() < MOST_WAITING) {
      waiting.add(channel);
    } else {
      channel.close();
    }
  }

  /** Tells all who want to know, those who come within a time included; on a thread of its own. */
  void settle(String outcome, Duration reachable) {
    Thread.ofPlatform()
        .daemon()
        .name("restart-outcome")
        .start(() -> {
          try (this) {
            waiting.forEach(one -> tell(one, outcome));
            long deadline = System.nanoTime() + reachable.toNanos();
            for (long left; (left = deadline - System.nanoTime()) > 0; ) {
              Socket accepted = listener.timeout(Duration.ofNanos(left)).accept();
              if (accepted != null) {
                waiting.clear();
                var channel = new Channel(accepted);
                admit(channel, channel.peer());
                waiting.forEach(one -> tell(one, outcome));
              }
            }
          } catch (IOException e) {
            // The time is up, or a new restart has closed it.
          }
        });
  }

  private static void tell(Channel to, String outcome) {
    try (to) {
      to.timeout(TELLING_TIMEOUT).send(outcome);
    } catch (IOException e) {
      // Who wanted to know has gone.
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
    } catch (IOException e) {
      // Closed all the same.
    }
  }
}
