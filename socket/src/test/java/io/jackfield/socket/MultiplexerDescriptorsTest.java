package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.linux.TestKernel;
import java.io.FileOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is reported of descriptors that are not sockets, the same by each mechanism. */
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class MultiplexerDescriptorsTest {
  private static final int SIGURG = 23;

  private static final Readiness READABLE = new Readiness(true, false, false, false, false, false);

  @ParameterizedTest
  @EnumSource
  void aPipeIsReadableWhileItHoldsBytesAndAtItsEnd(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pipe pipe = Pipe.open()) {
      multiplexer.register(pipe.source(), Interest.READABLE, "source");
      assertThat(Reports.now(multiplexer)).isEmpty();
      pipe.sink().write(Pairs.bytes("abc"));
      assertThat(Reports.now(multiplexer).get("source")).isEqualTo(READABLE);
      assertThat(pipe.source().read(ByteBuffer.allocate(8))).isEqualTo(3);
      assertThat(Reports.now(multiplexer)).isEmpty();
      pipe.sink().close();
      boolean told = mechanism.can(Mechanism.Capability.CAUSES);
      assertThat(Reports.now(multiplexer).get("source"))
          .isEqualTo(new Readiness(true, false, false, false, told, false));
      assertThat(pipe.source().read(ByteBuffer.allocate(8))).isEqualTo(-1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void aPipeIsWritableUntilItIsFullAndWhenNobodyReads(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pipe pipe = Pipe.open()) {
      PipeSink sink = pipe.sink().timeout(Duration.ZERO);
      multiplexer.register(sink, Interest.WRITABLE, "sink");
      while (!Reports.now(multiplexer).isEmpty()) {
        assertThat(sink.write(ByteBuffer.allocate(4096))).isPositive();
      }
      assertThat(sink.write(ByteBuffer.allocate(4096))).isZero();
      pipe.source().close();
      boolean told = mechanism.can(Mechanism.Capability.CAUSES);
      assertThat(Reports.now(multiplexer).get("sink"))
          .isEqualTo(new Readiness(false, true, false, told, false, false));
      assertThatThrownBy(() -> sink.write(ByteBuffer.allocate(1)))
          .isInstanceOf(BrokenPipeException.class);
    }
  }

  @ParameterizedTest
  @EnumSource
  void anEventFdIsReadableWhileItsCountIsNotZero(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd event = EventFd.open()) {
      multiplexer.register(event, Interest.READABLE, "event");
      assertThat(Reports.now(multiplexer)).isEmpty();
      event.add(2);
      event.add(3);
      assertThat(Reports.now(multiplexer).get("event")).isEqualTo(READABLE);
      assertThat(event.take()).isEqualTo(5);
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aTimerIsReadableWhenItHasExpiredAndNotBefore(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        TimerFd timer = TimerFd.open()) {
      multiplexer.register(timer, Interest.READABLE, "timer");
      long before = System.nanoTime();
      timer.once(Duration.ofMillis(20));
      assertThat(Reports.now(multiplexer)).isEmpty();
      assertThat(Reports.next(multiplexer).get("timer")).isEqualTo(READABLE);
      assertThat(System.nanoTime() - before).isGreaterThanOrEqualTo(20_000_000);
      assertThat(timer.take()).isEqualTo(1);
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aWatchedFolderIsReadableWhenAFileIsMade(Mechanism mechanism, @TempDir Path folder)
      throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Inotify inotify = Inotify.open()) {
      inotify.watch(folder, FileChange.CREATED);
      multiplexer.register(inotify, Interest.READABLE, "inotify");
      assertThat(Reports.now(multiplexer)).isEmpty();
      Files.createFile(folder.resolve("new"));
      assertThat(Reports.now(multiplexer).get("inotify")).isEqualTo(READABLE);
      assertThat(inotify.take()).hasSize(1);
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSignalOfTheProcessIsReadable(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        SignalDescriptor signals = ProcessSignals.asDescriptor("URG", "WINCH")) {
      multiplexer.register(signals, Interest.READABLE, "signals");
      assertThat(Reports.now(multiplexer)).isEmpty();
      TestKernel.signalProcess(SIGURG);
      assertThat(Reports.next(multiplexer).get("signals")).isEqualTo(READABLE);
      assertThat(signals.take()).isEqualTo("URG");
      assertThat(Reports.now(multiplexer)).isEmpty();
    }
  }

  /** A signalfd is ready in the waits of the thread that holds the signals back, and only there. */
  @ParameterizedTest
  @EnumSource
  void aSignalOfTheThreadIsReadable(Mechanism mechanism) throws Exception {
    var running =
        Threads.PLATFORM.run(() -> {
          try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
              SignalFd signals = SignalFd.open(SIGURG)) {
            multiplexer.register(signals, Interest.READABLE, "signals");
            assertThat(Reports.now(multiplexer)).isEmpty();
            TestKernel.signalThread(TestKernel.threadNumber(), SIGURG);
            assertThat(Reports.next(multiplexer).get("signals")).isEqualTo(READABLE);
            return requireNonNull(signals.take()).number();
          }
        });
    assertThat(running.result().get(10, TimeUnit.SECONDS)).isEqualTo(SIGURG);
  }

  @ParameterizedTest
  @EnumSource
  void aTerminalIsReadableWhenALineWasTyped(Mechanism mechanism, @TempDir Path folder)
      throws Exception {
    var at = Pairs.Kind.UNIX.any(folder);
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Socket listener = Pairs.listener(at);
        Python python =
            Python.start(
                """
                import pty
                s = socket.socket(socket.AF_UNIX); s.connect(sys.argv[1])
                keyboard, terminal = pty.openpty()
                socket.send_fds(s, [b'x'], [terminal])
                s.recv(1); os.write(keyboard, b'typed')
                s.recv(1); os.write(keyboard, b' line\\n')
                s.recv(1); os.close(keyboard); os.close(terminal); s.send(b'x')
                s.recv(1)
                """,
                at);
        Socket control = requireNonNull(listener.accept())) {
      try (PassedDescriptor terminal = PassedDescriptors.one(control);
          BorrowedDescriptor keys = BorrowedDescriptor.of(terminal.number())) {
        multiplexer.register(keys, Interest.READABLE, "keys");
        control.send(Pairs.bytes("x"));
        multiplexer.await(Duration.ofMillis(20), (_, _) -> {}); // Half a line is not there yet.
        assertThat(Reports.now(multiplexer)).isEmpty();
        control.send(Pairs.bytes("x"));
        assertThat(Reports.next(multiplexer).get("keys")).isEqualTo(READABLE);
        ByteBuffer line = ByteBuffer.allocate(80);
        assertThat(keys.read(line)).isEqualTo(11);
        assertThat(Pairs.text(line)).isEqualTo("typed line\n");
        control.send(Pairs.bytes("x"));
        assertThat(requireNonNull(Reports.next(multiplexer).get("keys")).readable()).isTrue();
      }
      control.shutdown(ShutdownHow.WRITE);
      python.end();
    }
  }

  @ParameterizedTest
  @EnumSource
  void aRegularFileIsAlwaysReadyOrRefusedByName(Mechanism mechanism, @TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("file"), "content");
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        var lent = new FileOutputStream(file.toFile(), true);
        BorrowedDescriptor borrowed = BorrowedDescriptor.of(OpenFiles.numberOf(file))) {
      lent.flush();
      if (mechanism.can(Mechanism.Capability.REGULAR_FILES)) {
        multiplexer.register(borrowed, Interest.READABLE, "file");
        assertThat(Reports.now(multiplexer)).containsOnlyKeys("file");
        assertThat(Reports.now(multiplexer)).containsOnlyKeys("file");
      } else {
        assertThatThrownBy(() -> multiplexer.register(borrowed, Interest.READABLE, "file"))
            .isInstanceOf(UnpollableFileException.class)
            .hasMessageContaining("epoll_ctl")
            .hasMessageContaining("EPERM")
            .hasMessageContaining("always ready");
        assertThat(multiplexer.registered()).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void whatIsDoneToOneLeavesTheOthersAsTheyWere(Mechanism mechanism) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        EventFd first = EventFd.semaphore(1);
        EventFd middle = EventFd.semaphore(1);
        EventFd last = EventFd.semaphore(1)) {
      var removed = multiplexer.register(first, Interest.READABLE, "first");
      multiplexer.register(middle, Interest.READABLE, "middle");
      var paused = multiplexer.register(last, Interest.READABLE, "last");
      multiplexer.remove(removed);
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("middle", "last");
      multiplexer.change(paused, Interest.NOTHING);
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("middle");
      multiplexer.change(paused, Interest.WRITABLE);
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("middle", "last");
      multiplexer.remove(paused);
      assertThat(Reports.now(multiplexer)).containsOnlyKeys("middle");
    }
  }

  @ParameterizedTest
  @EnumSource
  void allKindsAreReportedByOneWait(Mechanism mechanism, @TempDir Path folder) throws Exception {
    try (Multiplexer<String> multiplexer = Multiplexer.open(mechanism);
        Pairs pair = Pairs.tcp();
        Pipe pipe = Pipe.open();
        EventFd event = EventFd.open();
        TimerFd timer = TimerFd.open();
        Inotify inotify = Inotify.open();
        SignalDescriptor signals = ProcessSignals.asDescriptor("URG")) {
      inotify.watch(folder, FileChange.CREATED);
      for (Waitable one : List.of(pair.server(), pipe.source(), event, timer, inotify, signals)) {
        multiplexer.register(one, Interest.READABLE, one.getClass().getSimpleName());
      }
      TestKernel.signalProcess(SIGURG);
      pair.client().sendAll(Pairs.bytes("x"));
      pipe.sink().write(Pairs.bytes("x"));
      event.add(1);
      timer.once(Duration.ZERO);
      Files.createFile(folder.resolve("new"));
      var all =
          List.of("Socket", "PipeSource", "EventFd", "TimerFd", "Inotify", "SignalDescriptor");
      while (!Reports.now(multiplexer).keySet().containsAll(all)) {
        Thread.onSpinWait();
      }
    }
  }
}
