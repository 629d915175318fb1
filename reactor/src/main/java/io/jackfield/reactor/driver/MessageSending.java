package io.jackfield.reactor.driver;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketEvent.Kind;
import io.jackfield.socket.SocketObservers;
import io.jackfield.socket.SocketOptions;
import io.jackfield.socket.UdpOptions;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.SendVector;
import java.io.IOException;
import java.lang.ref.Reference;
import java.net.SocketAddress;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Sends datagrams of IP, many a system call. Those of one length that follow each other to the same
 * address go as a train, which the kernel cuts. Where it will not (a device without checksums, a
 * datagram longer than the path takes), they go one by one, and so do later ones of that length.
 */
final class MessageSending {
  /** The most bytes of a train, less than an IP packet has room for, and more than a chunk has. */
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
        int refused = messages.iterator().next().segmentBytes();
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

  /** The most bytes of a datagram in a train; 0 where the kernel would not cut as we mean it. */
  private static int trainLimit(KernelHandle handle) throws IOException {
    KernelHandle.Rare rare = handle.rare();
    if (rare.trainLimit < 0) {
      Socket socket = handle.socket();
      boolean isUdp =
          socket.getOption(SocketOptions.PROTOCOL) == IPPROTO_UDP
              && socket.getOption(SocketOptions.TYPE) == Abi.SOCK_DGRAM;
      rare.trainLimit = isUdp && !isCutAnyhow(socket) ? TRAIN_BYTES : 0;
    }
    return rare.trainLimit;
  }

  /** Whether the kernel cuts each send as an option of the socket says, or cannot cut at all. */
  private static boolean isCutAnyhow(Socket socket) {
    try {
      return socket.getOption(UdpOptions.SEGMENT) != 0;
    } catch (IOException e) {
      return true; // Before Linux 4.18.
    }
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
    OutgoingMessage last = null; // Null where nothing can be sent with the last one.
    int segment = 0;
    int bytes = 0;
    for (OutgoingMessage next : messages) {
      if (!vector.hasRoom() || !takes(handle, next)) {
        return;
      }
      if (next.count() > 1 && next.segmentBytes() > trainLimit) {
        addEach(handle, next);
        last = null;
      } else if (last != null
          && follows(next, segment)
          && next.goesTo(last.to())
          && bytes + next.length() <= TRAIN_BYTES) {
        vector.extend(next.address(), next.length());
        train(segment);
        datagrams[vector.messages() - 1] += next.count();
        bytes += next.length();
        last = next.segmentBytes() == segment && next.isWhole() ? next : null;
      } else {
        add(handle, next);
        segment = next.segmentBytes();
        bytes = next.length();
        last = segment <= trainLimit && next.isWhole() ? next : null;
      }
    }
  }

  /** Whether it can be behind datagrams of so many bytes in a train. */
  private boolean follows(OutgoingMessage next, int segment) {
    return next.length() > 0
        && (next.count() == 1 ? next.length() <= segment : next.segmentBytes() == segment)
        && datagrams[vector.messages() - 1] + next.count() <= OutgoingMessage.MAX_SEGMENTS;
  }

  private void add(KernelHandle handle, OutgoingMessage next) throws IOException {
    vector.add(next.to(), handle.socket().family(), next.address(), next.length());
    datagrams[vector.messages() - 1] = next.count();
    if (next.count() > 1) {
      train(next.segmentBytes());
    }
  }

  private void train(int segmentBytes) {
    vector.train(segmentBytes);
    hasTrain = true;
  }

  private void addEach(KernelHandle handle, OutgoingMessage several) throws IOException {
    for (int i = 0; i < several.count() && vector.hasRoom(); i++) {
      long address = several.address() + several.offset(i);
      vector.add(several.to(), handle.socket().family(), address, several.length(i));
      datagrams[vector.messages() - 1] = 1;
    }
  }

  private static void tell(
      long started, KernelHandle handle, Collection<OutgoingMessage> messages, int sent) {
    int left = sent;
    for (OutgoingMessage message : messages) {
      for (int i = 0; i < message.count(); i++) {
        if (sent >= 0 && left-- == 0) {
          return;
        }
        tell(started, handle, message.to(), sent < 0 ? sent : message.length(i));
        if (sent < 0) {
          return;
        }
      }
    }
  }

  private static void tell(
      long started, KernelHandle handle, @Nullable SocketAddress to, int result) {
    if (to == null) {
      KernelDriver.observe(started, Kind.WRITTEN, "sendmmsg", handle, result);
    } else {
      KernelDriver.observe(started, Kind.WRITTEN, "sendmmsg", handle, to, result);
    }
  }
}
