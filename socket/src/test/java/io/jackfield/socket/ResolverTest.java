package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ResolverTest {
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral("127.0.0.1");

  @Test
  void theSystemKnowsLocalhostAndAddressesThemselves() throws Exception {
    try (var resolver = new SystemResolver()) {
      assertThat(resolver.resolve("localhost").get(10, TimeUnit.SECONDS))
          .anyMatch(InetAddress::isLoopbackAddress);
      assertThat(resolver.resolve("::1").getNow(List.of()))
          .containsExactly(InetAddress.ofLiteral("::1"));
    }
  }

  @Test
  void aHostThatIsNotThereIsUnknown() {
    try (var resolver = new SystemResolver()) {
      assertThatThrownBy(() -> resolver.resolve("nobody.invalid").get(10, TimeUnit.SECONDS))
          .cause()
          .isInstanceOf(UnknownHostException.class);
      assertThatThrownBy(() -> resolver.resolve("").get())
          .cause()
          .isInstanceOf(UnknownHostException.class);
    }
  }

  @Test
  void aClosedResolverSaysSo() {
    var resolver = new SystemResolver();
    resolver.close();
    assertThatThrownBy(() -> resolver.resolve("localhost").get(10, TimeUnit.SECONDS))
        .hasMessageContaining("closed");
  }

  @Test
  void tooManyLookUpsAreRefusedAtOnce() throws Exception {
    var go = new CountDownLatch(1);
    SystemResolver.LookUp slow =
        host -> {
          try {
            go.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
          return new InetAddress[] {LOOPBACK};
        };
    try (var resolver = new SystemResolver(1, 1, slow)) {
      var running = resolver.resolve("running");
      var waiting = resolver.resolve("waiting");
      assertThatThrownBy(() -> resolver.resolve("one-too-many").get(10, TimeUnit.SECONDS))
          .hasMessageContaining("one-too-many: too many look-ups");
      go.countDown();
      assertThat(running.get(10, TimeUnit.SECONDS)).containsExactly(LOOPBACK);
      assertThat(waiting.get(10, TimeUnit.SECONDS)).containsExactly(LOOPBACK);
    }
  }

  /** Answers when it is told to, and counts. */
  private static final class Slow implements Resolver {
    private final List<CompletableFuture<List<InetAddress>>> asked = new ArrayList<>();

    @Override
    public CompletableFuture<List<InetAddress>> resolve(String host) {
      var answer = new CompletableFuture<List<InetAddress>>();
      asked.add(answer);
      return answer;
    }
  }

  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
  private final Slow source = new Slow();

  private CachingResolver caching(int hosts) {
    var limits = new CachingResolver.Limits(hosts, Duration.ofSeconds(30), Duration.ofSeconds(5));
    return new CachingResolver(source, limits, now::get);
  }

  private void pass(int seconds) {
    now.updateAndGet(before -> before.plusSeconds(seconds));
  }

  @Test
  void manyWhoAskAtTheSameTimeAskOnce() throws Exception {
    CachingResolver resolver = caching(10);
    var a = resolver.resolve("host");
    var b = resolver.resolve("host");
    assertThat(a.cancel(false)).isTrue(); // Nobody else's look-up.
    source.asked.getFirst().complete(List.of(LOOPBACK));
    assertThat(b.get()).containsExactly(LOOPBACK);
    assertThat(resolver.resolve("host").get()).containsExactly(LOOPBACK);
    assertThat(source.asked).hasSize(1);
  }

  @Test
  void anAnswerIsKeptForItsTimeAndNotLonger() {
    CachingResolver resolver = caching(10);
    var _ = resolver.resolve("host");
    source.asked.getFirst().complete(List.of(LOOPBACK));
    pass(29);
    assertThat(resolver.resolve("host")).isDone();
    pass(1);
    assertThat(resolver.resolve("host")).isNotDone();
    assertThat(source.asked).hasSize(2);
  }

  @Test
  void aFailureIsKeptForAShorterTime() {
    CachingResolver resolver = caching(10);
    var _ = resolver.resolve("host");
    source.asked.getFirst().completeExceptionally(new UnknownHostException("host"));
    pass(4);
    assertThat(resolver.resolve("host")).isCompletedExceptionally();
    pass(1);
    assertThat(resolver.resolve("host")).isNotDone();
  }

  @Test
  void atItsLimitItForgetsWhatWasNotAskedForLongest() {
    CachingResolver resolver = caching(2);
    var _ = resolver.resolve("a");
    var _ = resolver.resolve("b");
    var _ = resolver.resolve("a");
    var _ = resolver.resolve("c"); // Pushes out b.
    assertThat(source.asked).hasSize(3);
    var _ = resolver.resolve("a");
    assertThat(source.asked).hasSize(3);
    var _ = resolver.resolve("b");
    assertThat(source.asked).hasSize(4);
  }
}
