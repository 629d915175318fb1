package io.jackfield.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Transport;
import io.jackfield.server.StreamKind.Served;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Protocols that say themselves what their end was, on every engine. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ServerProtocolTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir private static Path folder;

  private final ProtocolServers servers = new ProtocolServers(folder);
  private final ToldHooks hooks = servers.hooks();

  @BeforeAll
  static void makeCertificate() throws Exception {
    var _ = Certificate.in(folder);
  }

  /** Tears down what says {@code x}, breaks at anything else, and has its own word for either. */
  private static final class Judge implements ServerProtocol {
    private @Nullable Transport transport;

    @Override
    public void connectionMade(Transport made) {
      transport = made;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      if (!UTF_8.decode(data).toString().equals("x")) {
        throw new IllegalStateException("broken");
      }
      Objects.requireNonNull(transport).abort();
    }

    @Override
    public LossReason ended(LossReason reason) {
      return reason instanceof LossReason.Aborted
          ? new LossReason.Lost(new IOException("thrown out"))
          : new LossReason.Done();
    }
  }

  @ParameterizedTest
  @MethodSource(ProtocolServers.SERVED)
  void whatAProtocolSaysOfItsEndIsTold(Served served) throws Exception {
    try (var server = servers.anywhere(served, _ -> new Judge()).start()) {
      try (Line line = servers.connect(served, server)) {
        line.send("x");
        assertThat(hooks.untilFinished())
            .containsExactly("verify", "process", "error: thrown out", "finish after 1");
      }
      try (Line line = servers.connect(served, server)) {
        line.send("y");
        assertThat(hooks.untilFinished()).containsExactly("verify", "process", "finish after 1");
      }
      server.shutdown();
      assertThat(server.awaitEnd(SOON)).isTrue();
      assertThat(server.counts().failed()).isEqualTo(1);
    }
  }
}
