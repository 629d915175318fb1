package io.jackfield.cli.gopher;

import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.service.folder.NewFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.function.LongConsumer;

/** Saves an answer to a file, which is there when it is whole. */
final class Saving {
  private static final int PIECE_BYTES = 16_384;

  private Saving() {}

  /** A name that a URL gives a file. */
  static String name(GopherUrl url) {
    return NewFile.nameFor(url.selector().lastPart(), url.host());
  }

  /** Saves it in {@code folder} under a name that no file has; returns where. */
  static Path inFolder(InputStream content, Path folder, String name, LongConsumer added)
      throws IOException {
    try (NewFile file = NewFile.in(folder)) {
      copy(content, file, added);
      return file.keepAs(name);
    }
  }

  /** Saves it as {@code at}, instead of what is there. */
  static void as(InputStream content, Path at) throws IOException {
    Path absolute = at.toAbsolutePath();
    Path folder = absolute.getParent();
    try (NewFile file = NewFile.in(folder == null ? absolute : folder)) {
      copy(content, file, _ -> {});
      file.replace(absolute);
    }
  }

  private static void copy(InputStream content, NewFile file, LongConsumer added)
      throws IOException {
    var piece = new byte[PIECE_BYTES];
    for (int count; (count = content.read(piece)) >= 0; ) {
      file.write(ByteBuffer.wrap(piece, 0, count));
      added.accept(count);
    }
  }
}
