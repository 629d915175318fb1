package io.jackfield.service.gopher;

import io.jackfield.service.folder.ServedFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The types of files: by the ends of their names, and by what is in them where these say nothing.
 */
final class FileTypes {
  static final char TEXT = '0';
  static final char BINARY = '9';

  /** How many bytes are looked at. */
  private static final int HEAD_BYTES = 512;

  private static final Map<String, Character> BY_EXTENSION = byExtension();

  private FileTypes() {}

  private static Map<String, Character> byExtension() {
    var types = new HashMap<String, Character>();
    put(types, TEXT, "txt text md rst adoc log csv tsv json xml yaml yml toml ini conf diff asc");
    put(types, TEXT, "c h cpp java py sh pl rb go rs js css sql tex nfo");
    put(types, BINARY, "gz tgz bz2 xz zst zip tar jar 7z iso img bin exe deb rpm class so o");
    put(types, 'h', "html htm xhtml");
    put(types, 'g', "gif");
    put(types, 'I', "png jpg jpeg webp bmp ico tif tiff svg avif");
    put(types, 's', "wav mp3 ogg flac opus m4a mid au");
    put(types, ';', "mp4 webm mkv avi mov mpg mpeg");
    put(types, 'd', "pdf ps doc docx odt rtf epub");
    return Map.copyOf(types);
  }

  private static void put(Map<String, Character> types, char type, String extensions) {
    for (String extension : extensions.split(" ", -1)) {
      types.put(extension, type);
    }
  }

  /** Opens a file only if it has to be looked at. */
  @FunctionalInterface
  interface Opening {
    ServedFile open() throws IOException;
  }

  /** The type of a file that is not open. */
  static char of(String name, Opening opening) {
    Character type = BY_EXTENSION.get(extension(name));
    if (type != null) {
      return type;
    }
    try (ServedFile file = opening.open()) {
      return byContent(file);
    } catch (IOException e) {
      return BINARY; // Whoever asks for it is told.
    }
  }

  /** The type of one that is. */
  static char of(ServedFile file) throws IOException {
    String path = file.path();
    Character type = BY_EXTENSION.get(extension(path.substring(path.lastIndexOf('/') + 1)));
    return type != null ? type : byContent(file);
  }

  private static String extension(String name) {
    int dot = name.lastIndexOf('.');
    return dot < 0 ? "" : name.substring(dot + 1).toLowerCase(Locale.ROOT);
  }

  private static char byContent(ServedFile file) throws IOException {
    var head = ByteBuffer.allocate(HEAD_BYTES);
    file.read(head, 0);
    for (int at = 0; at < head.position(); at++) {
      byte one = head.get(at);
      if (one >= 0 && one < ' ' && "\t\n\r\f\u001b\b".indexOf(one) < 0) {
        return BINARY;
      }
    }
    return TEXT;
  }
}
