package io.jackfield.service.gopher;

import io.jackfield.protocol.gopher.GopherRequest;
import io.jackfield.protocol.gopher.ItemKind;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.service.folder.ServedFile;
import io.jackfield.service.folder.ServedFolder;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * Finds what is asked for in a folder. A selector is a path in it, with a slash at its beginning or
 * not; words are searched for below the folder that it names. Any thread; waits for the disk.
 */
final class GopherSite {
  private final Path root;

  /** Serves a folder, which is looked at when something is asked for. */
  GopherSite(Path root) {
    this.root = root;
  }

  /**
   * The answer to a request; a refusal is one too.
   *
   * @param here what items of this server say
   * @param stop whether nobody waits for it any more
   */
  Answer answer(GopherRequest request, HostPort here, BooleanSupplier stop) {
    String path = request.selector().utf8();
    if (path == null) {
      return notHere(request);
    }
    try {
      ServedFolder folder = ServedFolder.at(root);
      ServedFile found = folder.open(path);
      boolean isKept = false;
      try {
        Answer answer = answer(folder, found, request.words(), here, stop);
        isKept = !(answer instanceof Answer.Menu);
        return answer;
      } finally {
        if (!isKept) {
          found.close();
        }
      }
    } catch (NoSuchFileException e) {
      return notHere(request);
    } catch (IOException e) {
      return MenuWriter.refusal("'" + request.selector().text() + "' cannot be read");
    }
  }

  private static Answer notHere(GopherRequest request) {
    return MenuWriter.refusal("there is no '" + request.selector().text() + "' here");
  }

  private static Answer answer(
      ServedFolder folder, ServedFile found, String words, HostPort here, BooleanSupplier stop)
      throws IOException {
    if (found.isFolder()) {
      String selector = selector(found.path());
      return words.isBlank()
          ? new FolderMenu(folder, selector, here).of(found)
          : new WordSearch(folder, here, words, stop).below(selector);
    }
    return ItemKind.of(FileTypes.of(found)) == ItemKind.TEXT
        ? new Answer.Text(found, found.sizeBytes())
        : new Answer.Binary(found, found.sizeBytes());
  }

  /** The path with a slash before each name. */
  private static String selector(String path) {
    return Arrays.stream(path.split("/", -1))
        .filter(name -> !name.isEmpty())
        .map(name -> "/" + name)
        .collect(Collectors.joining());
  }
}
