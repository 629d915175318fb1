package io.jackfield.server;

import io.jackfield.socket.PassedDescriptor;
import java.net.SocketAddress;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Takes the conversations that a worker process is given by its server. */
final class PassedTaking extends Taking<StreamRequest> {
  /** As many as the server gives: it knows how many may be open. */
  private final BlockingQueue<Optional<Conversation>> passed = new LinkedBlockingQueue<>();

  /** The server's line, over which they come: nothing of it is this class's to close. */
  private record Passed(SocketAddress address) implements Source {
    @Override
    public PassedDescriptor duplicate() {
      throw new UnsupportedOperationException("the server has the socket");
    }

    @Override
    public void leaveToOthers() {}

    @Override
    public void release() {}
  }

  PassedTaking(ServerConfig<StreamRequest> config) {
    super(config, new Passed(config.address()), Workers.of(config.engine(), config.name()));
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
  void leaveToOthers() {
    stopTaking();
  }

  @Override
  void stopTaking() {
    passed.add(Optional.empty());
  }
}
