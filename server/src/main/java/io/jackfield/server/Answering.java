package io.jackfield.server;

import java.util.function.Supplier;

/**
 * Answers requests: what comes before a handler, the handler, and what comes after it. Any number
 * of threads.
 */
final class Answering<R extends Request> {
  final GuardedHooks<R> hooks;
  final Counters counters = new Counters();
  final ActiveRequests active = new ActiveRequests();
  private final Supplier<? extends BaseRequestHandler<R>> handlers;
  private final Admission admission;

  Answering(ServerConfig<R> config) {
    hooks = new GuardedHooks<>(config.hooks());
    handlers = config.rules().handlers();
    admission = config.admission();
  }

  /**
   * Whether to answer a request that was taken: there is room, and the hooks have nothing against
   * it. It is to be told when it is {@linkplain #over over} then.
   */
  boolean admits(R request) {
    counters.taken.increment();
    if (request instanceof StreamRequest && !admission.enter(request.clientAddress())) {
      counters.overloaded.increment();
      return false;
    }
    if (hooks.verified(request)) {
      return true;
    }
    counters.refused.increment();
    leave(request);
    return false;
  }

  private void leave(R request) {
    if (request instanceof StreamRequest) {
      admission.leave(request.clientAddress());
    }
  }

  /**
   * Answers a request, and ends its connection in order, on the calling thread. Whatever the
   * handler throws ends its own request and nothing else.
   */
  void answer(R request) {
    active.begin(request, Thread.currentThread());
    Conversation conversation = request instanceof Conversation one ? one : null;
    try {
      if (conversation == null || conversation.begin()) {
        handlers.get().run(request);
        if (conversation != null) {
          conversation.complete();
        }
      }
    } catch (Throwable e) {
      failed(request, e);
    } finally {
      if (conversation != null) {
        conversation.close();
      }
    }
  }

  /** Tells of what ended a request. */
  void failed(R request, Throwable why) {
    switch (why) {
      case ClientTimeoutException _ -> {
        counters.timedOut.increment();
        hooks.handleTimeout(request);
        return;
      }
      case AnswerTooLongException _ -> counters.tooLong.increment();
      case AnswerDroppedException _ -> counters.dropped.increment();
      default -> counters.failed.increment();
    }
    hooks.handleError(request, why);
  }

  /** The request is over, its connection closed. */
  void over(R request) {
    hooks.finishRequest(request);
    leave(request);
    active.end(request);
  }
}
