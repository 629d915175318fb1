package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.linux.TestKernel;
import java.net.SocketTimeoutException;
import java.nio.channels.AsynchronousCloseException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Signals to the process, which the JVM passes on, and to a thread, which a signalfd takes. */
@Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class SignalsTest {
  private static final int SIGURG = 23;
  private static final int SIGWINCH = 28;
  private static final int SI_TKILL = -6;

  @ParameterizedTest
  @EnumSource
  void aSignalToTheProcessIsTakenByName(Threads threads) throws Exception {
    try (SignalDescriptor signals = ProcessSignals.asDescriptor("URG", "WINCH")) {
      var taking = threads.run(signals::take);
      taking.awaitWaiting(signals);
      TestKernel.signalProcess(SIGWINCH);
      assertThat(taking.result().get(10, TimeUnit.SECONDS)).isEqualTo("WINCH");
      TestKernel.signalProcess(SIGURG);
      assertThat(signals.take()).isEqualTo("URG");
      assertThat(signals.timeout(Duration.ZERO).take()).isNull();
    }
  }

  @Test
  void arrivalsOfOneThatIsPendingAreOneAndTheOrderIsKept() throws Exception {
    try (SignalDescriptor signals = SignalDescriptor.open()) {
      signals.arrived("HUP");
      signals.arrived("USR2");
      signals.arrived("HUP");
      assertThat(signals.take()).isEqualTo("HUP");
      signals.arrived("HUP");
      assertThat(signals.take()).isEqualTo("USR2");
      assertThat(signals.take()).isEqualTo("HUP");
      assertThat(signals.timeout(Duration.ZERO).take()).isNull();
    }
  }

  @Test
  void closedItGivesTheSignalBackToWhoHadIt() throws Exception {
    var first = new AtomicInteger();
    var again = new CountDownLatch(1);
    ProcessSignals.onEach(
        "URG",
        () -> {
          first.incrementAndGet();
          again.countDown();
        });
    SignalDescriptor signals = ProcessSignals.asDescriptor("URG");
    TestKernel.signalProcess(SIGURG);
    assertThat(signals.take()).isEqualTo("URG");
    assertThat(first).hasValue(0);
    signals.close();
    TestKernel.signalProcess(SIGURG);
    assertThat(again.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(first).hasValue(1);
  }

  @Test
  void whoTookItOverMeanwhileKeepsIt() throws Exception {
    var later = new CountDownLatch(1);
    SignalDescriptor signals = ProcessSignals.asDescriptor("WINCH");
    ProcessSignals.onEach("WINCH", later::countDown);
    signals.close();
    TestKernel.signalProcess(SIGWINCH);
    assertThat(later.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aSignalThatCannotBeHadLeavesTheOthersAlone() throws Exception {
    var kept = new CountDownLatch(1);
    ProcessSignals.onEach("URG", kept::countDown);
    long before = OpenFiles.count("anon_inode:");
    assertThatThrownBy(() -> ProcessSignals.asDescriptor("URG", "SEGV"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SEGV");
    assertThat(OpenFiles.count("anon_inode:")).isEqualTo(before);
    TestKernel.signalProcess(SIGURG);
    assertThat(kept.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aCloseWakesWhoWaitsForASignal() throws Exception {
    SignalDescriptor signals = ProcessSignals.asDescriptor("WINCH");
    var taking = Threads.PLATFORM.run(signals::take);
    taking.awaitWaiting(signals);
    signals.close();
    assertThatThrownBy(() -> taking.result().get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(AsynchronousCloseException.class);
  }

  @Test
  void aSignalFdTakesWhatIsSentToItsThreadAndNotWhatIsSentToTheProcess() throws Exception {
    var running =
        Threads.PLATFORM.run(() -> {
          try (SignalFd signals = SignalFd.open(SIGURG).timeout(Duration.ofMillis(50))) {
            TestKernel.signalProcess(SIGURG);
            assertThatThrownBy(signals::take).isInstanceOf(SocketTimeoutException.class);
            TestKernel.signalThread(TestKernel.threadNumber(), SIGURG);
            return requireNonNull(signals.take());
          }
        });
    ReceivedSignal received = running.result().get(10, TimeUnit.SECONDS);
    assertThat(received.number()).isEqualTo(SIGURG);
    assertThat(received.code()).isEqualTo(SI_TKILL);
    assertThat(received.processId()).isEqualTo((int) ProcessHandle.current().pid());
  }

  /** SIGSEGV and SIGUSR2 the JVM runs on, SIGKILL nobody can hold back. */
  @ParameterizedTest
  @ValueSource(ints = {0, 65, 9, 11, 12})
  void aSignalFdRefusesWhatItCannotHave(int signal) {
    assertThatThrownBy(() -> SignalFd.open(signal)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aVirtualThreadHasNoSignals() {
    var running = Threads.VIRTUAL.run(() -> SignalFd.open(SIGURG));
    assertThatThrownBy(() -> running.result().get(10, TimeUnit.SECONDS))
        .cause()
        .isInstanceOf(WrongThreadException.class);
  }
}
