package io.jackfield.protocol.files;

/**
 * What is said of a file in the second form before its content.
 *
 * @param size in bytes
 * @param modifiedSeconds when it was last changed, in seconds since 1970
 * @param mode its permissions, nine bits as of {@code chmod(1)}
 * @param path relative to the receiver's folder, its parts joined by {@code /}
 */
public record FileHeader(long size, long modifiedSeconds, int mode, String path) {
  private static final int ALL_PERMISSIONS = 0777;

  /** Checks the numbers; the path is {@link FileNames}'s to check. */
  public FileHeader {
    if (size < 0 || modifiedSeconds < 0 || (mode & ~ALL_PERMISSIONS) != 0) {
      throw new IllegalArgumentException(
          "%d bytes, changed at %d, permissions %o".formatted(size, modifiedSeconds, mode));
    }
  }
}
