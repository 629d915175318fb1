package io.jackfield.server;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;

/** A server's limits as bytes for its worker processes. */
final class PassedLimits {
  private PassedLimits() {}

  static byte[] encoded(Limits limits) {
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(limits.connections());
      out.writeInt(limits.connectionsPerAddress());
      out.writeInt(limits.backlog());
      write(out, limits.firstByteTimeout());
      write(out, limits.idleTimeout());
      write(out, limits.messageTimeout());
      out.writeInt(limits.minimumRate());
      Duration total = limits.totalTimeout();
      out.writeBoolean(total != null);
      if (total != null) {
        write(out, total);
      }
      out.writeInt(limits.lineBytes());
      out.writeInt(limits.writeBufferBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory takes all.
    }
    return bytes.toByteArray();
  }

  private static void write(DataOutputStream out, Duration time) throws IOException {
    out.writeLong(time.toSeconds());
    out.writeInt(time.toNanosPart());
  }

  static Limits decoded(byte[] encoded) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(encoded));
    return new Limits(
        in.readInt(),
        in.readInt(),
        in.readInt(),
        readDuration(in),
        readDuration(in),
        readDuration(in),
        in.readInt(),
        in.readBoolean() ? readDuration(in) : null,
        in.readInt(),
        in.readInt());
  }

  private static Duration readDuration(DataInputStream in) throws IOException {
    return Duration.ofSeconds(in.readLong(), in.readInt());
  }
}
