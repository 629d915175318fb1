package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Completions;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.reactor.driver.Outgoing;
import io.jackfield.socket.linux.Abi;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A stream of two descriptors, one to read from and one to write to: standard input and output, the
 * pipes of a process. One of them may be missing, or both the same.
 */
final class PipeTransport extends StreamTransport {
  private final @Nullable Handle input;
  private final @Nullable Handle output;

  /** Tells when nobody reads any more what we write; null where that cannot be told. */
  private final @Nullable Handle watcher;

  /** Whether one descriptor serves both ways. */
  private final boolean isOne;

  private boolean outputClosed;

  PipeTransport(
      StreamHost host,
      @Nullable Handle input,
      @Nullable Handle output,
      @Nullable Handle watcher,
      Protocol protocol) {
    super(host, Objects.requireNonNull(input != null ? input : output), protocol);
    this.input = input;
    this.output = output;
    this.watcher = watcher;
    this.isOne = input != null && input.equals(output);
    if (input == null) {
      reading.neverBegins();
    }
    if (output == null) {
      writing.neverBegins();
    }
  }

  /** The input's; what is being sent is the output's affair alone. */
  private final class Incoming implements Completions {
    @Override
    public void received(Chunk chunk, int from, int to) {
      PipeTransport.this.received(chunk, from, to);
    }

    @Override
    public void receiveEnded(int result) {
      // What a terminal's programs say by closing it.
      PipeTransport.this.receiveEnded(result == -Abi.EIO ? 0 : result);
    }
  }

  private final class Watcher implements Completions {
    @Override
    public void ready(int events) {
      lose(new Lost(failure("write", -Abi.EPIPE)), false);
      loop().settle();
    }
  }

  @Override
  void attach() {
    if (output != null) {
      output.attach(this);
    }
    if (input != null && !isOne) {
      input.attach(new Incoming());
    }
    if (watcher != null) {
      watcher.attach(new Watcher());
      driver().watch(watcher, Abi.ERROR);
    }
  }

  @Override
  public void receiveEnded(int result) {
    super.receiveEnded(result == -Abi.EIO ? 0 : result);
  }

  @Override
  void receive(boolean on) {
    if (input != null) {
      driver().receive(input, on);
    }
  }

  /** What is left in a pipe or a terminal is for whoever reads from it next. */
  @Override
  void discard() {
    receive(false);
  }

  @Override
  int send(Outgoing bytes) {
    return driver().send(Objects.requireNonNull(output), bytes);
  }

  /** A pipe that others share may be a blocking one: then a file is written as bytes are. */
  @Override
  boolean sendsFiles() {
    return false;
  }

  @Override
  void endSending() {
    if (!isOne) {
      closeOutput();
    }
  }

  private void closeOutput() {
    if (!outputClosed && output != null) {
      outputClosed = true;
      if (watcher != null) {
        driver().close(watcher, false);
      }
      driver().close(output, false);
    }
  }

  @Override
  void release(boolean inOrder) {
    closeOutput();
    if (input != null && !isOne) {
      driver().close(input, false);
    }
  }

  @Override
  public @Nullable SocketAddress localAddress() {
    return null;
  }

  @Override
  public @Nullable SocketAddress remoteAddress() {
    return null;
  }
}
