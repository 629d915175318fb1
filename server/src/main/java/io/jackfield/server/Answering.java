package io.jackfield.server;

import java.io.IOException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

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

  /** Whether it is the handler's affair what comes before a client's first byte. */
  private final boolean handlersBegin;

  Answering(ServerConfig<R> config) {
    hooks = new GuardedHooks<>(config.hooks());
    handlers = config.rules().handlers();
    admission = config.admission();
    handlersBegin = config.rules() instanceof Rules.Protocols;
  }

  /**
   * Whether to answer a request that was taken: there is room, and the hooks have nothing against
   * it, if its client is known. It is to be told when it is {@linkplain #over over} then.
   */
  boolean admits(R request) {
    if (!(request instanceof Placed conversation)) {
      counters.taken.increment();
      return isWhole(request) && verified(request);
    }
    Admission.Place place = enter();
    if (place == null) {
      return false;
    }
    conversation.place(place);
    return !conversation.isIdentified() || identified(request, place);
  }

  /** A place for a connection that was taken; null if there is none, which is counted. */
  Admission.@Nullable Place enter() {
    counters.taken.increment();
    Admission.Place place = admission.enter();
    if (place == null) {
      counters.overloaded.increment();
    }
    return place;
  }

  /** The same for a request that has a place, once its client is known. */
  boolean identified(R request, Admission.Place place) {
    if (!place.isFor(request.clientAddress())) {
      counters.overloaded.increment();
    } else if (verified(request)) {
      return true;
    }
    place.leave();
    return false;
  }

  /** A part of a datagram is not taken for the whole. */
  private boolean isWhole(R request) {
    DatagramTooLongException tooLong =
        request instanceof DatagramRequest datagram ? datagram.tooLong() : null;
    if (tooLong != null) {
      failed(request, tooLong);
    }
    return tooLong == null;
  }

  private boolean verified(R request) {
    boolean verified = hooks.verified(request);
    if (!verified) {
      counters.refused.increment();
    }
    return verified;
  }

  /**
   * Answers a request, and ends its connection in order, on the calling thread. Whatever the
   * handler throws ends its own request and nothing else.
   */
  void answer(R request) {
    active.begin(request, Thread.currentThread());
    Conversation conversation = request instanceof Conversation one ? one : null;
    try {
      if (conversation == null || begins(conversation, request)) {
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

  /** What comes before the handler; false if it is over with that. */
  private boolean begins(Conversation conversation, R request) throws IOException {
    if (!conversation.isIdentified()) {
      Admission.Place place = conversation.place();
      if (!conversation.readHeader() || place == null || !identified(request, place)) {
        conversation.abort();
        return false;
      }
      conversation.identified();
      hooks.processRequest(request);
    }
    return handlersBegin || conversation.begin();
  }

  /** Tells of what ended a request. */
  void failed(R request, Throwable why) {
    switch (why) {
      case ClientTimeoutException _ -> {
        counters.timedOut.increment();
        hooks.handleTimeout(request);
        return;
      }
      case ClientRefusedException _ -> {
        counters.refused.increment();
        return;
      }
      case DatagramTooLongException _ -> counters.cut.increment();
      case AnswerTooLongException _ -> counters.tooLong.increment();
      case AnswerDroppedException _ -> counters.dropped.increment();
      default -> counters.failed.increment();
    }
    hooks.handleError(request, why);
  }

  /** Tells of a request that could not be taken. */
  void notTaken(IOException why) {
    counters.notTaken.increment();
    hooks.handleTakeError(why);
  }

  /** The request is over, its connection closed. */
  void over(R request) {
    if (!(request instanceof Placed conversation)) {
      hooks.finishRequest(request);
    } else {
      if (conversation.isIdentified()) {
        hooks.finishRequest(request);
      }
      Admission.Place place = conversation.place();
      if (place != null) {
        place.leave();
      }
    }
    active.end(request);
  }
}
