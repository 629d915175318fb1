package io.jackfield.server.worker;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * What a server and a worker process say to each other. Requests have numbers: of connections the
 * server's, of datagrams the worker's.
 */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
public sealed interface Message {

  // ---- to a worker ------------------------------------------------------------------------------

  /** The first of all. Beside it, for datagrams, the socket to receive them from. */
  record Begin(Settings settings) implements Message {}

  /** A server's TLS from now on, with its keys: see {@code TlsServerConfig.passed}. */
  record Tls(byte[] config) implements Message {}

  /** What clients may take from now on, in the form of {@link Settings#limits}. */
  record Limits(byte[] limits) implements Message {}

  /** Receive datagrams from now on. */
  record Serve() implements Message {}

  /**
   * Answer a connection, whose descriptor is beside it.
   *
   * @param peer who is connected
   * @param header what a proxy has said of it, in the form of the PROXY protocol; null for nothing
   * @param begun what has been received already
   */
  record Take(long request, SocketAddress peer, byte @Nullable [] header, byte[] begun)
      implements Message {}

  /** End it where nothing is unanswered. */
  record Drain(long request) implements Message {}

  /** End it now. */
  record Abort(long request) implements Message {}

  /** Whether a datagram is to be answered. */
  record Verdict(long request, boolean answer) implements Message {}

  /** Say what you have done: {@link Counts}. */
  record Count() implements Message {}

  /** Stop as a server does, and end. */
  record Stop() implements Message {}

  // ---- from a worker ----------------------------------------------------------------------------

  /** Ready for the first request. */
  record Ready() implements Message {}

  /**
   * A datagram has come.
   *
   * @param asks whether it waits for a {@link Verdict}
   */
  record Arrived(long request, SocketAddress client, byte[] data, boolean asks)
      implements Message {}

  /**
   * A datagram was too long to be handled.
   *
   * @param data as much of it as was taken
   * @param lengthBytes how long it was
   */
  record Cut(SocketAddress client, byte[] data, int lengthBytes) implements Message {}

  /** A request is over. */
  record Over(long request, long bytesIn, long bytesOut, @Nullable Failure failure)
      implements Message {}

  /** It has answered as many as it is to answer in its life. */
  record Enough() implements Message {}

  /** What it has done so far, each count of the server's in their order. */
  record Counts(long[] counts) implements Message {}

  // ---- as bytes ---------------------------------------------------------------------------------

  /** This as bytes. */
  default byte[] encoded() {
    return Wire.written(this::write);
  }

  private void write(DataOutputStream out) throws IOException {
    out.writeByte(kind());
    switch (this) {
      case Begin(Settings settings) -> settings.write(out);
      case Tls(byte[] config) -> Wire.bytes(out, config);
      case Limits(byte[] limits) -> Wire.bytes(out, limits);
      case Take(long request, SocketAddress peer, byte[] header, byte[] begun) -> {
        out.writeLong(request);
        Wire.address(out, peer);
        out.writeBoolean(header != null);
        if (header != null) {
          Wire.bytes(out, header);
        }
        Wire.bytes(out, begun);
      }
      case Drain(long request) -> out.writeLong(request);
      case Abort(long request) -> out.writeLong(request);
      case Verdict(long request, boolean answer) -> {
        out.writeLong(request);
        out.writeBoolean(answer);
      }
      case Arrived(long request, SocketAddress client, byte[] data, boolean asks) -> {
        out.writeLong(request);
        Wire.address(out, client);
        Wire.bytes(out, data);
        out.writeBoolean(asks);
      }
      case Cut(SocketAddress client, byte[] data, int lengthBytes) -> {
        Wire.address(out, client);
        Wire.bytes(out, data);
        out.writeInt(lengthBytes);
      }
      case Over(long request, long bytesIn, long bytesOut, Failure failure) -> {
        out.writeLong(request);
        out.writeLong(bytesIn);
        out.writeLong(bytesOut);
        out.writeBoolean(failure != null);
        if (failure != null) {
          failure.write(out);
        }
      }
      case Counts(long[] counts) -> {
        out.writeInt(counts.length);
        for (long each : counts) {
          out.writeLong(each);
        }
      }
      case Serve _, Count _, Stop _, Ready _, Enough _ -> {}
    }
  }

  private int kind() {
    return switch (this) {
      case Begin _ -> 0;
      case Tls _ -> 1;
      case Serve _ -> 2;
      case Take _ -> 3;
      case Drain _ -> 4;
      case Abort _ -> 5;
      case Verdict _ -> 6;
      case Count _ -> 7;
      case Stop _ -> 8;
      case Ready _ -> 9;
      case Arrived _ -> 10;
      case Over _ -> 11;
      case Enough _ -> 12;
      case Counts _ -> 13;
      case Cut _ -> 14;
      case Limits _ -> 15;
    };
  }

  /**
   * Reads one.
   *
   * @throws IOException if it is none
   */
  static Message decoded(byte[] bytes) throws IOException {
    try {
      return read(bytes);
    } catch (RuntimeException e) {
      throw new IOException("a message that is none", e);
    }
  }

  private static Message read(byte[] bytes) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(bytes));
    int kind = in.readByte();
    return switch (kind) {
      case 0 -> new Begin(Settings.read(in));
      case 1 -> new Tls(Wire.bytes(in));
      case 2 -> new Serve();
      case 3 ->
          new Take(
              in.readLong(),
              Wire.address(in),
              in.readBoolean() ? Wire.bytes(in) : null,
              Wire.bytes(in));
      case 4 -> new Drain(in.readLong());
      case 5 -> new Abort(in.readLong());
      case 6 -> new Verdict(in.readLong(), in.readBoolean());
      case 7 -> new Count();
      case 8 -> new Stop();
      case 9 -> new Ready();
      case 10 -> new Arrived(in.readLong(), Wire.address(in), Wire.bytes(in), in.readBoolean());
      case 11 ->
          new Over(
              in.readLong(),
              in.readLong(),
              in.readLong(),
              in.readBoolean() ? Failure.read(in) : null);
      case 12 -> new Enough();
      case 13 -> {
        long[] counts = new long[Math.clamp(in.readInt(), 0, in.available() / Long.BYTES)];
        for (int i = 0; i < counts.length; i++) {
          counts[i] = in.readLong();
        }
        yield new Counts(counts);
      }
      case 14 -> new Cut(Wire.address(in), Wire.bytes(in), in.readInt());
      case 15 -> new Limits(Wire.bytes(in));
      default -> throw new IOException("a message of unknown kind " + kind);
    };
  }
}
