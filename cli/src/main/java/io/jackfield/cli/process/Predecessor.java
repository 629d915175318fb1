package io.jackfield.cli.process;

import io.jackfield.server.GivenSockets;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.option.PeerCredentials;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The process whose place this one takes: gives its sockets, and goes on serving until it is told
 * that this one serves. {@link Restart} is the other side. Used by one thread.
 */
public final class Predecessor implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  private final Channel channel;
  private final long pid;

  /** By name; those that belong to one server are one list, in the order they came in. */
  private final Map<String, List<PassedDescriptor>> sockets = new LinkedHashMap<>();

  private Predecessor(Channel channel, long pid) {
    this.channel = channel;
    this.pid = pid;
  }

  /**
   * The one that has started this process; null if it was started by anything else.
   *
   * @throws IOException if it cannot be spoken to
   */
  public static @Nullable Predecessor find(Map<String, String> environment) throws IOException {
    String name = environment.get(Restart.VARIABLE);
    if (name == null) {
      return null;
    }
    Channel channel;
    try {
      channel = Channel.connect(AbstractUnixAddress.of(name), TIMEOUT);
    } catch (IOException | IllegalArgumentException e) {
      throw new IOException(
          "%s is set, but nobody is there to be restarted: %s"
              .formatted(Restart.VARIABLE, e.getMessage()),
          e);
    }
    try {
      long pid = requireParent(channel);
      var found = new Predecessor(channel, pid);
      found.receive();
      return found;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Anybody may bind a name; who started us is the one that the kernel says. */
  private static long requireParent(Channel channel) throws IOException {
    PeerCredentials peer = channel.peer();
    long parent = ProcessHandle.current().parent().map(ProcessHandle::pid).orElse(0L);
    if (peer.processId() != parent || (peer.userId() != 0 && peer.userId() != Channel.ownUser())) {
      throw new IOException(
          "%s leads to process %d, which has not started this one"
              .formatted(Restart.VARIABLE, peer.processId()));
    }
    return parent;
  }

  private void receive() throws IOException {
    for (; ; ) {
      Channel.Message message = channel.receive();
      if (message == null) {
        throw new IOException("process " + pid + " has ended while it was restarted");
      }
      if (message.text().equals(Restart.END)) {
        return;
      }
      if (!message.text().startsWith(Restart.SOCKET)) {
        message.closeDescriptors();
        throw new IOException("process " + pid + " said '" + message.text() + "'");
      }
      sockets
          .computeIfAbsent(
              message.text().substring(Restart.SOCKET.length()), _ -> new ArrayList<>())
          .addAll(message.descriptors());
    }
  }

  /** Its number. */
  public long pid() {
    return pid;
  }

  /** The sockets of that name, once; null if there are none, or no more. */
  public @Nullable GivenSockets takeInherited(String name) throws IOException {
    List<PassedDescriptor> taken = sockets.remove(name);
    return taken == null ? null : GivenSockets.inherited(taken);
  }

  /** As above, of sockets that were lent to that process too. */
  public @Nullable GivenSockets takeLent(String name) throws IOException {
    List<PassedDescriptor> taken = sockets.remove(name);
    return taken == null ? null : GivenSockets.lent(taken);
  }

  /** The names of those that nobody took; they are closed. */
  public List<String> closeRest() {
    var names = List.copyOf(sockets.keySet());
    sockets.values().forEach(some -> some.forEach(PassedDescriptor::close));
    sockets.clear();
    return names;
  }

  /**
   * Tells it that this process serves; returns when it has left the place to this one, or has ended
   * otherwise. It waits a little for the {@link #close} that says that all has been put in order.
   *
   * @throws IOException if it wants this one no more
   */
  public void leaveTo() throws IOException {
    channel.send(Restart.SERVING);
    Channel.Message answer = channel.receive();
    if (answer != null) {
      answer.closeDescriptors();
    }
  }

  @Override
  public void close() {
    var _ = closeRest();
    channel.close();
  }
}
