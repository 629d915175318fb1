package io.jackfield.reactor;

import static java.util.Objects.requireNonNull;

import io.jackfield.socket.linux.ProcessCalls;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A running child process: three streams and an exit become what one protocol is told. */
final class Child implements ChildProcess, StreamHost {
  /** What a terminal in its usual mode takes for the end: Ctrl-D. */
  private static final byte END_OF_FILE = 4;

  /** Of a process that {@code KILL} has ended: 128 and the signal's number. */
  private static final int KILLED = 128 + 9;

  private final Reactor reactor;
  private final ProcessProtocol protocol;
  private final ProcessOptions options;
  private final Process process;

  /** Whether signals go to the group that it leads. */
  private final boolean leads;

  private int terminal = -1;
  private @Nullable Transport input;
  private final List<Transport> outputs = new ArrayList<>();

  /** Streams that are not closed, and the exit while it is not told. */
  private int left = 1;

  private final Stop stop = new Stop();
  private @Nullable ExitStatus status;
  private @Nullable Timer killer;

  Child(Reactor reactor, ProcessProtocol protocol, ProcessOptions options, Process process) {
    this.reactor = reactor;
    this.protocol = protocol;
    this.options = options;
    this.process = process;
    this.leads = options.ownGroup() || options.terminal();
  }

  /** Takes over our ends, and begins to tell. If it throws, the process is killed. */
  void begin(ProcessPipes pipes) throws IOException {
    try {
      open(pipes);
    } catch (IOException | RuntimeException e) {
      process.destroyForcibly();
      abortStreams();
      throw e;
    }
    reactor.resources().add(stop);
    var _ =
        process.onExit().thenAcceptAsync(gone -> exited(new ExitStatus(gone.exitValue())), reactor);
    try {
      protocol.started(this);
    } catch (Throwable t) {
      reactor.failed(t, "started");
      kill();
    }
  }

  private void open(ProcessPipes pipes) throws IOException {
    if (options.terminal()) {
      terminal = pipes.take(pipes.toInput());
      input = pipe(terminal, true, true, new Output(true));
      outputs.add(input);
    } else {
      input = pipe(pipes.take(pipes.toInput()), false, true, new Input());
      outputs.add(pipe(pipes.take(pipes.fromOutput()), true, false, new Output(true)));
      if (pipes.fromError() >= 0) {
        outputs.add(pipe(pipes.take(pipes.fromError()), true, false, new Output(false)));
      }
    }
    left += outputs.size() + (options.terminal() ? 0 : 1);
  }

  private Transport pipe(int number, boolean read, boolean write, Protocol end) throws IOException {
    return reactor.descriptors().owned(number, read, write, end, this);
  }

  // ---- what is told -----------------------------------------------------------------------------

  private void run(Runnable callback, String name) {
    try {
      callback.run();
    } catch (Throwable t) {
      reactor.failed(t, name);
    }
  }

  /** Standard input, of which nothing is read. */
  private class Input implements Protocol {
    @Override
    public void dataReceived(ByteBuffer data) {
      throw new IllegalStateException("read from standard input");
    }

    @Override
    public void writePaused() {
      run(protocol::writePaused, "writePaused");
    }

    @Override
    public void writeResumed() {
      run(protocol::writeResumed, "writeResumed");
    }

    @Override
    public void connectionLost(LossReason reason) {
      run(() -> protocol.inputLost(reason), "inputLost");
      oneLess();
    }
  }

  /** Standard output, standard error, or a terminal with all three. */
  private final class Output extends Input {
    private final boolean isOutput;

    Output(boolean isOutput) {
      this.isOutput = isOutput;
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      if (isOutput) {
        protocol.outputReceived(data);
      } else {
        protocol.errorReceived(data);
      }
    }

    @Override
    public void connectionLost(LossReason reason) {
      if (options.terminal()) {
        terminal = -1;
        run(() -> protocol.inputLost(reason), "inputLost");
      }
      if (isOutput) {
        run(protocol::outputEnded, "outputEnded");
      } else {
        run(protocol::errorEnded, "errorEnded");
      }
      oneLess();
    }
  }

