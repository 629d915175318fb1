package io.jackfield.service.client;

import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** Puts typed lines to a service, a datagram each, and prints its answers. Used by one thread. */
public final class DatagramClient implements AutoCloseable {
  /** The longest payload over IPv4. */
  private static final int LONGEST_BYTES = 65_507;

  /** In the Unix domain only who has a name can be answered. */
  private static final String OWN_NAME = "jackfield-client-" + ProcessHandle.current().pid() + "-";

  private static final AtomicInteger NAMED = new AtomicInteger();

  private final Dialog dialog;
  private final Socket socket;
  private final Terminal terminal;
  private final ByteBuffer received = ByteBuffer.allocate(65_535);

  /**
   * Will talk to {@code server}.
   *
   * @param timeout the longest wait for an answer: a datagram can get lost
   */
  public DatagramClient(Dialog dialog, SocketAddress server, Duration timeout, Terminal terminal)
      throws IOException {
    this.dialog = dialog;
    this.terminal = terminal;
    socket = Socket.openFor(server, SocketType.DATAGRAM).timeout(timeout);
    try {
      if (!(server instanceof InetSocketAddress)) {
        socket.bind(AbstractUnixAddress.of(OWN_NAME + NAMED.incrementAndGet()));
      }
      socket.connect(server);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /**
   * Talks until an empty line or the end of input; hears one answer where the server alone speaks.
   *
   * @throws io.jackfield.socket.ConnectionRefusedException if nobody receives there
   * @throws java.net.SocketTimeoutException if no answer came in time
   */
  public void run() throws IOException {
    switch (dialog) {
      case Dialog.Speech speech -> {
        socket.send(ByteBuffer.allocate(0));
        int count = socket.receive(received.clear());
        Spoken.print(speech.words(), received.array(), count, terminal);
        terminal.endLine();
      }
      case Dialog.Lines(_, _, Dialog.Answer answer, _, _) ->
          talk(!(answer instanceof Dialog.Answer.None));
      case Dialog.Free _ -> talk(true);
    }
  }

  private void talk(boolean isAnswered) throws IOException {
    for (byte[] line; (line = terminal.readLine(LONGEST_BYTES)) != null; ) {
      socket.send(ByteBuffer.wrap(line));
      if (isAnswered) {
        int count = socket.receive(received.clear());
        terminal.print(received.array(), count);
        terminal.endLine();
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
