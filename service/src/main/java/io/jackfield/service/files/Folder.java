package io.jackfield.service.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.jackfield.protocol.files.FileNames;
import io.jackfield.protocol.files.FilesProtocolException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The folder that files are received into: nothing leads out of it, and nothing that is there is
 * replaced unless that was asked for. Waits for the disk. Any thread.
 */
final class Folder {
  /** What the names of temporary files add to the file's own. */
  private static final int SUFFIX_BYTES = 32;

  private final ReceivingSettings settings;

  Folder(ReceivingSettings settings) {
    this.settings = settings;
  }

  boolean overwrites() {
    return settings.overwrite();
  }

  /**
   * Where a file of that name goes; the folder is there then.
   *
   * @throws FilesProtocolException if it may not be taken, with the reason to refuse it with
   */
  Path target(String name) throws IOException {
    Path target = made(settings.folder()).resolve(FileNames.requireName(name));
    requireFree(target, name);
    return target;
  }

  /**
   * The same for a path; the folders on its way are there then, and none of them is a link.
   *
   * @throws FilesProtocolException likewise
   */
  Path targetOfPath(String path) throws IOException {
    List<String> parts = FileNames.requirePath(path);
    Path folder = made(settings.folder());
    for (String part : parts.subList(0, parts.size() - 1)) {
      folder = entered(folder.resolve(part), path);
    }
    return folder.resolve(parts.getLast());
  }

  private static Path made(Path folder) throws IOException {
    return Files.isDirectory(folder) ? folder : Files.createDirectories(folder);
  }

  private static Path entered(Path folder, String path) throws IOException {
    BasicFileAttributes there = attributes(folder);
    if (there == null) {
      try {
        return Files.createDirectory(folder);
      } catch (FileAlreadyExistsException e) {
        there = attributes(folder); // Somebody else was quicker: it is looked at all the same.
      }
    }
    if (there == null || !there.isDirectory()) {
      throw new FilesProtocolException(
          "'" + path + "' leads through something that is no folder of the receiver's");
    }
    return folder;
  }

  /** Of what is there itself, not of what it may link to; null for nothing. */
  static @Nullable BasicFileAttributes attributes(Path path) throws IOException {
    try {
      return Files.readAttributes(path, BasicFileAttributes.class, NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  /**
   * Refuses what is there already, or is no file.
   *
   * @throws FilesProtocolException with the reason
   */
  void requireFree(Path target, String name) throws IOException {
    BasicFileAttributes there = attributes(target);
    if (there != null && (!settings.overwrite() || there.isDirectory())) {
      throw new FilesProtocolException("'" + name + "' is there already");
    }
  }

  /**
   * Refuses a file that is too long, or longer than there is room for.
   *
   * @param missing how many of its bytes are not there yet
   * @throws FilesProtocolException with the reason
   */
  void requireRoom(Path target, long size, long missing) throws IOException {
    if (size > settings.maxBytes()) {
      throw new FilesProtocolException("a file may have at most " + settings.maxBytes() + " bytes");
    }
    Path folder = target.getParent();
    long free = Files.getFileStore(folder == null ? settings.folder() : folder).getUsableSpace();
    if (missing > free) {
      throw new FilesProtocolException("no room: the receiver's disk has " + free + " bytes free");
    }
  }

  /** A name beside the target that nobody else has. */
  static Path temporary(Path target) {
    String random = Long.toHexString(ThreadLocalRandom.current().nextLong());
    return target.resolveSibling("." + shortened(target) + ".part-" + random);
  }

  /** The name beside the target under which a part of it is found again. */
  static Path part(Path target) {
    return target.resolveSibling("." + shortened(target) + ".part");
  }

  /** A long name has no room for more: its digest stands for it. */
  private static String shortened(Path target) {
    String name = String.valueOf(target.getFileName());
    byte[] bytes = name.getBytes(UTF_8);
    if (bytes.length <= FileNames.NAME_BYTES - SUFFIX_BYTES) {
      return name;
    }
    var digest = new Sha256();
    digest.add(ByteBuffer.wrap(bytes));
    return digest.soFar();
  }

  /**
   * Gives a whole file its name, in one step: before it nobody sees anything there, after it all of
   * the file.
   *
   * @throws FileAlreadyExistsException if somebody was quicker
   */
  void place(Path temporary, Path target) throws IOException {
    Placing.place(temporary, target, settings.overwrite());
  }
}
