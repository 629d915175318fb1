package io.jackfield.reactor.driver;

import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SendVector;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Sends datagrams of IP, many a system call. Those of one length that follow each other to the same
 * address go as a train, which the kernel cuts. Where it will not (a device without checksums, a
 * datagram longer than the path takes), they go one by one, and so do later ones of that length.
 */
final class MessageSending {
  /** The most datagrams of a train: {@code UDP_MAX_SEGMENTS} before Linux 6.9. */
  private static final int TRAIN = 64;

  /** The most bytes of a train, less than an IP packet has room for. */
  private static final int TRAIN_BYTES = 65_000;

  private static final int IPPROTO_UDP = 17;

  private final SendVector vector = new SendVector();

  /** Of how many datagrams each message in the vector is. */
  private final int[] datagrams = new int[SendVector.MESSAGES];

  /** Whether any of those is more than one. */
  private boolean hasTrain;

  /** Whether it can be sent this way. */
  static boolean takes(KernelHandle handle, OutgoingMessage message) {
    return handle.rare().areBatched && message.control().isEmpty() && message.address() != 0;
  }

  /** As {@link Driver#sendMessages}, but {@code -EAGAIN} if there is no room. */
  int send(KernelHandle handle, Collection<OutgoingMessage> messages) {
    long started = SocketObservers.begin();
    int sent;
    try {
      sent = attempt(handle, messages, trainLimit(handle));
      if (hasTrain && datagrams[0] > 1 && refusesTrain(sent)) {
        int refused = messages.iterator().next().length();
        int why = sent;
        sent = attempt(handle, messages, 0);
        if (sent > 0) {
          // So it was not the address: what is as long need not be tried again.
          handle.rare().trainLimit = why == -Abi.EIO ? 0 : refused / 2;
        }
      }
    } catch (IOException e) {
      sent = -Abi.EINVAL;
    } finally {
      Reference.reachabilityFence(messages);
    }
    if (SocketObservers.watched() && sent != -Abi.EAGAIN) {
      tell(started, handle, messages, sent);
    }
    return sent;
  }

  private static boolean refusesTrain(int result) {
    return result == -Abi.EIO || result == -Abi.EINVAL || result == -Abi.EMSGSIZE;
  }

  /** The most bytes of a datagram in a train. Other protocols than UDP would send it uncut. */
  private static int trainLimit(KernelHandle handle) throws IOException {
    KernelHandle.Rare rare = handle.rare();
    if (rare.trainLimit < 0) {
      boolean isUdp = handle.socket().getOption(SocketOptions.PROTOCOL) == IPPROTO_UDP;
      rare.trainLimit = isUdp ? TRAIN_BYTES : 0;
    }
    return rare.trainLimit;
  }

  private int attempt(KernelHandle handle, Collection<OutgoingMessage> messages, int trainLimit)
      throws IOException {
    fill(handle, messages, trainLimit);
    int result = vector.send(handle.number);
    if (result < 0) {
      return result;
    }
    int sent = 0;
    for (int i = 0; i < result; i++) {
      sent += datagrams[i];
    }
    return sent;
  }

  private void fill(KernelHandle handle, Collection<OutgoingMessage> messages, int trainLimit)
      throws IOException {
    vector.clear();
    hasTrain = false;
    SocketAddress to = null;
    int segment = 0; // 0: nothing more goes with the last one.
    int bytes = 0;
    for (OutgoingMessage next : messages) {
      if (!vector.hasRoom() || !takes(handle, next)) {
        return;
      }
      int last = vector.messages() - 1;
      if (segment > 0
          && next.length() <= segment
          && next.length() > 0
          && isSame(next.to(), to)
          && datagrams[last] < TRAIN
          && bytes + next.length() <= TRAIN_BYTES) {
        vector.addToTrain(segment, next.address(), next.length());
        datagrams[last]++;
        hasTrain = true;
        bytes += next.length();
        segment = next.length() < segment ? 0 : segment;
      } else {
        vector.add(next.to(), handle.socket().family(), next.address(), next.length());
        datagrams[last + 1] = 1;
        to = next.to();
        bytes = next.length();
        segment = bytes <= trainLimit ? bytes : 0;
      }
    }
  }

  /** Mostly they are the same object: those of known peers are not made anew. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean isSame(@Nullable SocketAddress one, @Nullable SocketAddress other) {
    return one == other
        || (one instanceof InetSocketAddress a
            && other instanceof InetSocketAddress b
            && a.equals(b)
            && scope(a) == scope(b));
  }

  /** The JDK takes addresses for equal whose scopes differ. */
  private static int scope(InetSocketAddress address) {
    return address.getAddress() instanceof Inet6Address v6 ? v6.getScopeId() : 0;
  }

  private static void tell(
      long started, KernelHandle handle, Collection<OutgoingMessage> messages, int sent) {
    int left = sent;
    for (OutgoingMessage message : messages) {
      if (sent >= 0 && left-- == 0) {
        return;
      }
      SocketAddress to = message.to();
      int result = sent < 0 ? sent : message.length();
      if (to == null) {
        KernelDriver.observe(started, Kind.WRITTEN, "sendmmsg", handle, result);
      } else {
        KernelDriver.observe(started, Kind.WRITTEN, "sendmmsg", handle, to, result);
      }
      if (sent < 0) {
        return;
      }
    }
  }
}
