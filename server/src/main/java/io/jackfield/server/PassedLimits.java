package io.jackfield.server;

import io.jackfield.server.worker.Wire;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.time.Duration;

/** A server's limits as bytes for its worker processes. */
final class PassedLimits {
  private PassedLimits() {}

  static byte[] encoded(Limits limits) {
    return Wire.written(out -> {
      out.writeInt(limits.connections());
      out.writeInt(limits.connectionsPerAddress());
      out.writeInt(limits.backlog());
      Wire.duration(out, limits.firstByteTimeout());
      Wire.duration(out, limits.idleTimeout());
      Wire.duration(out, limits.messageTimeout());
      out.writeInt(limits.minimumRate());
      Duration total = limits.totalTimeout();
      out.writeBoolean(total != null);
      if (total != null) {
        Wire.duration(out, total);
      }
      out.writeLong(limits.requestBytes());
      out.writeInt(limits.lineBytes());
      out.writeInt(limits.writeBufferBytes());
    });
  }

  static Limits decoded(byte[] encoded) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(encoded));
    return new Limits(
        in.readInt(),
        in.readInt(),
        in.readInt(),
        Wire.duration(in),
        Wire.duration(in),
        Wire.duration(in),
        in.readInt(),
        in.readBoolean() ? Wire.duration(in) : null,
        in.readLong(),
        in.readInt(),
        in.readInt());
  }
}
