package io.jackfield.service.files;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The SHA-256 of what has gone by so far (FIPS 180-4). For one thread at a time. */
final class Sha256 {
  private static final int PIECE_BYTES = 256 * 1024;

  private final MessageDigest digest = fresh();

  private static MessageDigest fresh() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every JDK has it", e);
    }
  }

  /** Takes what the buffer has left. */
  void add(ByteBuffer bytes) {
    digest.update(bytes);
  }

  /**
   * Takes the first bytes of a file.
   *
   * @throws EOFException if it has not so many
   */
  void addFirst(FileChannel file, long count) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    for (long at = 0; at < count; ) {
      piece.clear().limit((int) Math.min(PIECE_BYTES, count - at));
      int came = file.read(piece, at);
      if (came < 0) {
        throw new EOFException();
      }
      at += came;
      digest.update(piece.flip());
    }
  }

  void reset() {
    digest.reset();
  }

  /** In hexadecimal digits; more may be added after. */
  String soFar() {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException e) {
      throw new AssertionError("the JDK's can be cloned", e);
    }
  }
}
