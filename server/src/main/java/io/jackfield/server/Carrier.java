package io.jackfield.server;

import io.jackfield.socket.ShutdownHow;
import io.jackfield.socket.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.function.BooleanSupplier;

/** What carries a conversation's bytes: a socket, bare or under TLS. The handler's thread's. */
sealed interface Carrier permits Carrier.Plain, TlsCarrier {
  /**
   * Whatever is to be agreed on with the client before its first byte.
   *
   * @param stop whether to give up where the client is to be waited for
   * @return false if it was given up, or the client has gone without a word
   */
  boolean begin(BooleanSupplier stop) throws IOException;

  /**
   * Receives at least one byte; -1 at the end, and where nothing is there and {@code stop} says so.
   */
  int receive(ByteBuffer into, BooleanSupplier stop) throws IOException;

  /** Sends at least one byte of those that are left. */
  int send(ByteBuffer from) throws IOException;

  /** Ends the sending half. */
  void end() throws IOException;

  /** Bytes that could be received without waiting. */
  int available() throws IOException;

  /** The socket as it is. */
  record Plain(Socket socket) implements Carrier {
    @Override
    public boolean begin(BooleanSupplier stop) {
      return true;
    }

    @Override
    public int receive(ByteBuffer into, BooleanSupplier stop) throws IOException {
      return socket.receive(into, stop);
    }

    @Override
    public int send(ByteBuffer from) throws IOException {
      return socket.send(from);
    }

    @Override
    public void end() throws IOException {
      socket.shutdown(ShutdownHow.WRITE);
    }

    @Override
    public int available() throws IOException {
      return socket.available();
    }
  }
}
