package io.jackfield.service.gopher.client;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import io.jackfield.server.Engine;
import io.jackfield.server.TcpServer;
import io.jackfield.service.gopher.GopherProtocol;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Our server, and many files fetched from it at once. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class DownloadsTest {
  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  @TempDir private Path temp;

  private Path root;
  private Path target;
  private final List<String> told = new ArrayList<>();
  private final List<Throwable> failures = new ArrayList<>();
  private int running;
  private int most;

  @BeforeEach
  void makeFolders() throws Exception {
    root = Files.createDirectories(temp.resolve("root"));
    target = Files.createDirectories(temp.resolve("target"));
  }

  private final class Notes implements Watcher {
    private final GopherUrl url;

    Notes(GopherUrl url) {
      this.url = url;
      most = Math.max(most, ++running);
    }

    @Override
    public void received(long bytes) {
      assertThat(bytes).isPositive();
    }

    @Override
    public void saved(Path at, long bytes) {
      running--;
      told.add(url.selector().text() + " " + at.getFileName() + " " + bytes);
    }

    @Override
    public void failed(Throwable why, long bytes) {
      running--;
      failures.add(why);
    }
  }

  private int fetched(List<GopherUrl> urls, int atOnce, Duration timeout) throws Exception {
    var count = new CompletableFuture<Integer>();
    try (var reactor = Reactor.create()) {
      reactor.execute(() -> {
        var downloads = new Downloads(reactor, target, Way.plain(timeout), Notes::new);
        var _ =
            downloads
                .start(urls, atOnce)
                .thenAccept(failed -> {
                  count.complete(failed);
                  var _ = reactor.stop();
                });
      });
      reactor.run();
    }
    return count.join();
  }

  private static GopherUrl url(TcpServer server, String typeAndSelector) {
    return GopherUrl.parse(
        "gopher://127.0.0.1:" + server.address().getPort() + "/" + typeAndSelector);
  }

  private TcpServer gopher(Engine engine) throws IOException {
    return TcpServer.at(ANY_PORT)
        .protocol(GopherProtocol.factory(root, null))
        .engine(engine)
        .start();
  }

  private List<String> names() throws IOException {
    try (Stream<Path> names = Files.list(target)) {
      return names.map(name -> name.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void manyAreFetchedAndEachIsWhole() throws Exception {
    var random = new Random(1436);
    var contents = new ArrayList<byte[]>();
    for (int n = 0; n < 60; n++) {
      var bytes = new byte[random.nextInt(200_000)];
      random.nextBytes(bytes);
      contents.add(bytes);
      Files.write(root.resolve(n + ".bin"), bytes);
    }
    try (var server = gopher(Engine.eventLoop())) {
      List<GopherUrl> urls =
          IntStream.range(0, 60).mapToObj(n -> url(server, "9/" + n + ".bin")).toList();
      assertThat(fetched(urls, 7, Duration.ofSeconds(10))).isZero();
    }
    assertThat(most).isEqualTo(7);
    assertThat(told).hasSize(60);
    for (int n = 0; n < 60; n++) {
      assertThat(Files.readAllBytes(target.resolve(n + ".bin"))).isEqualTo(contents.get(n));
    }
  }

  @Test
  void anEmptyFileIsOne() throws Exception {
    Files.createFile(root.resolve("empty.bin"));
    Files.createFile(root.resolve("empty.txt"));
    try (var server = gopher(Engine.virtualThreads())) {
      var urls = List.of(url(server, "9/empty.bin"), url(server, "0/empty.txt"));
      assertThat(fetched(urls, 1, Duration.ofSeconds(10))).isZero();
    }
    assertThat(told).containsExactly("/empty.bin empty.bin 0", "/empty.txt empty.txt 0");
  }

  @Test
  void aThousandThatFailAtOnceAreCounted() throws Exception {
    GopherUrl nobody = GopherUrl.parse("gopher://127.0.0.1:1/9x");
    List<GopherUrl> urls = Stream.generate(() -> nobody).limit(1_000).toList();
    assertThat(fetched(urls, 4, Duration.ofSeconds(10))).isEqualTo(1_000);
    assertThat(failures).hasSize(1_000);
    assertThat(names()).isEmpty();
  }

  @Test
  void nothingToFetchIsDone() throws Exception {
    assertThat(fetched(List.of(), 4, Duration.ofSeconds(1))).isZero();
  }

  /** Says a part, and then nothing. */
  private static final class Falling implements Protocol {
    private final String last;

    Falling(String last) {
      this.last = last;
    }

    @Override
    public void connectionMade(Transport made) {
      made.write(ByteBuffer.wrap("part\r\n".getBytes(US_ASCII)));
      if (last.equals("abort")) {
        made.reactor().callLater(Duration.ofMillis(50), made::abort);
      } else if (last.equals("close")) {
        made.endOutput();
      }
    }

    @Override
    public void dataReceived(ByteBuffer data) {}

    @Override
    public boolean endReceived() {
      return true;
    }
  }

  private int fetchedFrom(String last, String type) throws Exception {
    try (var server =
        TcpServer.at(ANY_PORT)
            .protocol(_ -> new Falling(last))
            .engine(Engine.eventLoop())
            .start()) {
      return fetched(List.of(url(server, type + "/x")), 1, Duration.ofMillis(300));
    }
  }

  @Test
  void whatFallsSilentIsNotKept() throws Exception {
    assertThat(fetchedFrom("silence", "9")).isEqualTo(1);
    assertThat(failures.getFirst()).isInstanceOf(SocketTimeoutException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void whatIsBrokenOffIsNotKept() throws Exception {
    assertThat(fetchedFrom("abort", "9")).isEqualTo(1);
    assertThat(failures.getFirst()).isInstanceOf(IOException.class);
    assertThat(names()).isEmpty();
  }

  @Test
  void aTextWithoutItsDotIsOne() throws Exception {
    assertThat(fetchedFrom("close", "0")).isZero();
    assertThat(target.resolve("x")).hasContent("part\n");
  }

  @Test
  void aFolderThatCannotBeWrittenIsAFailure() throws Exception {
    Files.createFile(root.resolve("a.bin"));
    Files.delete(target);
    try (var server = gopher(Engine.eventLoop())) {
      assertThat(fetched(List.of(url(server, "9/a.bin")), 1, Duration.ofSeconds(10))).isEqualTo(1);
    }
    assertThat(failures.getFirst()).isInstanceOf(IOException.class);
    Files.createDirectory(target);
  }
}