  private void exited(ExitStatus how) {
    status = how;
    if (input != null && !options.terminal()) {
      endInputOfExited(input);
    }
    run(() -> protocol.exited(how), "exited");
    oneLess();
  }

  /** What it has not read nobody will, whoever has inherited the other end. */
  private static void endInputOfExited(Transport input) {
    if (input.bufferedBytes() > 0) {
      input.abort();
    } else {
      input.close();
    }
  }

  private void oneLess() {
    left--;
    if (left == 0) {
      if (killer != null) {
        killer.cancel();
      }
      run(() -> protocol.ended(requireNonNull(status)), "ended");
      reactor.resourceGone(stop);
    }
  }

  // ---- what is asked ----------------------------------------------------------------------------

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public boolean isAlive() {
    return status == null;
  }

  @Override
  public void write(ByteBuffer data) {
    requireNonNull(input).write(data);
  }

  @Override
  public long bufferedBytes() {
    return requireNonNull(input).bufferedBytes();
  }

  @Override
  public void endInput() {
    if (options.terminal()) {
      write(ByteBuffer.wrap(new byte[] {END_OF_FILE}));
    } else {
      requireNonNull(input).close();
    }
  }

  @Override
  public void pauseReading() {
    outputs.forEach(Transport::pauseReading);
  }

  @Override
  public void resumeReading() {
    outputs.forEach(Transport::resumeReading);
  }

  @Override
  public void signal(String name) {
    reactor.loop().requireOwner();
    int number = ProcessCalls.signal(name);
    // Once the JDK has waited for it, its number may be another's. The handle compares the time
    // when that number's process began, so it does not take another for it; and nobody else waits
    // for a child of ours, so until then the kernel gives the number to nobody.
    if (status == null && process.toHandle().isAlive()) {
      int pid = (int) process.pid();
      // It is the leader of its group as soon as setsid(1) runs; before, it is alone.
      if (!leads || ProcessCalls.kill(-pid, number) < 0) {
        int _ = ProcessCalls.kill(pid, number);
      }
    }
  }

  @Override
  public void terminalSize(int rows, int columns) {
    reactor.loop().requireOwner();
    if (!options.terminal()) {
      throw new IllegalStateException("the process has pipes, no terminal");
    }
    if (terminal >= 0) {
      int _ = ProcessCalls.terminalSize(terminal, rows, columns);
    }
  }

  @Override
  public void closeOutputs() {
    outputs.forEach(Transport::close);
  }

  // ---- the reactor's --------------------------------------------------------------------------

  /** What a stop of the reactor does. */
  private final class Stop implements Resources.Resource {
    @Override
    public void end() {
      signal("TERM");
      if (killer == null) {
        killer = reactor.callLater(options.stopTimeout(), Child.this::abort);
      }
    }

    /** The loop's last act: it will not be there to hear of the exit, so this is told now. */
    @Override
    public void kill() {
      Child.this.abort();
      if (status == null) {
        exited(new ExitStatus(process.isAlive() ? KILLED : process.exitValue()));
      }
    }
  }

  /** What is written to; the same as what is read from where it has a terminal. */
  Transport input() {
    return requireNonNull(input);
  }

  /** Kills it, and waits for nothing that it has started and left behind. */
  void abort() {
    signal("KILL");
    abortStreams();
  }

  private void abortStreams() {
    outputs.forEach(Transport::abort);
    if (input != null) {
      input.abort();
    }
  }

  /** Its streams are not among the reactor's, so that a stop does not close them before it ends. */
  @Override
  public void opened(StreamTransport stream) {}

  @Override
  public void lost(StreamTransport stream) {}

  @Override
  public StreamOptions options() {
    return options.streams();
  }

  @Override
  public Reactor reactor() {
    return reactor;
  }

  @Override
  public String toString() {
    return "process " + process.pid() + (status == null ? "" : " " + status);
  }
}
