package io.jackfield.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.server.WorkerHandlers.Obedient;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Worker processes that are killed, one after the other, while clients go on. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class KilledWorkersTest {
  private static final int WORKERS = 3;
  private static final int CLIENTS = 24;
  private static final int KILLS = 6;
  private static final int ASKED_EACH = 10;

  /** How many conversations must end well before the next worker is killed. */
  private static final int BETWEEN = 30;

  private static final Duration SOON = Duration.ofSeconds(30);

  /** Of a conversation that ended too early what worker had it; 0 if that was not known yet. */
  private final Map<SocketAddress, Long> cutOff = new ConcurrentHashMap<>();

  /** Whose requests the hooks were told to be lost. */
  private final Set<SocketAddress> toldLost = ConcurrentHashMap.newKeySet();

  private final LinkedBlockingQueue<WorkerLostException> toldKilled = new LinkedBlockingQueue<>();
  private final LinkedBlockingQueue<Throwable> surprises = new LinkedBlockingQueue<>();
  private final AtomicInteger wentWell = new AtomicInteger();
  private volatile boolean stopped;

  private final class Told implements ServerHooks<StreamRequest> {
    @Override
    public void handleError(StreamRequest request, Throwable error) {
      if (error instanceof WorkerLostException) {
        toldLost.add(request.clientAddress());
      } else {
        surprises.add(error);
      }
    }

    @Override
    public void handleTakeError(IOException error) {
      if (error instanceof WorkerLostException lost) {
        toldKilled.add(lost);
      } else {
        surprises.add(error);
      }
    }
  }

  @Test
  void onlyTheirConversationsEndAndNothingIsLeftBehind() throws Exception {
    long seed = System.nanoTime();
    var random = new Random(seed);
    Set<Long> othersChildren = children();
    try (var first = serve()) {
      converseOnce(first); // What this JVM opens once is open from now on.
    }
    await(() -> workers(othersChildren).isEmpty(), "the first server's workers end");
    int descriptors = OpenDescriptors.count();
    try (var server = serve()) {
      converseOnce(server);
      int idleDescriptors = OpenDescriptors.count();
      List<Thread> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(Thread.ofVirtual().start(() -> converse(server)));
      }
      Set<Long> killed = new HashSet<>();
      try {
        for (int i = 0; i < KILLS; i++) {
          awaitConversations();
          killed.add(kill(random, workers(othersChildren)));
        }
        awaitConversations();
      } finally {
        stopped = true; // Whoever has the port next is not to hear these clients.
        for (Thread client : clients) {
          client.join();
        }
      }

      assertThat(surprises).as("seed %d", seed).isEmpty();
      assertThat(toldLost).as("seed %d", seed).containsAll(cutOff.keySet());
      assertThat(cutOff.values()).as("seed %d", seed).isSubsetOf(withUnknown(killed));
      assertThat(cutOff).as("conversations cut off by %d kills", KILLS).isNotEmpty();
      await(() -> workers(othersChildren).size() == WORKERS, "as many workers as before");
      await(() -> OpenDescriptors.count() <= idleDescriptors, "as few descriptors as before");
    }
    await(() -> workers(othersChildren).isEmpty(), "no child left, nor a zombie");
    await(() -> OpenDescriptors.count() <= descriptors, "no descriptor left");
  }

  private TcpServer serve() throws IOException {
    return TcpServer.at(Peer.ANY_PORT)
        .engine(Engine.processes(AnyEngine.workers(WORKERS).build()))
        .hooks(new Told())
        .handler(Obedient.class)
        .start();
  }

  private void converseOnce(BaseServer server) throws InterruptedException {
    stopped = true;
    Thread.ofVirtual().start(() -> converse(server)).join();
    stopped = false;
  }

  /** One conversation after the other, each ended by the client. */
  private void converse(BaseServer server) {
    do {
      try (SocketChannel channel = SocketChannel.open(server.address())) {
        SocketAddress ours = channel.getLocalAddress();
        long worker = 0;
        Line line = Line.plain(channel);
        boolean isWhole = true;
        for (int i = 0; i < ASKED_EACH && isWhole; i++) {
          String answer = ask(line);
          isWhole = !answer.isEmpty();
          worker = isWhole ? Long.parseLong(answer) : worker;
        }
        if (isWhole) {
          wentWell.incrementAndGet();
        } else {
          cutOff.put(ours, worker);
        }
      } catch (IOException | RuntimeException e) {
        surprises.add(e);
      }
    } while (!stopped);
  }

  /** The process that answers; nothing if the conversation has ended. */
  private static String ask(Line line) {
    var answer = new StringBuilder();
    try {
      line.send("pid\n");
      for (int next; (next = line.in().read()) != '\n'; ) {
        if (next < 0) {
          return "";
        }
        answer.append((char) next);
      }
      return answer.toString();
    } catch (IOException e) {
      return ""; // Reset.
    }
  }

  private void awaitConversations() throws Exception {
    int enough = wentWell.get() + BETWEEN;
    await(() -> wentWell.get() >= enough, "conversations go on");
  }

  private long kill(Random random, List<Long> workers) throws InterruptedException {
    long victim = workers.get(random.nextInt(workers.size()));
    ProcessHandle.of(victim).orElseThrow().destroyForcibly();
    WorkerLostException told = toldKilled.poll(SOON.toSeconds(), TimeUnit.SECONDS);
    assertThat(told).as("that worker %d is lost", victim).isNotNull();
    if (told.processId() == 0) { // Killed while the JDK's helper was on its way to be a worker.
      assertThat(told).rootCause().hasMessageContaining("pid: " + victim);
    } else {
      assertThat(told.processId()).isEqualTo(victim);
    }
    return victim;
  }

  private static Set<Long> withUnknown(Set<Long> workers) {
    Set<Long> all = new HashSet<>(workers);
    all.add(0L);
    return all;
  }

  private static List<Long> workers(Set<Long> others) {
    return children().stream().filter(pid -> !others.contains(pid)).toList();
  }

  /** Zombies too: as long as nobody has waited for them they are in proc(5). */
  private static Set<Long> children() {
    return ProcessHandle.current().children().map(ProcessHandle::pid).collect(Collectors.toSet());
  }

  private interface Condition {
    boolean holds() throws Exception;
  }

  private static void await(Condition condition, String what) throws Exception {
    for (long begun = System.nanoTime(); !condition.holds(); Thread.onSpinWait()) {
      assertThat(System.nanoTime() - begun).as(what).isLessThan(SOON.toNanos());
    }
  }
}
