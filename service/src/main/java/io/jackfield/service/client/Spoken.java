package io.jackfield.service.client;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.service.time.TimeNumber;
import io.jackfield.service.timestamp.Ctime;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.ZoneId;

/** What a server says unasked, for people. */
final class Spoken {
  private Spoken() {}

  /** Prints it; a number becomes the time here, in C's form. */
  static void print(Dialog.Speech.Words words, byte[] said, int length, Terminal terminal)
      throws IOException {
    switch (words) {
      case TEXT -> terminal.print(said, length);
      case TIME -> {
        if (length != TimeNumber.BYTES) {
          throw new EOFException(
              "this is not the service it was taken for: the time has 4 bytes, not " + length);
        }
        var then = Clock.fixed(TimeNumber.read(ByteBuffer.wrap(said)), ZoneId.systemDefault());
        byte[] line = (Ctime.now(then) + "\n").getBytes(US_ASCII);
        terminal.print(line, line.length);
      }
    }
  }
}
