package io.jackfield.cli;

import io.jackfield.server.AnswerDroppedException;
import io.jackfield.server.AnswerTooLongException;
import io.jackfield.server.DatagramRequest;
import io.jackfield.server.Request;
import io.jackfield.server.ServerHooks;
import io.jackfield.server.WorkerException;
import io.jackfield.server.WorkerLostException;
import io.jackfield.service.LoopGuard;
import io.jackfield.socket.BrokenPipeException;
import io.jackfield.socket.ConnectionResetException;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tells the log a line a connection, or a line a client that sends datagrams, and each failure. */
final class TellingHooks<R extends Request> implements ServerHooks<R> {
  /** Of how many clients it is remembered that they were told of. */
  private static final int REMEMBERED = 1_024;

  private final @Nullable EventLog connections;
  private final EventLog failures;
  private final String service;
  private final String scheme;
  private final @Nullable LoopGuard guard;

  /** Several loops may tell of their clients at the same time. */
  private final Map<SocketAddress, Boolean> known =
      Collections.synchronizedMap(
          new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<SocketAddress, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /**
   * Of a service at a kind of address.
   *
   * @param guard says which clients are answered; null for all
   */
  TellingHooks(
      String service, String scheme, EventLog log, boolean quiet, @Nullable LoopGuard guard) {
    this.service = service;
    this.scheme = scheme;
    this.guard = guard;
    this.failures = log;
    this.connections = quiet ? null : log;
  }

  @Override
  public boolean verifyRequest(R request) {
    if (guard == null || guard.isSafe(request.clientAddress())) {
      return true;
    }
    if (known.put(request.clientAddress(), true) == null) {
      tell(failures, request, "not answered: from a service's port, so it may be an answer itself");
    }
    return false;
  }

  @Override
  public void processRequest(R request) {
    if (connections == null) {
      return;
    }
    if (!(request instanceof DatagramRequest)) {
      tell(connections, request, "connected");
    } else if (known.put(request.clientAddress(), true) == null) {
      tell(connections, request, "first datagram");
    }
  }

  @Override
  public void handleTimeout(R request) {
    tell(failures, request, "closed: too slow, or silent for too long");
  }

  @Override
  public void handleError(R request, Throwable error) {
    switch (error) {
      case ConnectionResetException _ -> tell(failures, request, "gone: it reset the connection");
      case BrokenPipeException _ -> tell(failures, request, "gone: it does not read any more");
      case ClosedChannelException _ ->
          tell(failures, request, "cut off: the time to finish was up");
      case AnswerTooLongException tooLong -> tell(failures, request, tooLong.getMessage());
      case AnswerDroppedException dropped -> tell(failures, request, dropped.getMessage());
      case WorkerException there -> tell(failures, request, ofWorker(there));
      case IOException io -> tell(failures, request, "failed: " + Sentences.of(io));
      default -> tell(failures, request, "failed, a bug: " + error + at(error));
    }
  }

  /** As above, of what was thrown in another process and has only the name of its class. */
  private static String ofWorker(WorkerException there) {
    Class<?> thrown;
    try {
      thrown = Class.forName(there.thrown(), false, TellingHooks.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      thrown = Throwable.class;
    }
    if (thrown == ConnectionResetException.class) {
      return "gone: it reset the connection";
    }
    if (thrown == BrokenPipeException.class) {
      return "gone: it does not read any more";
    }
    if (ClosedChannelException.class.isAssignableFrom(thrown)) {
      return "cut off: the time to finish was up";
    }
    return IOException.class.isAssignableFrom(thrown)
        ? "failed: " + there.getMessage()
        : "failed, a bug: " + there + at(there);
  }

  /** Where a bug is, for whoever is to find it. */
  private static String at(Throwable error) {
    StackTraceElement[] trace = error.getStackTrace();
    return trace.length == 0 ? "" : " at " + trace[0];
  }

  @Override
  public void handleTakeError(IOException error) {
    String what = Sentences.of(error);
    boolean isWorker = error instanceof WorkerLostException;
    failures.tell(service, scheme, "-", isWorker ? what : "cannot take a request: " + what);
  }

  private void tell(EventLog log, R request, @Nullable String event) {
    log.tell(service, scheme, Addresses.text(request.clientAddress()), String.valueOf(event));
  }
}
