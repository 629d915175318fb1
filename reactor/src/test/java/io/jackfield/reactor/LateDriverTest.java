package io.jackfield.reactor;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.driver.Chunk;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a driver had received already when it was asked to receive no more. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LateDriverTest {
  private final List<String> told = new ArrayList<>();

  private final class Told implements Protocol {
    @Override
    public void dataReceived(ByteBuffer data) {
      told.add(US_ASCII.decode(data).toString());
    }

    @Override
    public boolean endReceived() {
      told.add("end");
      return true;
    }
  }

  private static final class Silent implements Protocol {
    @Override
    public void dataReceived(ByteBuffer data) {}
  }

  private StreamTransport connected(Reactor reactor) throws IOException {
    var transports = new ArrayList<Transport>();
    var told = new Told();
    var port =
        reactor.listen(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), _ -> new Silent());
    var _ =
        reactor.connect(
            port.localAddress(),
            _ ->
                new Protocol() {
                  @Override
                  public void connectionMade(Transport made) {
                    made.protocol(told);
                    made.pauseReading();
                    transports.add(made);
                  }

                  @Override
                  public void dataReceived(ByteBuffer data) {}
                });
    while (transports.isEmpty()) {
      reactor.turn();
    }
    return (StreamTransport) transports.getFirst();
  }

  /** Answers each piece with more than may wait, and reads on when that is sent. */
  private final class Answering implements Protocol {
    private final Transport transport;

    Answering(Transport transport) {
      this.transport = transport;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      told.add(US_ASCII.decode(data).toString());
      transport.write(ByteBuffer.allocate(8 << 20)); // More than the kernel takes at once.
    }

    @Override
    public void writePaused() {
      transport.pauseReading();
    }
  }

  private static void tellLate(StreamTransport stream, String bytes) {
    Chunk chunk = stream.driver().sendChunks().take();
    chunk.bytes().clear().put(bytes.getBytes(US_ASCII));
    stream.received(chunk, 0, bytes.length());
    chunk.release();
  }

  @Test
  void bytesAndTheirEndWaitForThePauseToBeOverAndAreToldOnce() throws Exception {
    try (var reactor = Reactor.builder().stallThreshold(null).build()) {
      reactor.start();
      StreamTransport stream = connected(reactor);
      tellLate(stream, "late");
      tellLate(stream, "later");
      stream.receiveEnded(0);
      assertThat(told).isEmpty();
      stream.resumeReading();
      stream.pauseReading();
      reactor.turn();
      assertThat(told).as("paused again").isEmpty();
      stream.resumeReading();
      stream.pauseReading();
      stream.resumeReading();
      tellLate(stream, "latest");
      reactor.turn();
      assertThat(told).containsExactly("late", "later", "latest", "end");
      assertThat(stream.isLost()).isFalse();
      reactor.crash();
      reactor.turn();
    }
  }

  @Test
  void whatIsHeldIsToldNoFasterThanItsAnswersAreTaken() throws Exception {
    try (var reactor = Reactor.builder().stallThreshold(null).build()) {
      reactor.start();
      StreamTransport stream = connected(reactor);
      stream.protocol(new Answering(stream));
      tellLate(stream, "late");
      tellLate(stream, "later");
      stream.resumeReading();
      reactor.turn();
      assertThat(told).containsExactly("late");
      reactor.crash();
      reactor.turn();
    }
  }

  @Test
  void anEndAloneWaitsForThePauseToBeOverToo() throws Exception {
    try (var reactor = Reactor.builder().stallThreshold(null).build()) {
      reactor.start();
      StreamTransport stream = connected(reactor);
      stream.receiveEnded(0);
      assertThat(told).isEmpty();
      stream.resumeReading();
      reactor.turn();
      assertThat(told).containsExactly("end");
      reactor.crash();
      reactor.turn();
    }
  }

  @Test
  void aCloseWantsNothingOfIt() throws Exception {
    try (var reactor = Reactor.builder().stallThreshold(null).build()) {
      reactor.start();
      StreamTransport stream = connected(reactor);
      tellLate(stream, "late");
      stream.receiveEnded(0);
      stream.close();
      reactor.execute(() -> {});
      reactor.turn();
      assertThat(told).isEmpty();
      assertThat(stream.isLost()).isTrue();
      assertThat(reactor.connections().lingering()).as("the peer has ended already").isEmpty();
      reactor.crash();
      reactor.turn();
    }
  }
}
