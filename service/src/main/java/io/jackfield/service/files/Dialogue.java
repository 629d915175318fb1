package io.jackfield.service.files;

import io.jackfield.protocol.files.Answer;
import io.jackfield.protocol.files.FilesProtocolException;
import io.jackfield.protocol.files.SenderCodec;
import io.jackfield.socket.OpenFile;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;

/** What is said to a receiver and what it answers, over a connection. For one thread. */
final class Dialogue {
  /** How much a disk is thought to hash in a second at least. */
  private static final long HASHED_BYTES_PER_SECOND = 16L << 20;

  private final Wire wire;
  private final Duration timeout;
  private final SenderCodec codec = new SenderCodec();
  private final ByteBuffer arrived = ByteBuffer.allocate(8_192).limit(0);

  Dialogue(Wire wire, Duration timeout) {
    this.wire = wire;
    this.timeout = timeout;
  }

  SenderCodec codec() {
    return codec;
  }

  void say(ByteBuffer line) throws IOException {
    try {
      wire.write(line);
    } catch (IOException e) {
      throw reason(e);
    }
  }

  /**
   * Waits for the answer.
   *
   * @throws RefusedException if it is a refusal
   * @throws EOFException if the receiver closes instead
   */
  Answer hear() throws IOException {
    for (; ; ) {
      Answer answer = codec.next(arrived);
      if (answer instanceof Answer.Refused refused) {
        throw new RefusedException(refused.why());
      }
      if (answer != null) {
        return answer;
      }
      if (wire.read(arrived.clear()) < 0) {
        arrived.limit(0);
        throw new EOFException("the receiver closed the connection instead of answering");
      }
      arrived.flip();
    }
  }

  /** The same where the receiver may have so many bytes to hash before. */
  Answer hearAfterHashing(long bytes) throws IOException {
    wire.timeout(timeout.plusSeconds(bytes / HASHED_BYTES_PER_SECOND));
    Answer answer = hear();
    wire.timeout(timeout);
    return answer;
  }

  /** The digest of so many bytes that are there. */
  String hearDigest(long bytes) throws IOException {
    if (hearAfterHashing(bytes) instanceof Answer.Digest(String digest)) {
      return digest;
    }
    throw new FilesProtocolException("the receiver does not say the digest");
  }

  /**
   * Sends a part of a file, unless the receiver has refused meanwhile.
   *
   * @throws EOFException if the file ends before that
   */
  void sendFile(OpenFile file, long offset, long count) throws IOException {
    requireNoRefusal();
    try {
      wire.sendFile(file, offset, count);
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      throw reason(e);
    }
  }

  private void requireNoRefusal() throws IOException {
    if (!arrived.hasRemaining()) {
      int count = wire.readArrived(arrived.clear());
      arrived.limit(count).position(0);
    }
    if (arrived.hasRemaining()) {
      Answer answer = codec.next(arrived);
      if (answer instanceof Answer.Refused refused) {
        throw new RefusedException(refused.why());
      }
      if (answer != null) {
        throw new FilesProtocolException("the receiver answers before all is sent");
      }
    }
  }

  /** Who closes while we send may have said why. */
  private IOException reason(IOException failure) {
    try {
      wire.timeout(Duration.ofSeconds(1));
      Answer _ = hear();
    } catch (RefusedException refused) {
      return refused;
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
    return failure;
  }
}
