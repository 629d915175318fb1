package io.jackfield.cli;

import io.jackfield.cli.progress.ProgressDisplay;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Reactor;
import io.jackfield.service.files.Receiving;
import io.jackfield.service.files.TransferListener;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code jackfield receive [DIR]}. */
@Command(
    name = "receive",
    addMethodSubcommands = false,
    description =
        "Takes files that are sent here until Ctrl-C, shows how they come, and prints the name of"
            + " each that has come.",
    mixinStandardHelpOptions = true,
    versionProvider = RootCommand.Version.class,
    footer = {
      "",
      "'jackfield send' sends files so, and so can a few lines of any language:",
      "  the name and LF, 'OK' and LF come back; the size in decimal and LF, 'OK'",
      "  comes back; the content, 'OK' comes back; then the next name, or the end.",
      "A file gets its name when it is whole, and replaces none.",
      "",
      "Examples:",
      "  jackfield receive",
      "  jackfield receive --once ~/Downloads --tcp :9000    from anywhere, one sender",
      "  jackfield receive --unix /tmp/files.sock"
    })
final class ReceiveCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Where the files go, made if need be (default: the current folder).")
  private Path folder;

  @Option(
      names = "--tcp",
      paramLabel = "HOST:PORT",
      defaultValue = "127.0.0.1:9000",
      description =
          "Listen here (default: ${DEFAULT-VALUE}). Port 0 is any free one, no host every address.")
  private String tcp;

  @Option(names = "--unix", paramLabel = "PATH", description = "Listen here instead.")
  private @Nullable Path unix;

  @Option(names = "--once", description = "End when one sender is done.")
  private boolean once;

  private final ReceivingOptions options = new ReceivingOptions();

  @SuppressWarnings("UnusedVariable") // Picocli looks at it.
  @Mixin
  private final CommandSpec optionsSpec = options.spec();

  @Override
  public Integer call() throws Exception {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      throw new CommandException(Exit.USAGE, "'" + folder + "' is no folder");
    }
    requireWritable();
    Reactor reactor = Reactor.create();
    try (ProgressDisplay display = ProgressDisplay.onStandardError()) {
      var seen = new Seen(new ShownTransfers(display, name -> print(display, name)), reactor, once);
      listen(reactor, new Receiving(options.into(folder), seen));
      StopSignals signals = StopSignals.caught();
      Thread.ofVirtual().name("receive-stop").start(() -> stopWhenSignalled(signals, reactor));
      reactor.run();
      return seen.exit();
    } finally {
      reactor.close();
    }
  }

  /** Makes the folder, and a file in it for a moment: no question is answered so surely. */
  private void requireWritable() {
    try {
      Path there = Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
      Files.delete(Files.createTempFile(there, ".jackfield", ".part"));
    } catch (AccessDeniedException e) {
      throw cannotWrite("permission denied");
    } catch (FileSystemException e) {
      throw cannotWrite(Objects.requireNonNullElse(e.getReason(), "nothing can be made there"));
    } catch (IOException e) {
      throw cannotWrite(Sentences.of(e));
    }
  }

  private CommandException cannotWrite(String why) {
    return new CommandException(
        Exit.USAGE, "files cannot be put into the folder '" + folder + "': " + why);
  }

  private static void print(ProgressDisplay display, String name) {
    display.above(() -> {
      System.out.println(name);
      System.out.flush();
    });
  }

  private void listen(Reactor reactor, Receiving receiving) throws IOException {
    SocketAddress at =
        unix == null ? HostPort.parse(tcp).resolve().getFirst() : UnixDomainSocketAddress.of(unix);
    String scheme = unix == null ? "tcp" : "unix";
    try {
      ListeningPort port = reactor.listen(at, receiving);
      System.err.println("listening files " + Listening.endpoint(scheme, port.localAddress()));
    } catch (IOException e) {
      throw new CommandException(
          Exit.CANNOT_LISTEN,
          "cannot listen on " + Listening.endpoint(scheme, at) + ": " + Sentences.ofBind(e));
    }
  }

  private static void stopWhenSignalled(StopSignals signals, Reactor reactor) {
    try {
      signals.awaitFirst();
      var _ = reactor.stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Looks at how conversations end. The loop's, but for {@link #exit}. */
  private static final class Seen implements TransferListener {
    private final TransferListener shown;
    private final Reactor reactor;
    private final boolean once;

    /** Of the last sender; null while there was none. */
    private final AtomicReference<@Nullable String> failure = new AtomicReference<>();

    Seen(TransferListener shown, Reactor reactor, boolean once) {
      this.shown = shown;
      this.reactor = reactor;
      this.once = once;
    }

    @Override
    public Transfer begun(String name, long size, long offset) {
      return shown.begun(name, size, offset);
    }

    @Override
    public void same(String name) {
      shown.same(name);
    }

    @Override
    public void refused(String name, String why) {
      shown.refused(name, why);
    }

    @Override
    public void over(String why) {
      failure.set(why);
      if (once) {
        var _ = reactor.stop();
      }
    }

    /** Of one that was to receive once, whether it did. */
    int exit() {
      return once && !"".equals(failure.get()) ? Exit.FAILED : Exit.DONE;
    }
  }
}
