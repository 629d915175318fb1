package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.jackfield.conformance.e2e.Child;
import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.ConnectionResetException;
import java.nio.ByteBuffer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A client of ours, on each driver, and servers that are not. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.jackfield.reactor.driver.Drivers#names")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class PlainServersTest {
  private static final Pattern SOCAT_PORT =
      Pattern.compile("listening on .*127\\.0\\.0\\.1:(\\d+)");
  private static final Pattern PORT = Pattern.compile("port (\\d+)\n");

  private final String driver;

  PlainServersTest(String driver) {
    this.driver = driver;
  }

  /** Servers that send back what comes until it ends, and then end themselves. */
  enum Server {
    SOCAT,
    ASYNCIO;

    Child start() {
      return switch (this) {
        case SOCAT ->
            Command.tool("socat", "-d", "-d", "TCP-LISTEN:0,bind=127.0.0.1", "EXEC:cat").start();
        case ASYNCIO ->
            Python.script(
                    """
                    import asyncio

                    async def echo(reader, writer):
                        while data := await reader.read(65536):
                            writer.write(data)
                            await writer.drain()
                        writer.close()

                    async def main():
                        server = await asyncio.start_server(echo, '127.0.0.1', 0)
                        say(b'port %d\\n' % server.sockets[0].getsockname()[1])
                        await server.serve_forever()

                    asyncio.run(main())
                    """)
                .start();
      };
    }

    int port(Child server) {
      return Integer.parseInt(
          switch (this) {
            case SOCAT -> server.err().await(SOCAT_PORT).group(1);
            case ASYNCIO -> server.out().await(PORT).group(1);
          });
    }
  }

  @ParameterizedTest
  @EnumSource
  void aMegabyteComesBackWholeAndBothHalvesEnd(Server server) throws Exception {
    try (Child child = server.start();
        Loop loop = Loop.start(driver)) {
      int port = server.port(child);
      var told = new Told();
      Loop.soon(loop.call(() -> loop.reactor().connect(Loop.at(port), _ -> told)));
      loop.run(() -> {
        told.made.resultNow().write(ByteBuffer.wrap(Bytes.megabyte()));
        told.made.resultNow().endOutput();
      });
      assertThat(Loop.soon(told.lost)).isInstanceOf(LossReason.Done.class);
      assertThat(told.text()).isEqualTo(Bytes.MEGABYTE);
      assertThat(told.ended).isDone();
    }
  }

  @Test
  void aServerThatResetsIsALoss() throws Exception {
    try (Child child =
            Python.script(
                    """
                    s = socket.create_server(('127.0.0.1', 0))
                    say(b'port %d\\n' % s.getsockname()[1])
                    c, _ = s.accept()
                    exactly(c, 5)
                    vanish(c)
                    """)
                .start();
        Loop loop = Loop.start(driver)) {
      int port = Integer.parseInt(child.out().await(PORT).group(1));
      var told = new Told();
      Loop.soon(loop.call(() -> loop.reactor().connect(Loop.at(port), _ -> told)));
      Transport transport = told.transport();
      loop.run(() -> Told.say(transport, "hello"));
      assertThat(Loop.soon(told.lost))
          .asInstanceOf(type(LossReason.Lost.class))
          .extracting(LossReason.Lost::cause)
          .isInstanceOf(ConnectionResetException.class);
    }
  }
}
