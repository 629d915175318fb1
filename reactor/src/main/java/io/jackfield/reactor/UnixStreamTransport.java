package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.socket.ControlMessage;
import io.jackfield.socket.ControlMessage.Credentials;
import io.jackfield.socket.ControlMessage.Descriptors;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.UnixOptions;
import io.jackfield.socket.option.PeerCredentials;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** A Unix stream with descriptors beside its bytes: {@link Parcel parcels} among its parts. */
final class UnixStreamTransport extends StreamTransport implements UnixTransport {
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
      writing.send(Parcel.of(data, descriptors));
      data.position(data.limit());
    }
  }

  @Override
  public PeerCredentials peerCredentials() throws IOException {
    loop().requireOwner();
    return driver().getOption(handle, UnixOptions.PEER_CREDENTIALS);
  }
}
