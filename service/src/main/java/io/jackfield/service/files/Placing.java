package io.jackfield.service.files;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/** Names and permissions of files, as the JDK leads to the system calls. */
final class Placing {
  private static final int OCTAL = 8;

  /** The usual one, where the system does not tell. */
  private static final int USUAL_UMASK = 022;

  private static final PosixFilePermission[] BY_BIT = {
    PosixFilePermission.OTHERS_EXECUTE,
    PosixFilePermission.OTHERS_WRITE,
    PosixFilePermission.OTHERS_READ,
    PosixFilePermission.GROUP_EXECUTE,
    PosixFilePermission.GROUP_WRITE,
    PosixFilePermission.GROUP_READ,
    PosixFilePermission.OWNER_EXECUTE,
    PosixFilePermission.OWNER_WRITE,
    PosixFilePermission.OWNER_READ
  };

  private Placing() {}

  /** Moves a file to its name; never over another one unless {@code overwrite}. */
  static void place(Path from, Path to, boolean overwrite) throws IOException {
    if (overwrite) {
      Files.move(from, to, ATOMIC_MOVE);
      return;
    }
    try {
      Files.createLink(to, from); // link(2), unlike rename(2), replaces nothing.
    } catch (FileAlreadyExistsException e) {
      throw e;
    } catch (FileSystemException | UnsupportedOperationException e) {
      // A file system without links: an empty file of ours takes the name first.
      Files.createFile(to);
      Files.move(from, to, ATOMIC_MOVE);
      return;
    }
    Files.delete(from);
  }

  /** For a file that nobody else is to read before it is whole; none where there are no such. */
  static FileAttribute<?>[] ownersOnly(Path folder) throws IOException {
    return Files.getFileStore(folder).supportsFileAttributeView("posix")
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }

  /** Permissions, of which the umask takes away, as for any new file. */
  static void permissions(Path file, int mode) throws IOException {
    try {
      Files.setPosixFilePermissions(file, of(mode & ~umask()));
    } catch (UnsupportedOperationException e) {
      // There are none here.
    }
  }

  private static Set<PosixFilePermission> of(int mode) {
    Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
    for (int bit = 0; bit < BY_BIT.length; bit++) {
      if ((mode & (1 << bit)) != 0) {
        permissions.add(BY_BIT[bit]);
      }
    }
    return permissions;
  }

  /** The nine bits of {@code permissions}. */
  static int mode(Set<PosixFilePermission> permissions) {
    int mode = 0;
    for (int bit = 0; bit < BY_BIT.length; bit++) {
      mode |= permissions.contains(BY_BIT[bit]) ? 1 << bit : 0;
    }
    return mode;
  }

  /** This process's: proc_pid_status(5), since umask(2) tells it only by changing it. */
  private static int umask() {
    try (BufferedReader status = Files.newBufferedReader(Path.of("/proc/self/status"))) {
      for (String line; (line = status.readLine()) != null; ) {
        if (line.startsWith("Umask:")) {
          return Integer.parseInt(line.substring("Umask:".length()).strip(), OCTAL);
        }
      }
    } catch (IOException | NumberFormatException e) {
      // As below.
    }
    return USUAL_UMASK;
  }
}
