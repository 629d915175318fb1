package io.jackfield.socket;

import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.DescriptorCalls;
import java.io.IOException;

/**
 * A pipe inside the process: what is written to the sink is read from the source. Source: pipe(7).
 *
 * @param source its end to read from
 * @param sink its end to write to
 */
public record Pipe(PipeSource source, PipeSink sink) implements AutoCloseable {
  /**
   * Opens one: {@code pipe2(2)}.
   *
   * @throws TooManyOpenFilesException if no two descriptors are left
   */
  public static Pipe open() throws IOException {
    Abi.requireSupported();
    var ends = new int[2];
    DescriptorChannel.succeeded("pipe2", DescriptorCalls.pipe(ends));
    return new Pipe(
        new PipeSource(DescriptorChannel.opened("pipe2", ends[0])),
        new PipeSink(DescriptorChannel.opened("pipe2", ends[1])));
  }

  /** Closes both ends. */
  @Override
  public void close() throws IOException {
    try {
      sink.close();
    } finally {
      source.close();
    }
  }
}
