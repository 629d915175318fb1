package io.jackfield.protocol.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** Which names a receiver takes: those that cannot lead anywhere but into its folder. */
public final class FileNames {
  /** The most of a name, in bytes of UTF-8: what file systems have. */
  public static final int NAME_BYTES = 255;

  /** The most of a path, likewise. */
  public static final int PATH_BYTES = 4_096;

  /** How many parts a path may have. */
  public static final int PARTS = 64;

  private FileNames() {}

  /**
   * Returns a name that is one file in a folder.
   *
   * @throws FilesProtocolException if it is empty, too long, begins with a dot, has a slash of
   *     either kind or a character that is not to be seen
   */
  public static String requireName(String name) throws FilesProtocolException {
    if (name.isEmpty()) {
      throw new FilesProtocolException("the name is empty");
    }
    if (name.getBytes(UTF_8).length > NAME_BYTES) {
      throw new FilesProtocolException("a name has at most " + NAME_BYTES + " bytes");
    }
    if (name.startsWith(".")) {
      throw new FilesProtocolException("a name may not begin with a dot");
    }
    if (name.indexOf('/') >= 0 || name.indexOf('\\') >= 0) {
      throw new FilesProtocolException("a name may have no slash or backslash");
    }
    requireVisible(name);
    return name;
  }

  /**
   * Returns the parts of a path relative to a folder, each of them a name as above.
   *
   * @throws FilesProtocolException if one of them is none, or they are too many or too long
   */
  public static List<String> requirePath(String path) throws FilesProtocolException {
    if (path.getBytes(UTF_8).length > PATH_BYTES) {
      throw new FilesProtocolException("a path has at most " + PATH_BYTES + " bytes");
    }
    List<String> parts = List.of(path.split("/", -1));
    if (parts.size() > PARTS) {
      throw new FilesProtocolException("a path has at most " + PARTS + " parts");
    }
    for (String part : parts) {
      String _ = requireName(part);
    }
    return parts;
  }

  /**
   * Refuses what would end a line or confuse who reads a list of names.
   *
   * @throws FilesProtocolException if there is such a character
   */
  public static void requireVisible(String name) throws FilesProtocolException {
    if (name.codePoints().anyMatch(FileNames::isInvisible)) {
      throw new FilesProtocolException("a name may have no control characters");
    }
  }

  private static boolean isInvisible(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.SURROGATE ->
          true;
      default -> false;
    };
  }
}
