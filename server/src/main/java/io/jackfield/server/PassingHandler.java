package io.jackfield.server;

import io.jackfield.server.worker.Failure;
import io.jackfield.server.worker.Message.Over;
import java.time.Duration;

/** Answers a conversation by having a worker process do it. */
final class PassingHandler extends BaseRequestHandler<StreamRequest> {
  private final WorkerPool pool;

  PassingHandler(WorkerPool pool) {
    this.pool = pool;
  }

  @Override
  protected void handle() throws Exception {
    var conversation = (Conversation) request();
    Over over = pool.answer(conversation);
    conversation.carried(over.bytesIn(), over.bytesOut());
    Failure failure = over.failure();
    if (failure != null) {
      throw failure.timedOut()
          ? new ClientTimeoutException("too slow for its worker process", Duration.ZERO)
          : new WorkerException(failure);
    }
  }
}
