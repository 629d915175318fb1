package io.jackfield.server.worker;

import io.jackfield.server.Limits;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process is to be.
 *
 * @param name of its threads
 * @param address the server's
 * @param form how requests are answered
 * @param type the class that does it
 * @param texts what it is made with
 * @param datagramBytes how long a datagram may be
 * @param requests how many at once
 * @param recycleAfter after how many it asks to be replaced; 0 for never
 * @param secured whether TLS is to be spoken; its settings come by themselves
 * @param asksDatagrams whether the server's hooks are asked about each datagram
 */
public record Settings(
    String name,
    SocketAddress address,
    Form form,
    String type,
    Map<String, String> texts,
    Limits limits,
    Duration handshakeTimeout,
    Duration drainTimeout,
    int datagramBytes,
    int requests,
    long recycleAfter,
    boolean secured,
    boolean asksDatagrams) {

  /** In what form requests are answered. */
  public enum Form {
    STREAM_HANDLER,
    STREAM_EXCHANGE,
    STREAM_PROTOCOL,
    DATAGRAM_HANDLER,
    DATAGRAM_EXCHANGE;

    /** Whether it answers conversations. */
    public boolean isStream() {
      return this == STREAM_HANDLER || this == STREAM_EXCHANGE || this == STREAM_PROTOCOL;
    }
  }

  void write(DataOutputStream out) throws IOException {
    Wire.text(out, name);
    Wire.address(out, address);
    Wire.text(out, form.name());
    Wire.text(out, type);
    Wire.texts(out, texts);
    write(out, limits);
    Wire.duration(out, handshakeTimeout);
    Wire.duration(out, drainTimeout);
    out.writeInt(datagramBytes);
    out.writeInt(requests);
    out.writeLong(recycleAfter);
    out.writeBoolean(secured);
    out.writeBoolean(asksDatagrams);
  }

  static Settings read(DataInputStream in) throws IOException {
    return new Settings(
        Wire.text(in),
        Wire.address(in),
        Form.valueOf(Wire.text(in)),
        Wire.text(in),
        Wire.texts(in),
        readLimits(in),
        Wire.duration(in),
        Wire.duration(in),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readBoolean(),
        in.readBoolean());
  }

  private static void write(DataOutputStream out, Limits limits) throws IOException {
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
    out.writeInt(limits.lineBytes());
    out.writeInt(limits.writeBufferBytes());
  }

  private static Limits readLimits(DataInputStream in) throws IOException {
    return new Limits(
        in.readInt(),
        in.readInt(),
        in.readInt(),
        Wire.duration(in),
        Wire.duration(in),
        Wire.duration(in),
        in.readInt(),
        readOptionalDuration(in),
        in.readInt(),
        in.readInt());
  }

  private static @Nullable Duration readOptionalDuration(DataInputStream in) throws IOException {
    return in.readBoolean() ? Wire.duration(in) : null;
  }
}
