package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.ConnectionResetException;
import java.nio.ByteBuffer;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A port of ours, on each driver, and clients that are not. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.jackfield.reactor.driver.Drivers#names")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PlainClientsTest {
  private final String driver;

  PlainClientsTest(String driver) {
    this.driver = driver;
  }

  /** Programs that send all of their input, end their half, and show what comes until the end. */
  enum Client {
    NETCAT,
    SOCAT,
    NCAT,
    ASYNCIO;

    Command to(int port) {
      return switch (this) {
        case NETCAT -> Command.tool("nc", "-N", "127.0.0.1", "" + port);
        case SOCAT -> Command.tool("socat", "-t", "15", "-", "TCP:127.0.0.1:" + port);
        case NCAT -> Command.tool("ncat", "127.0.0.1", "" + port);
        case ASYNCIO ->
            Python.script(
                """
                import asyncio

                async def main():
                    reader, writer = await asyncio.open_connection(ARGS[0], int(ARGS[1]))
                    async def send():
                        writer.write(sys.stdin.buffer.read())
                        await writer.drain()
                        writer.write_eof()
                    sending = asyncio.create_task(send())
                    while data := await reader.read(65536):
                        say(data)
                    await sending
                    writer.close()

                asyncio.run(main())
                """,
                "127.0.0.1",
                port);
      };
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMegabyteComesBackWholeAndBothHalvesEnd(Client client) throws Exception {
    Sessions<Echo> sessions = Sessions.echo();
    try (Loop loop = Loop.start(driver)) {
      Finished finished = client.to(loop.listen(sessions)).run(Bytes.megabyte());
      assertThat(finished.exit()).as(finished.err()).isZero();
      assertThat(finished.out()).isEqualTo(Bytes.MEGABYTE);
      Echo echo = sessions.next();
      assertThat(Loop.soon(echo.lost)).isInstanceOf(LossReason.Done.class);
      assertThat(echo.ended).isDone();
    }
  }

  @Test
  void theirHalfEndsFirstAndOursGoesOn() throws Exception {
    Sessions<Told> sessions = Sessions.told();
    try (Loop loop = Loop.start(driver);
        Child client =
            Python.script(
                    """
                    s = connect()
                    s.sendall(b'all of mine')
                    s.shutdown(socket.SHUT_WR)
                    say(exactly(s, 15))
                    assert rest(s) == b''
                    """,
                    "127.0.0.1",
                    loop.listen(sessions))
                .start()) {
      Told told = sessions.next();
      Loop.soon(told.ended);
      assertThat(told.text()).isEqualTo("all of mine");
      loop.run(() -> Told.say(told.made.resultNow(), "and all of ours"));
      client.out().await("and all of ours");
      loop.run(() -> told.made.resultNow().endOutput());
      assertThat(client.awaitExit()).isZero();
      assertThat(Loop.soon(told.lost)).isInstanceOf(LossReason.Done.class);
    }
  }

  @Test
  void ourHalfEndsFirstAndTheirsGoesOn() throws Exception {
    Sessions<Told> sessions = Sessions.told();
    try (Loop loop = Loop.start(driver);
        Child client =
            Python.script(
                    """
                    s = connect()
                    say(rest(s))
                    say(b'; the end')
                    s.sendall(b'still here')
                    s.close()
                    """,
                    "127.0.0.1",
                    loop.listen(sessions))
                .start()) {
      Told told = sessions.next();
      Transport transport = told.transport();
      loop.run(() -> {
        Told.say(transport, "all of ours");
        transport.endOutput();
      });
      assertThat(client.out().await("; the end")).isEqualTo("all of ours; the end");
      assertThat(Loop.soon(told.lost)).isInstanceOf(LossReason.Done.class);
      assertThat(told.text()).isEqualTo("still here");
    }
  }

  @Test
  void lastWordsOfAReactorThatStopsAreHeard() throws Exception {
    var told =
        new Told() {
          @Override
          public boolean stopping() {
            say(made.resultNow(), "good-bye");
            return false;
          }
        };
    Loop loop = Loop.start(driver);
    try (Child client =
        Python.script("say(rest(connect()))", "127.0.0.1", loop.listen(_ -> told)).start()) {
      told.transport();
      loop.close();
      assertThat(client.out().awaitEnd()).isEqualTo("good-bye");
      assertThat(Loop.soon(told.lost)).isInstanceOf(LossReason.Done.class);
    } finally {
      loop.close();
    }
  }

  @Test
  void aResetIsALoss() throws Exception {
    Sessions<Told> sessions = Sessions.told();
    try (Loop loop = Loop.start(driver)) {
      String _ = Python.client(loop.listen(sessions), "s = connect()\nvanish(s)\n");
      assertThat(Loop.soon(sessions.next().lost))
          .asInstanceOf(type(LossReason.Lost.class))
          .extracting(LossReason.Lost::cause)
          .isInstanceOf(ConnectionResetException.class);
    }
  }

  @Test
  void aPeerThatNeverReadsIsGivenUpAndMemoryIsBounded() throws Exception {
    Sessions<Told> sessions = Sessions.told();
    var options =
        StreamOptions.builder().marks(1_000, 100_000).closeTimeout(Duration.ofMillis(200)).build();
    try (Loop loop = Loop.start(driver);
        Child silent =
            Python.script(
                    "s = connect()\nsay(b'here')\nsys.stdin.read()\n",
                    "127.0.0.1",
                    loop.listen(sessions, options))
                .start()) {
      Told told = sessions.next();
      long[] most = {0};
      loop.run(() ->
          told.made
              .resultNow()
              .producer(bytes -> {
                Transport transport = told.made.resultNow();
                transport.write(ByteBuffer.allocate((int) bytes));
                most[0] = Math.max(most[0], transport.bufferedBytes());
              }));
      // A million bytes and more are in the kernel's buffers when it takes no more.
      while (loop.call(() -> told.made.resultNow().bufferedBytes()) < 1_001) {
        silent.out().await("here");
      }
      loop.run(() -> told.made.resultNow().close());
      assertThat(Loop.soon(told.lost))
          .isEqualTo(new LossReason.TimedOut("close", Duration.ofMillis(200)));
      assertThat(most[0]).isBetween(1_001L, 100_000L);
    }
  }

  @Test
  void fiveHundredConnectionsAtATime() throws Exception {
    try (Loop loop = Loop.start(driver)) {
      String said =
          Python.client(
              loop.listen(_ -> new Echo()),
              """
              import asyncio

              async def one(i, everybody):
                  reader, writer = await asyncio.open_connection(ARGS[0], int(ARGS[1]))
                  await everybody.wait()
                  for j in range(3):
                      text = b'%d says %d' % (i, j)
                      writer.write(text)
                      assert await reader.readexactly(len(text)) == text
                  writer.write_eof()
                  assert await reader.read() == b''
                  writer.close()

              async def main():
                  everybody = asyncio.Barrier(500)
                  await asyncio.gather(*(one(i, everybody) for i in range(500)))
                  say(b'all of them')

              asyncio.run(main())
              """);
      assertThat(said).isEqualTo("all of them");
      assertThat(loop.reactor().counts().opened()).isEqualTo(500);
    }
  }
}
