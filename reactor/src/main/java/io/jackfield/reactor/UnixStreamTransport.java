package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.reactor.driver.Outgoing;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ControlMessage.Credentials;
import io.jackfield.socket.ControlMessage.Descriptors;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.UnixOptions;
import io.jackfield.socket.option.PeerCredentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A Unix stream with descriptors beside its bytes. What waits to be sent is a sequence of parts:
 * first {@link WritingHalf#waiting}, then by turns {@link Parcel parcels} and the bytes written
 * after them.
 */
final class UnixStreamTransport extends StreamTransport implements UnixTransport {
  private final ArrayDeque<Object> parts = new ArrayDeque<>();
  private long partBytes;

  /** The driver's until it is sent. */
  private @Nullable Parcel pending;

  UnixStreamTransport(StreamHost host, Handle handle, Protocol protocol) {
    super(host, handle, protocol);
  }

  // ---- receiving --------------------------------------------------------------------------------

  @Override
  void receive(boolean on) {
    driver().receiveMessages(handle, host.options().controlBytes(), on);
  }

  @Override
  public void received(Chunk chunk, ReceivedMessage message) {
    loop().counters().received(message.length());
    reading.received(chunk, message);
    loop().settle();
  }

  @Override
  void tellBeside(ReceivedMessage message) {
    try {
      if (!isDeaf() && protocol instanceof UnixProtocol unix) {
        tell(unix, message);
      }
    } catch (Throwable t) {
      lose(new Lost(t), true);
    } finally {
      HeldMessages.closeDescriptors(message);
    }
  }

  private static void tell(UnixProtocol protocol, ReceivedMessage message) {
    for (ControlMessage one : message.control()) {
      if (one instanceof Descriptors arrived) {
        protocol.descriptorsReceived(arrived.passed());
      } else if (one instanceof Credentials sender) {
        protocol.credentialsReceived(sender);
      }
    }
    if (message.controlTruncated()) {
      protocol.besideTruncated();
    }
  }

  // ---- sending ----------------------------------------------------------------------------------

  @Override
  public void write(ByteBuffer data, List<Integer> descriptors) throws IOException {
    loop().requireOwner();
    if (!data.hasRemaining() || descriptors.isEmpty() || descriptors.size() > Parcel.MOST) {
      throw new IllegalArgumentException(
          data.remaining() + " bytes with " + descriptors.size() + " descriptors");
    }
    if (writing.takes(data.remaining())) {
      parts.add(Parcel.of(data, descriptors));
      partBytes += data.remaining();
      data.position(data.limit());
      settleSoon();
    }
  }

  @Override
  Outgoing last() {
    if (parts.isEmpty() && pending == null) {
      return super.last();
    }
    if (parts.peekLast() instanceof Outgoing bytes) {
      return bytes;
    }
    var bytes = new Outgoing(driver().sendChunks());
    parts.add(bytes);
    return bytes;
  }

  @Override
  public long bufferedBytes() {
    long bytes = super.bufferedBytes() + partBytes;
    for (Object part : parts) {
      bytes += part instanceof Outgoing plain ? plain.bytes() : 0;
    }
    return bytes;
  }

  @Override
  boolean nextPart() {
    return switch (parts.poll()) {
      case null -> false;
      case Outgoing bytes -> {
        writing.waiting = bytes;
        yield true;
      }
      case Parcel parcel -> sends(parcel);
      case Object other -> throw new IllegalStateException("no part: " + other);
    };
  }

  private boolean sends(Parcel parcel) {
    int sent = driver().sendMessage(handle, parcel.data(), null, parcel.control());
    if (sent == Driver.PENDING) {
      pending = parcel;
      writing.sending = true;
      return false;
    }
    return isGone(parcel, sent);
  }

  /** Returns whether there may be more to send now. */
  private boolean isGone(Parcel parcel, int result) {
    partBytes -= parcel.length();
    parcel.close();
    if (result < 0) {
      lose(new Lost(failure("sendmsg", result)), false);
      return false;
    }
    loop().counters().sent(result);
    if (result < parcel.length()) {
      var rest = new Outgoing(driver().sendChunks());
      rest.append(parcel.from(result));
      parts.addFirst(rest);
    }
    return true;
  }

  @Override
  public void sent(int result) {
    Parcel parcel = pending;
    if (parcel == null) {
      super.sent(result);
      return;
    }
    pending = null;
    writing.sending = false;
    boolean _ = isGone(parcel, result);
    settleSoon();
    loop().settle();
  }

  @Override
  public void closed() {
    super.closed();
    for (Object part; (part = parts.poll()) != null; ) {
      if (part instanceof Parcel parcel) {
        parcel.close();
      } else if (part instanceof Outgoing bytes) {
        bytes.clear();
      }
    }
    partBytes = 0;
    if (pending != null) {
      pending.close();
      pending = null;
    }
  }

  @Override
  public PeerCredentials peerCredentials() throws IOException {
    loop().requireOwner();
    return driver().getOption(handle, UnixOptions.PEER_CREDENTIALS);
  }
}
