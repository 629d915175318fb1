package io.jackfield.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Event loops on several nodes of one simulated network, on the test's thread. */
@Timeout(60)
final class SimulatedReactorTest {
  private static Reactor reactor(SimulatedNetwork network, String node) throws Exception {
    var driver = network.node(node).driver();
    Reactor reactor =
        Reactor.builder()
            .driver(() -> driver)
            .stallThreshold(null)
            .pool(task -> {
              throw new IllegalStateException("no threads in a simulation");
            })
            .build();
    reactor.start();
    network.drive(driver, reactor::turn);
    return reactor;
  }

  /** Sends back what it gets. */
  private static final class Echo implements Protocol {
    private @org.jspecify.annotations.Nullable Transport transport;

    @Override
    public void connectionMade(Transport made) {
      transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      if (transport != null) {
        transport.write(data);
      }
    }
  }

  /** Sends a text, and ends when it has come back. */
  private static final class Asking implements Protocol {
    private final String text;
    private final StringBuilder answer = new StringBuilder();
    private final List<LossReason> losses;
    private @org.jspecify.annotations.Nullable Transport transport;

    Asking(String text, List<LossReason> losses) {
      this.text = text;
      this.losses = losses;
    }

    @Override
    public void connectionMade(Transport made) {
      transport = made;
      made.write(ByteBuffer.wrap(text.getBytes(UTF_8)));
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      answer.append(UTF_8.decode(data));
      if (transport != null && answer.length() == text.length()) {
        assertThat(answer.toString()).isEqualTo(text);
        transport.close();
      }
    }

    @Override
    public void connectionLost(LossReason reason) {
      losses.add(reason);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void manyClientsOnManyNodesAreAnsweredByOne(long seed) throws Exception {
    var network = new SimulatedNetwork(seed);
    network.links(LinkProfile.POOR);
    Reactor server = reactor(network, "server");
    server.listen(network.node("server").address(7), _ -> new Echo());
    List<LossReason> losses = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      Reactor client = reactor(network, "client " + i);
      String text = "from client " + i + "; ".repeat(5_000);
      var _ = client.connect(network.node("server").address(7), _ -> new Asking(text, losses));
    }
    network.runUntil(() -> losses.size() == 5, Duration.ofMinutes(5));
    assertThat(losses).allMatch(LossReason.Done.class::isInstance);
  }
}
