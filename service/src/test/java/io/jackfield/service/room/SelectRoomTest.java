package io.jackfield.service.room;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.server.Engine;
import io.jackfield.server.ServerHooks;
import io.jackfield.server.ServerLoops;
import io.jackfield.server.StreamRequest;
import io.jackfield.server.TcpServer;
import io.jackfield.service.FakeTransport;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
final class SelectRoomTest {
  /** More than the kernel keeps for a connection of this machine, both ends together. */
  private static final int MUCH_BYTES = 64 << 20;

  private final SelectRoom room = new SelectRoom();
  private ServerLoops loops;
  private TcpServer server;

  /** What is told of guests that are gone. */
  private final LinkedBlockingQueue<String> gone = new LinkedBlockingQueue<>();

  private final class Log implements ServerHooks<StreamRequest> {
    @Override
    public void handleError(StreamRequest request, Throwable error) {
      gone.add(String.valueOf(error.getMessage()));
    }

    @Override
    public void finishRequest(StreamRequest request) {
      gone.add("finished");
    }
  }

  @BeforeEach
  void open() throws IOException {
    loops = ServerLoops.open(1, SelectRoom::driver);
    server =
        TcpServer.at(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0))
            .protocol(room)
            .engine(Engine.on(loops))
            .hooks(new Log())
            .open();
    Thread.ofPlatform().start(loops::serveForever);
  }

  @AfterEach
  void close() {
    loops.close();
  }

  private Socket guest() throws Exception {
    var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), server.address().getPort());
    assertThat(hear(say(socket, "?"), 1)).isEqualTo("?"); // It is in the room now.
    return socket;
  }

  private static Socket say(Socket socket, String words) throws IOException {
    socket.getOutputStream().write(words.getBytes(UTF_8));
    return socket;
  }

  private static String hear(Socket socket, int count) throws IOException {
    return new String(socket.getInputStream().readNBytes(count), UTF_8);
  }

  private void sayToAll(ByteBuffer words) throws Exception {
    Reactor loop = loops.reactors().getFirst();
    var _ =
        loop.submit(
                () -> {
                  room.say(words);
                  return true;
                })
            .get();
  }

  @Test
  void selectCarriesIt() {
    assertThat(loops.driverName()).isEqualTo("select");
  }

  @Test
  void whatOneSendsOneGetsBackAndNobodyElse() throws Exception {
    try (Socket one = guest();
        Socket other = guest()) {
      assertThat(hear(say(one, "hello"), 5)).isEqualTo("hello");
      one.shutdownOutput();
      assertThat(one.getInputStream().read()).isNegative();
      assertThat(hear(say(other, "x"), 1)).isEqualTo("x");
    }
  }

  @Test
  void whatIsTypedGoesToAll() throws Exception {
    try (Socket one = guest();
        Socket other = guest()) {
      sayToAll(UTF_8.encode("你好\n"));
      assertThat(hear(one, 7)).isEqualTo("你好\n");
      assertThat(hear(other, 7)).isEqualTo("你好\n");
    }
  }

  @Test
  void inAnEmptyRoomNobodyHears() throws Exception {
    sayToAll(UTF_8.encode("lost\n"));
    try (Socket one = guest()) {
      assertThat(hear(say(one, "x"), 1)).isEqualTo("x");
    }
  }

  @Test
  void whoDoesNotReadIsHeldUpAloneAndCutOffWhenTooMuchWaits() throws Exception {
    try (Socket slow = guest();
        Socket quick = guest()) {
      // What it sends and does not take back fills its ways, until it can send no more.
      Thread sender =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  slow.getOutputStream().write(new byte[MUCH_BYTES]);
                } catch (IOException e) {
                  // It was cut off, as it should.
                }
              });
      assertThat(hear(say(quick, "others go on"), 12)).isEqualTo("others go on");
      byte[] words = new byte[16_384];
      for (int said = 0; said < MUCH_BYTES; said += words.length) {
        sayToAll(ByteBuffer.wrap(words));
        assertThat(quick.getInputStream().readNBytes(words.length)).isEqualTo(words);
        if (!sender.isAlive()) {
          break;
        }
      }
      sender.join(10_000);
      assertThat(sender.isAlive()).isFalse();
      assertThat(all(slow)).hasSizeLessThan(MUCH_BYTES);
      assertThat(gone.take()).isEqualTo("cut off, it does not read: 262144 bytes would wait");
      assertThat(gone.take()).isEqualTo("finished");
      assertThat(hear(say(quick, "x"), 1)).isEqualTo("x");
    }
  }

  @Test
  void whoLeavesWithoutHearingAllIsNoFailure() throws Exception {
    try (Socket deaf = guest()) {
      sayToAll(ByteBuffer.wrap(new byte[100_000]));
      assertThat(deaf.getInputStream().read()).isZero();
    }
    assertThat(gone.take()).isEqualTo("finished");
    assertThat(server.counts().failed()).isZero();
  }

  private static byte[] all(Socket socket) throws IOException {
    var heard = new ByteArrayOutputStream();
    try {
      socket.getInputStream().transferTo(heard);
    } catch (SocketException e) {
      // A reset: the rest is gone.
    }
    return heard.toByteArray();
  }

  @Test
  void whoHasGoneIsForgotten() throws Exception {
    Protocol guest = room.buildProtocol(null);
    try (var transport = new FakeTransport(guest)) {
      room.say(ByteBuffer.wrap("one".getBytes(UTF_8)));
      guest.connectionLost(new LossReason.Done());
      assertThat(transport.asked()).contains("write");
      room.say(ByteBuffer.wrap("two".getBytes(UTF_8)));
      assertThat(transport.asked()).isEmpty();
    }
  }

  @Test
  void whoDoesNotReadIsNotReadFrom() throws Exception {
    Protocol guest = room.buildProtocol(null);
    try (var transport = new FakeTransport(guest)) {
      guest.writePaused();
      assertThat(transport.asked()).containsExactly("pauseReading");
      guest.writeResumed();
      assertThat(transport.asked()).containsExactly("resumeReading");
    }
  }

  @Test
  void asMuchAsTheLimitWaitsForOneAndOneByteMoreEndsIt() throws Exception {
    Protocol guest = room.buildProtocol(null);
    try (var transport = new FakeTransport(guest)) {
      transport.bufferedBytes(SelectRoom.BACKLOG_BYTES - 1);
      room.say(ByteBuffer.wrap(new byte[1]));
      assertThat(transport.asked()).contains("write").doesNotContain("abort");
      room.say(ByteBuffer.wrap(new byte[2]));
      assertThat(transport.asked()).contains("abort").doesNotContain("write");
    }
  }
}
