package io.jackfield.socket;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jackfield.socket.address.Addresses;
import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Isolated;

/** Errors that have to be brought about: nothing left, nobody answers, not a socket. */
@Isolated("takes all descriptors of the process")
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ScarcityTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  /** A class read from a folder needs a descriptor too: all are read before they get scarce. */
  @BeforeAll
  static void loadAllClasses() throws Exception {
    for (Class<?> one : List.of(Socket.class, ScarcityTest.class)) {
      Path folder = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      String source = System.getProperty("basedir", "") + "/target/";
      for (String classes :
          List.of(folder.toString(), source + "classes", source + "test-classes")) {
        loadAll(Path.of(classes));
      }
    }
  }

  private static void loadAll(Path folder) throws Exception {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (var files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = folder.relativize(file).toString();
        if (name.startsWith("io/jackfield/socket/")
            && name.endsWith(".class")
            && !name.endsWith("package-info.class")) {
          Class.forName(name.substring(0, name.length() - 6).replace('/', '.'));
        }
      }
    }
  }

  /** Lets the process open no further descriptor, while it runs. */
  private static void withoutDescriptors(ThrowingAction action) throws Exception {
    String pid = Long.toString(ProcessHandle.current().pid());
    String[] limits = descriptorLimits();
    long highest;
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      highest =
          open.mapToLong(path -> Long.parseLong(path.getFileName().toString())).max().orElse(0);
    }
    List<Socket> fillers = new ArrayList<>();
    run("prlimit", "--pid", pid, "--nofile=" + (highest + 20) + ":" + limits[1]);
    try {
      try {
        for (; ; ) {
          fillers.add(Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM));
        }
      } catch (TooManyOpenFilesException e) {
        action.run();
      }
    } finally {
      for (Socket filler : fillers) {
        filler.close();
      }
      run("prlimit", "--pid", pid, "--nofile=" + limits[0] + ":" + limits[1]);
    }
  }

  private interface ThrowingAction {
    void run() throws Exception;
  }

  /** The soft and the hard limit. */
  private static String[] descriptorLimits() throws IOException {
    String line =
        Files.readAllLines(Path.of("/proc/self/limits")).stream()
            .filter(one -> one.startsWith("Max open files"))
            .findFirst()
            .orElseThrow();
    return line.substring("Max open files".length()).strip().split("\\s+", -1);
  }

  /** Without pipes: the JDK would close them at its leisure, and set descriptors free. */
  private static void run(String... command) throws Exception {
    Process process;
    try {
      process =
          new ProcessBuilder(command)
              .redirectInput(new File("/dev/null"))
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
    } catch (IOException e) {
      assumeTrue(System.getenv("CI") != null, command[0] + " is not there");
      throw e;
    }
    assertThat(process.waitFor()).as(String.join(" ", command)).isZero();
  }

  @Test
  void withoutADescriptorLeftOpeningFailsAndAcceptingWaits() throws Exception {
    try (Socket listener = Socket.openFor(ANY_PORT, SocketType.STREAM).bind(ANY_PORT).listen();
        Socket client = Socket.openFor(ANY_PORT, SocketType.STREAM)) {
      client.connect(requireNonNull(listener.localAddress()));
      withoutDescriptors(() -> {
        assertThatThrownBy(() -> Socket.openFor(ANY_PORT, SocketType.STREAM))
            .isInstanceOf(SocketException.class)
            .isInstanceOf(TooManyOpenFilesException.class)
            .hasMessage("socket: too many open files in the process (EMFILE)");
        assertThatThrownBy(listener::accept).isInstanceOf(TooManyOpenFilesException.class);
      });
      requireNonNull(listener.accept()).close(); // The connection went on waiting.
    }
  }

  @Test
  void withoutADescriptorLeftThreadsCanWaitAllTheSame() throws Exception {
    int threads = 40; // More than there are waiters kept for later use.
    List<Pairs> pairs = new ArrayList<>();
    for (int i = 0; i < threads; i++) {
      pairs.add(Pairs.tcp());
    }
    // What a wait needs is made while there are descriptors: threads, classes.
    pairs.getFirst().server().timeout(Duration.ofMillis(1));
    assertThatThrownBy(() -> pairs.getFirst().server().receive(ByteBuffer.allocate(1)))
        .isInstanceOf(SocketTimeoutException.class);
    pairs.getFirst().server().timeout(Socket.NEVER);
    withoutDescriptors(() -> {
      var receiving = new ArrayList<Threads.Running<Integer>>();
      for (Pairs pair : pairs) {
        receiving.add(Threads.PLATFORM.run(() -> pair.server().receive(ByteBuffer.allocate(8))));
      }
      for (int i = 0; i < threads; i++) {
        receiving.get(i).awaitWaiting(pairs.get(i).server());
      }
      for (int i = 0; i < threads; i++) {
        if (i % 2 == 0) {
          pairs.get(i).client().sendAll(Pairs.bytes("x"));
          assertThat(receiving.get(i).result().get(10, TimeUnit.SECONDS)).isEqualTo(1);
        } else {
          pairs.get(i).server().close();
          int closed = i;
          assertThatThrownBy(() -> receiving.get(closed).result().get(10, TimeUnit.SECONDS))
              .hasRootCauseInstanceOf(AsynchronousCloseException.class);
        }
      }
    });
    for (Pairs pair : pairs) {
      pair.close();
    }
  }

  @Test
  void aListenerThatNeverAnswersTimesOutInTheKernel() throws IOException {
    List<Socket> queued = new ArrayList<>();
    try (Socket listener = Socket.openFor(ANY_PORT, SocketType.STREAM).bind(ANY_PORT).listen(0)) {
      SocketAddress at = requireNonNull(listener.localAddress());
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 8; i++) {
                  Socket client = Socket.openFor(at, SocketType.STREAM);
                  queued.add(client);
                  client.setOption(TcpOptions.SYN_COUNT, 1);
                  client.connect(at);
                }
              })
          .isInstanceOf(ConnectException.class)
          .isInstanceOf(ConnectionTimedOutException.class)
          .hasMessageContaining(Addresses.text(at))
          .hasMessageContaining("ETIMEDOUT");
    } finally {
      for (Socket socket : queued) {
        socket.close();
      }
    }
  }

  @Test
  void aBroadcastThatWasNotAskedForIsNotPermitted() throws IOException {
    try (Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM)) {
      var everybody = new InetSocketAddress(InetAddress.ofLiteral("127.255.255.255"), 9);
      assertThatThrownBy(() -> socket.sendTo(Pairs.bytes("x"), everybody))
          .isInstanceOf(SocketException.class)
          .isInstanceOf(PermissionDeniedException.class)
          .hasMessageContaining("127.255.255.255:9")
          .hasMessageContaining("EACCES");
    }
  }

  @Test
  void whatIsNoSocketOrNotOpenIsNotAdopted() throws IOException {
    assertThatThrownBy(() -> Socket.fromDescriptor(999_999))
        .isInstanceOf(KernelException.class)
        .hasMessageContaining("EBADF");
    List<Socket> ends = Socket.pair(SocketType.STREAM);
    try (Socket a = ends.get(0);
        Socket b = ends.get(1)) {
      int file = Integer.parseInt(someFileDescriptor());
      assertThatThrownBy(() -> Socket.fromDescriptor(file))
          .isInstanceOf(KernelException.class)
          .hasMessageContaining("ENOTSOCK");
      assertThat(a.descriptor()).isNotEqualTo(b.descriptor());
    }
  }

  private static String someFileDescriptor() throws IOException {
    try (var open = Files.list(Path.of("/proc/self/fd"))) {
      return open.filter(ScarcityTest::isFile).findFirst().orElseThrow().getFileName().toString();
    }
  }

  private static boolean isFile(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().endsWith("/lib/modules");
    } catch (IOException e) {
      return false;
    }
  }
}
