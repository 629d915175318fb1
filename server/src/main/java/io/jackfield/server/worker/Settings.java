package io.jackfield.server.worker;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Map;

/**
 * What a worker process is to be.
 *
 * @param name of its threads
 * @param address the server's
 * @param form how requests are answered
 * @param type the class that does it
 * @param texts what it is made with
 * @param limits as the server writes them, and reads them
 * @param datagramBytes how long a datagram may be
 * @param queueMessages of answers to datagrams, where a loop sends them, as the next
 * @param requests how many at once
 * @param recycleAfter after how many it asks to be replaced; 0 for never
 * @param secured whether TLS is to be spoken; its settings come by themselves
 * @param asksDatagrams whether the server's hooks are asked about each datagram
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public record Settings(
    String name,
    SocketAddress address,
    Form form,
    String type,
    Map<String, String> texts,
    byte[] limits,
    Duration handshakeTimeout,
    Duration drainTimeout,
    int datagramBytes,
    int queueMessages,
    long queueBytes,
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
    DATAGRAM_EXCHANGE,
    DATAGRAM_PROTOCOL;

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
    Wire.bytes(out, limits);
    Wire.duration(out, handshakeTimeout);
    Wire.duration(out, drainTimeout);
    out.writeInt(datagramBytes);
    out.writeInt(queueMessages);
    out.writeLong(queueBytes);
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
        Wire.bytes(in),
        Wire.duration(in),
        Wire.duration(in),
        in.readInt(),
        in.readInt(),
        in.readLong(),
        in.readInt(),
        in.readLong(),
        in.readBoolean(),
        in.readBoolean());
  }
}
