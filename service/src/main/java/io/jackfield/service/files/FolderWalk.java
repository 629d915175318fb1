package io.jackfield.service.files;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds the files in a folder and its folders; what begins with a dot is left out. For one thread.
 */
final class FolderWalk extends SimpleFileVisitor<Path> {
  private final Path folder;
  private final List<Path> found = new ArrayList<>();
  private final List<String> leftOut = new ArrayList<>();

  private FolderWalk(Path folder) {
    this.folder = folder;
  }

  /** Walks through it; links are not followed. */
  static FolderWalk through(Path folder) throws IOException {
    var walk = new FolderWalk(folder);
    Path _ = Files.walkFileTree(folder, walk);
    walk.found.sort(null);
    walk.leftOut.sort(null);
    return walk;
  }

  /** The files, in the order of their names. */
  List<Path> found() {
    return found;
  }

  /** What begins with a dot, by its path: a folder ends in a slash and stands for all in it. */
  List<String> leftOut() {
    return leftOut;
  }

  /** What the receiver is to call a file. */
  String path(Path one) {
    List<String> parts = new ArrayList<>();
    parts.add(String.valueOf(folder.getFileName()));
    folder.relativize(one).forEach(part -> parts.add(part.toString()));
    return String.join("/", parts);
  }

  private boolean isLeftOut(Path one) {
    return !one.equals(folder) && String.valueOf(one.getFileName()).startsWith(".");
  }

  @Override
  public FileVisitResult preVisitDirectory(Path one, BasicFileAttributes attributes) {
    if (isLeftOut(one)) {
      leftOut.add(path(one) + "/");
      return FileVisitResult.SKIP_SUBTREE;
    }
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path one, BasicFileAttributes attributes) {
    if (attributes.isRegularFile()) {
      if (isLeftOut(one)) {
        leftOut.add(path(one));
      } else {
        found.add(one);
      }
    }
    return FileVisitResult.CONTINUE;
  }

  /** A folder that may not be read matters only if it were sent. */
  @Override
  public FileVisitResult visitFileFailed(Path one, IOException why) throws IOException {
    if (isLeftOut(one)) {
      leftOut.add(path(one) + "/");
      return FileVisitResult.CONTINUE;
    }
    throw why;
  }
}
