package io.jackfield.testkit;

import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * What two ends of a connection send each other: TCP's segments, with 64-bit sequence numbers that
 * begin at 0, and a number for the connection instead of addresses. Source: RFC 9293, by intent.
 */
sealed interface Packet {
  /** Of headers, for the bandwidth. */
  int HEADER_BYTES = 40;

  /** The connection's number, the same at both ends. */
  long connection();

  /** Whether its receiver is the end that accepted. */
  boolean toServer();

  default int bytes() {
    return HEADER_BYTES;
  }

  /** Asks for a connection. */
  record Syn(
      long connection, SimulatedNode sender, SocketAddress from, SocketAddress to, int window)
      implements Packet {
    @Override
    public boolean toServer() {
      return true;
    }

    @Override
    public String toString() {
      return "SYN to " + to;
    }
  }

  /** Grants one. */
  record SynAck(long connection, int window) implements Packet {
    @Override
    public boolean toServer() {
      return false;
    }

    @Override
    public String toString() {
      return "SYN+ACK";
    }
  }

  /**
   * Bytes, or an end, or neither; always says what has arrived.
   *
   * @param sequence of the first byte, or of the end
   * @param data read-only
   * @param end whether the sender sends no more; then without data
   * @param probe whether it asks for an answer
   * @param acknowledged the sequence number expected next
   * @param window how many bytes there is room for from there
   */
  record Segment(
      long connection,
      boolean toServer,
      long sequence,
      ByteBuffer data,
      boolean end,
      boolean probe,
      long acknowledged,
      int window)
      implements Packet {
    @Override
    public int bytes() {
      return HEADER_BYTES + data.remaining();
    }

    @Override
    public String toString() {
      String what = end ? "FIN" : data.hasRemaining() ? data.remaining() + " bytes" : "ACK";
      return "%s%s at %d, ack %d, window %d"
          .formatted(what, probe ? " probe" : "", sequence, acknowledged, window);
    }
  }

  /** Ends it at once. */
  record Reset(long connection, boolean toServer) implements Packet {
    @Override
    public String toString() {
      return "RST";
    }
  }
}
