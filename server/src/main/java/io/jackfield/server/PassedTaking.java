package io.jackfield.server;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Takes the conversations that a worker process is given by its server. */
final class PassedTaking extends Taking<StreamRequest> {
  /** As many as the server gives: it knows how many may be open. */
  private final BlockingQueue<Optional<Conversation>> passed = new LinkedBlockingQueue<>();

  PassedTaking(ServerConfig<StreamRequest> config) {
    super(config, config.address(), Workers.of(config.engine(), config.name()), () -> {});
  }

  /** One more. */
  void take(Conversation conversation) {
    passed.add(Optional.of(conversation));
  }

  @Override
  @Nullable StreamRequest take() {
    try {
      Conversation next = passed.take().orElse(null);
      if (next == null) {
        stopTaking(); // For whoever asks again.
      }
      return next;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  @Override
  void stopTaking() {
    passed.add(Optional.empty());
  }

  /** Serves, and returns when all is over. */
  void serveToTheEnd() {
    serveForever();
    try {
      awaitEnd(Duration.ofDays(36_500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
