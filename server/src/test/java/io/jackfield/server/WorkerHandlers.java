package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;

import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.LossReason;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Handlers for worker processes, which do what they are told a line at a time. */
final class WorkerHandlers {
  private WorkerHandlers() {}

  /** Does what a line says, and answers with a line. */
  static final class Obedient extends StreamRequestHandler {
    private final Map<String, String> settings;
    private Object kept = "";

    Obedient(Map<String, String> settings) {
      this.settings = settings;
    }

    @Override
    protected void handle() throws Exception {
      for (byte[] line; (line = in().readLine(100)) != null; ) {
        String order = new String(line, UTF_8).strip();
        switch (order) {
          case "pid" -> answer("" + ProcessHandle.current().pid());
          case "client" -> answer(Addresses.text(request().clientAddress()));
          case "server" -> answer(Addresses.text(request().serverAddress()));
          case "extensions" ->
              answer("" + request().proxyHeader().orElseThrow().extensions().size());
          case "exit" -> System.exit(3);
          case "memory" -> takeAllMemory();
          case "throw" -> throw new IllegalStateException("as it was told to");
          case "wait" -> waitForGood();
          default -> answer(settings.getOrDefault(order, "?"));
        }
      }
    }

    private void answer(String text) throws IOException {
      out().write((text + "\n").getBytes(UTF_8));
    }

    private void takeAllMemory() {
      for (; ; ) {
        kept = new Object[] {kept, new byte[1 << 20]};
      }
    }

    private void waitForGood() throws IOException {
      answer("begun");
      out().flush();
      WorkerHandlers.waitForGood(settings);
    }
  }

  /** Says in a file that it was interrupted. */
  private static void waitForGood(Map<String, String> settings) throws IOException {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Files.writeString(Path.of(settings.get("notes")), "interrupted");
    }
  }

  /** The same for datagrams. */
  static final class ObedientToDatagrams extends DatagramRequestHandler {
    private final Map<String, String> settings;

    ObedientToDatagrams(Map<String, String> settings) {
      this.settings = settings;
    }

    @Override
    protected void handle() throws IOException {
      switch (new String(data(), UTF_8)) {
        case "wait" -> {
          request().reply(ByteBuffer.wrap("begun".getBytes(UTF_8)));
          waitForGood(settings);
        }
        case "pid" -> out().write(("" + ProcessHandle.current().pid()).getBytes(UTF_8));
        case "throw" -> throw new IllegalStateException("as it was told to");
        default -> out().write(data());
      }
    }
  }

  /** The same for datagrams as a reactor tells of them; it says how it ends. */
  static final class ObedientProtocol implements DatagramProtocol {
    private final Path notes;
    private @Nullable DatagramTransport transport;

    ObedientProtocol(Map<String, String> settings) {
      notes = Path.of(settings.get("notes"));
    }

    @Override
    public void bound(DatagramTransport bound) {
      transport = bound;
    }

    @Override
    public void datagramReceived(ByteBuffer data, @Nullable SocketAddress from) {
      DatagramTransport to = transport;
      if (to == null || from == null) {
        throw new IllegalStateException("told before it is bound, or by nobody");
      }
      String order = UTF_8.decode(data).toString();
      switch (order) {
        case "pid" -> send(to, "" + ProcessHandle.current().pid(), from);
        case "later" ->
            to.reactor().callLater(Duration.ofMillis(20), () -> send(to, "later", from));
        case "throw" -> throw new IllegalStateException("as it was told to");
        default -> send(to, order, from);
      }
    }

    private static void send(DatagramTransport to, String text, SocketAddress client) {
      var _ = to.send(ByteBuffer.wrap(text.getBytes(UTF_8)), client);
    }

    @Override
    public void stopped(LossReason reason) {
      try {
        Files.writeString(
            notes, ProcessHandle.current().pid() + " " + reason + "\n", APPEND, CREATE);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
