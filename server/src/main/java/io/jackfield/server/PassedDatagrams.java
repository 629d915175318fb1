package io.jackfield.server;

import io.jackfield.server.worker.Failure;
import io.jackfield.server.worker.Line;
import io.jackfield.server.worker.Message;
import io.jackfield.server.worker.Settings;
import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Answers datagrams in a worker process, which receives them from the server's socket itself. */
final class PassedDatagrams implements WorkerDuty {
  private final Settings settings;
  private final Line line;
  private final ServerRun run;
  private final CountDownLatch begun = new CountDownLatch(1);
  private final AtomicLong lastNumber = new AtomicLong();
  private final AtomicLong taken = new AtomicLong();
  private final Map<DatagramRequest, Long> numbers = new ConcurrentHashMap<>();
  private final Map<DatagramRequest, Failure> failures = new ConcurrentHashMap<>();
  private final Map<Long, CompletableFuture<Boolean>> asked = new ConcurrentHashMap<>();

  private volatile boolean serverGone;

  /** Whether it was to serve before it was to stop. */
  private volatile boolean serves;

  private PassedDatagrams(Settings settings, Line line, PassedDescriptor socket)
      throws IOException, ClassNotFoundException {
    this.settings = settings;
    this.line = line;
    GivenSockets shared = GivenSockets.lent(List.of(socket)); // Its file is the server's.
    this.run =
        DatagramServerBuilder.runHere(WorkerConfig.ofDatagrams(settings, shared, new Telling()));
  }

  static PassedDatagrams over(Settings settings, Line line, @Nullable PassedDescriptor socket)
      throws IOException, ClassNotFoundException {
    if (socket == null) {
      throw new IOException("the server passes no socket to receive datagrams from");
    }
    return new PassedDatagrams(settings, line, socket);
  }

  @Override
  public void serve() {
    try {
      begun.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (serves) {
      run.serveToTheEnd();
    } else {
      run.close();
    }
  }

  @Override
  public void stop() {
    run.shutdown();
    begun.countDown();
  }

  @Override
  public void serverGone() {
    serverGone = true;
    asked.values().forEach(waiting -> waiting.complete(false));
    stop();
  }

  @Override
  public ServerCounts counts() {
    return run.countsByLoop().getFirst();
  }

  @Override
  public void told(Message message, @Nullable PassedDescriptor descriptor) throws IOException {
    switch (message) {
      case Message.Serve _ -> {
        serves = true;
        begun.countDown();
      }
      case Message.Verdict(long request, boolean answer) -> {
        CompletableFuture<Boolean> waiting = asked.get(request);
        if (waiting != null) {
          waiting.complete(answer);
        }
      }
      case Message.Count _ -> line.send(new Message.Counts(counts().inOrder()));
      case Message.Stop _ -> stop();
      default -> throw new IOException("a server of datagrams does not say " + message);
    }
  }

  /** Tells the server, whose hooks want to know. */
  private final class Telling implements ServerHooks<DatagramRequest> {
    @Override
    public boolean verifyRequest(DatagramRequest request) {
      if (taken.incrementAndGet() == settings.recycleAfter()) {
        line.send(new Message.Enough());
      }
      if (!settings.asksDatagrams()) {
        return true;
      }
      boolean answer = ask(request);
      if (!answer) {
        numbers.remove(request);
      }
      return answer;
    }

    private boolean ask(DatagramRequest request) {
      long number = lastNumber.incrementAndGet();
      var verdict = new CompletableFuture<Boolean>();
      asked.put(number, verdict);
      tell(request, number, true);
      if (serverGone) {
        verdict.complete(false);
      }
      boolean answer = verdict.join();
      asked.remove(number);
      return answer;
    }

    private void tell(DatagramRequest request, long number, boolean asks) {
      numbers.put(request, number);
      line.send(new Message.Arrived(number, request.clientAddress(), request.data(), asks));
    }

    @Override
    public void handleError(DatagramRequest request, Throwable error) {
      if (error instanceof DatagramTooLongException tooLong) {
        tellCut(request, tooLong);
        return;
      }
      if (settings.asksDatagrams()) {
        failures.put(request, Failure.of(error));
      } else if (!line.isFull()) { // Else it is counted, as all are.
        failures.put(request, Failure.of(error));
        tell(request, lastNumber.incrementAndGet(), false);
      }
    }

    /** Nobody was asked about it, and nothing else is told of it. */
    private void tellCut(DatagramRequest request, DatagramTooLongException tooLong) {
      if (!line.isFull()) {
        line.send(new Message.Cut(request.clientAddress(), request.data(), tooLong.lengthBytes()));
      }
    }

    @Override
    public void finishRequest(DatagramRequest request) {
      Long number = numbers.remove(request);
      Failure failure = failures.remove(request);
      if (number != null) {
        line.send(new Message.Over(number, 0, 0, failure));
      }
    }
  }
}
