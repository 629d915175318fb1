package io.jackfield.cli;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import org.jspecify.annotations.Nullable;

/** Remembers why what was printed could not be written: a {@link PrintStream} knows only that. */
final class StandardOutput extends FilterOutputStream {
  private volatile @Nullable IOException failure;

  StandardOutput(OutputStream to) {
    super(to);
  }

  /** Has {@link System#out} write by way of one. */
  static StandardOutput installed() {
    var output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    var charset = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    System.setOut(
        new PrintStream(new BufferedOutputStream(output), true, Charset.forName(charset)));
    return output;
  }

  /** What to say of it; null where all is written, or nobody wanted to read more. */
  @Nullable String trouble() {
    IOException why = failure;
    return why == null || isBrokenPipe(why) ? null : "standard output: " + why.getMessage();
  }

  /** Whether whoever read has gone: {@code … | head -1}. */
  static boolean isBrokenPipe(@Nullable Throwable why) {
    return why != null && "Broken pipe".equals(why.getMessage());
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }
}
