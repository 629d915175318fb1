package io.jackfield.cli;

import io.jackfield.cli.progress.ProgressDisplay;
import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.reactor.LoopingCall;
import io.jackfield.reactor.Reactor;
import io.jackfield.service.gopher.client.Downloads;
import io.jackfield.service.gopher.client.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield fetch URL…}. */
@Command(
    name = "fetch",
    addMethodSubcommands = false,
    description =
        "Fetches several files at once, and saves each under the last part of its URL when it is"
            + " whole; never over another file.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "How far each is stands on standard error. The exit code is 1 if one of them",
      "could not be had; the others are there all the same.",
      "A TIME is in seconds, or 300ms, 5s, 2m, 1h.",
      "",
      "Examples:",
      "  jackfield fetch gopher://localhost:7070/0/welcome.txt",
      "  jackfield fetch -n 8 -d pictures gopher://HOST/I/{a,b,c}.png"
    })
final class FetchCommand implements Callable<Integer> {
  /** How many at a time at most: each takes a descriptor or two. */
  private static final int MOST_AT_ONCE = 256;

  /** How often a standstill is looked at. */
  private static final Duration TICK = Duration.ofMillis(250);

  @Parameters(
      arity = "1..*",
      paramLabel = "URL",
      description = "What is to be fetched: gopher://…, or gophers://… by TLS.")
  private List<String> typed = new ArrayList<>();

  @Option(
      names = {"-n", "--parallel"},
      paramLabel = "N",
      defaultValue = "4",
      description = "How many at a time (default: ${DEFAULT-VALUE}).")
  private int atOnce;

  @Option(
      names = {"-d", "--output-dir"},
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the files go (default: here).")
  private Path folder;

  @Option(
      names = {"-w", "--wait"},
      paramLabel = "TIME",
      defaultValue = "10",
      converter = TimeSpan.class,
      description =
          "The longest wait for a connection or a part of a file (default: ${DEFAULT-VALUE}).")
  private Duration timeout;

  @Mixin private TlsConnectOptions tls;

  @Override
  public Integer call() throws Exception {
    TimeSpan.positive("--wait", timeout);
    if (atOnce < 1 || atOnce > MOST_AT_ONCE) {
      throw new CommandException(Exit.USAGE, "--parallel takes 1 to " + MOST_AT_ONCE);
    }
    if (!Files.isDirectory(folder)) {
      throw new CommandException(
          Exit.USAGE, "--output-dir '" + folder + "': there is no such folder");
    }
    List<GopherUrl> urls = typed.stream().map(this::url).toList();
    boolean isSecure = urls.stream().anyMatch(GopherUrl::secure);
    tls.check(isSecure);
    var way = new Way(timeout, isSecure ? tls.config() : null, tls.serverName(), null);
    return fetch(urls, way) == 0 ? Exit.DONE : Exit.FAILED;
  }

  private GopherUrl url(String text) {
    if (text.toLowerCase(Locale.ROOT).matches("(?s)https?:.*")) {
      throw NotBuiltYet.of("fetch of '" + text + "', or anything but gopher://,");
    }
    try {
      GopherUrl url = GopherUrl.parse(text);
      if (url.kind().isFetched()) {
        return tls.isTls() ? url.secured() : url;
      }
      throw new IllegalArgumentException(
          "'" + text + "': type " + url.type() + " is nothing that a Gopher server has");
    } catch (IllegalArgumentException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  /** Fetches them; returns how many could not be had. */
  private int fetch(List<GopherUrl> urls, Way way) throws IOException {
    var failed = new CompletableFuture<Integer>();
    try (var display = ProgressDisplay.onStandardError();
        var reactor = Reactor.builder().stallThreshold(null).build()) {
      reactor.execute(() -> {
        var _ = LoopingCall.of(reactor, display::tick).start(TICK, false);
        var downloads = new Downloads(reactor, folder, way, url -> new FetchLine(display, url));
        var _ =
            downloads
                .start(urls, atOnce)
                .thenAccept(count -> {
                  failed.complete(count);
                  var _ = reactor.stop();
                });
      });
      reactor.run();
    }
    return failed.getNow(urls.size());
  }
}
