package io.jackfield.cli;

import io.jackfield.cli.process.PidFile;
import io.jackfield.cli.process.Predecessor;
import io.jackfield.cli.process.ServiceManager;
import io.jackfield.socket.PermissionDeniedException;
import io.jackfield.socket.ProcessSignals;
import io.jackfield.socket.ProcessUser;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The life of a process that serves: in whose place it begins, the signals it is sent, who is told
 * of it, and how it ends. Used by the command's thread.
 */
final class ServerLife {
  /**
   * How often it is looked whether the last conversation of a process that was replaced is over.
   */
  private static final Duration LOOK = Duration.ofMillis(20);

  private final LifeOptions options;
  private final PrintStream err;
  private final ServerGroup group;
  private final @Nullable Predecessor predecessor;
  private final @Nullable PidFile pidFile;
  private final @Nullable ProcessUser user;
  private final ServiceManager manager;

  /** Held while the manager is told of a reload or of the end. */
  private final ReentrantLock telling = new ReentrantLock();

  private boolean isStopping;

  private ServerLife(
      LifeOptions options,
      PrintStream err,
      @Nullable Predecessor predecessor,
      @Nullable PidFile pidFile) {
    this.options = options;
    this.err = err;
    this.predecessor = predecessor;
    this.pidFile = pidFile;
    user = options.user();
    group = new ServerGroup(options, err, predecessor);
    manager = new ServiceManager(System.getenv(), group.log()::tell);
  }

  /**
   * Begins it: with the sockets of the process that has started this one to take its place, if one
   * has.
   *
   * @throws CommandException if the pid file cannot be had
   * @throws IOException if that process cannot be spoken to
   */
  static ServerLife begin(LifeOptions options, PrintStream err) throws IOException {
    Predecessor predecessor = Predecessor.find(System.getenv());
    try {
      Path path = options.pidFile();
      PidFile pidFile =
          path == null ? null : PidFile.claim(path, predecessor == null ? 0 : predecessor.pid());
      return new ServerLife(options, err, predecessor, pidFile);
    } catch (IOException e) {
      if (predecessor != null) {
        predecessor.close();
      }
      throw new CommandException(
          e instanceof PidFile.InUseException ? Exit.CANNOT_LISTEN : Exit.FAILED,
          "cannot have the pid file " + e.getMessage());
    }
  }

  /** To be opened. */
  ServerGroup group() {
    return group;
  }

  /** Ends what never served. */
  void giveUp() {
    group.release();
    if (predecessor != null) {
      predecessor.close();
    }
  }

  /**
   * Serves until SIGTERM or SIGINT, or until another process has taken this one's place, then
   * drains; a second signal ends the process at once. The signals are caught before the first ready
   * line is out: who has read it may send one.
   *
   * @param reload what SIGHUP does; where there is nothing to be read it stops as SIGTERM does
   */
  void serveUntilSignalled(Reload reload, Runnable whenReady)
      throws IOException, InterruptedException {
    var signals = StopSignals.caught();
    if (reload.isNeeded()) {
      boolean hadTerminal = hasTerminal();
      ProcessSignals.onEach(
          "HUP",
          () -> {
            if (hadTerminal && !hasTerminal()) {
              signals.hangUp(); // Its window was closed: nobody has asked for anything else.
            } else {
              reload(reload);
            }
          });
    } else {
      signals.catchHangUp();
    }
    var restarts = Restarts.caught(group, manager, signals);
    if (user != null || OpenedEarly.areDescriptorsFew()) {
      OpenedEarly.openAll(); // Whom it becomes may not be allowed to.
    }
    try {
      serve(whenReady);
    } catch (IOException | RuntimeException e) {
      giveUp();
      throw e;
    }
    openRest();
    restarts.begin();
    signals.awaitFirst();
    restarts.end();
    if (restarts.isReplaced()) {
      retire(signals);
    } else {
      stopping();
      // Through the log: standard error may be blocked, and that must not keep us from stopping.
      group.log().tell("stopping; a second signal ends at once");
    }
    group.stop();
    group.log().tell(group.summary());
    if (!restarts.isReplaced()) {
      removePidFile();
    }
    group.log().finish();
  }

  /** Whoever is served is so without it, too: it is for when something is short. */
  private void openRest() {
    try {
      OpenedEarly.openAll();
    } catch (RuntimeException | LinkageError e) {
      group.log().tell("the time zones, which the log needs, cannot be read: " + e);
    }
  }

  /** Whether a terminal controls this process; open(2) fails with ENXIO where it is gone. */
  private static boolean hasTerminal() {
    try (var _ = FileChannel.open(Path.of("/dev/tty"))) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private void serve(Runnable whenReady) throws IOException, InterruptedException {
    if (predecessor == null) {
      writePidFile();
      becomeUser();
      group.start();
    } else {
      becomeUser();
      group.start();
      takePlace(predecessor);
    }
    manager.ready("serving");
    whenReady.run();
  }

  private void becomeUser() {
    if (user != null) {
      try {
        user.become();
      } catch (IOException e) {
        removePidFile();
        throw new CommandException(
            Exit.FAILED,
            "cannot become user "
                + user.name()
                + (e instanceof PermissionDeniedException ? ", which needs root: " : ": ")
                + Sentences.of(e));
      }
    }
  }

  /** Until it is told, the other process serves too, and its file is what it was. */
  private void takePlace(Predecessor from) throws IOException {
    for (String name : from.closeRest()) {
      err.println("not served any more: " + name);
    }
    from.leaveTo();
    try {
      writePidFile();
    } catch (IOException e) { // Nobody else serves by now.
      group.log().tell(Sentences.of(e));
    }
    from.close();
  }

  /** What goes on may go on for the drain time-out; then it is stopped like any other. */
  private void retire(StopSignals signals) throws InterruptedException {
    group.retire();
    long deadline = System.nanoTime() + options.drainTimeout().toNanos();
    while (!group.awaitEnd(Duration.ZERO)
        && System.nanoTime() - deadline < 0
        && !signals.awaitSignal(LOOK)) {
      // Looked at again.
    }
  }

  /** Each signal has a thread of its own; what is read last is to be what was written last. */
  private void reload(Reload reload) {
    telling.lock();
    try {
      if (!isStopping) {
        manager.reloading();
        reload.run();
        manager.ready("serving");
      }
    } finally {
      telling.unlock();
    }
  }

  /** The manager is told nothing more but of the end. */
  private void stopping() {
    telling.lock();
    try {
      isStopping = true;
      manager.stopping();
    } finally {
      telling.unlock();
    }
  }

  private void writePidFile() throws IOException {
    if (pidFile != null) {
      try {
        pidFile.write();
      } catch (IOException e) {
        throw new IOException("cannot write the pid file: " + Sentences.of(e), e);
      }
    }
  }

  private void removePidFile() {
    if (pidFile != null) {
      try {
        pidFile.remove();
      } catch (IOException e) {
        group.log().tell("the pid file stays: " + Sentences.of(e));
      }
    }
  }
}
