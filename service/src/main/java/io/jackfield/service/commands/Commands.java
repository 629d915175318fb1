package io.jackfield.service.commands;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.service.text.ChunkProtocol;
import io.jackfield.service.text.Lines;
import io.jackfield.service.timestamp.Ctime;
import java.nio.ByteBuffer;
import java.time.Clock;

/**
 * Each chunk comes back as it came, but for {@code date}, {@code os} and {@code ls [DIR]}, with or
 * without one line end behind them: these are answered by the time in C's form, by the system's
 * name, and by the names in a served folder, a line each.
 *
 * <p>Folders are read by another thread: of one on a slow disk, or of another machine, nobody knows
 * how long that takes, and a loop has other clients.
 */
public final class Commands extends ChunkProtocol {
  private static final ByteBuffer DATE = word("date");
  private static final ByteBuffer OS = word("os");
  private static final ByteBuffer LIST = word("ls");
  private static final ByteBuffer LIST_OF = word("ls ");

  private final Clock clock;
  private final String system;
  private final Listing listing;

  /**
   * With what the answers are made of.
   *
   * @param system what {@code os} is answered
   */
  public Commands(Clock clock, String system, Listing listing) {
    this.clock = clock;
    this.system = system;
    this.listing = listing;
  }

  private static ByteBuffer word(String text) {
    return ByteBuffer.wrap(text.getBytes(US_ASCII)).asReadOnlyBuffer();
  }

  @Override
  protected void chunk(ByteBuffer chunk) {
    ByteBuffer command = Lines.withoutEnd(chunk);
    if (command.equals(DATE)) {
      write(line(Ctime.now(clock)));
    } else if (command.equals(OS)) {
      write(line(system));
    } else if (command.equals(LIST)) {
      list(new byte[0]);
    } else if (command.mismatch(LIST_OF) == LIST_OF.remaining() || command.equals(LIST_OF)) {
      byte[] folder = new byte[command.remaining() - LIST_OF.remaining()];
      command.get(LIST_OF.remaining(), folder);
      list(folder);
    } else {
      write(chunk);
    }
  }

  private static byte[] line(String text) {
    return (text + "\n").getBytes(US_ASCII);
  }

  private void list(byte[] folder) {
    later(() -> listing.of(folder), this::write);
  }
}
