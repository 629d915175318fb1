package io.jackfield.service.gopher;

import io.jackfield.protocol.gopher.Gophermap;
import io.jackfield.protocol.gopher.MenuItem;
import io.jackfield.protocol.gopher.Selector;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.service.folder.ServedFile;
import io.jackfield.service.folder.ServedFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The menu of a folder: as its {@code gophermap} has it, or what is in it. Waits for the disk. */
final class FolderMenu {
  /** The name of the file that says what a folder's menu shows. */
  static final String MAP = "gophermap";

  /** How many names of a folder are looked at. */
  static final int MOST_NAMES = 10_000;

  /** How much of a {@code gophermap} is read. */
  static final int MAP_LIMIT_BYTES = 256 << 10;

  private final ServedFolder root;
  private final String folder;
  private final HostPort here;
  private final MenuWriter menu = new MenuWriter();

  /**
   * Will be that of one folder.
   *
   * @param folder its selector: empty, or with a slash before each name
   * @param here what items of this server say
   */
  FolderMenu(ServedFolder root, String folder, HostPort here) {
    this.root = root;
    this.folder = folder;
    this.here = here;
  }

  /** Of what is open already. */
  Answer.Menu of(ServedFile opened) throws IOException {
    byte[] map = map();
    if (map != null) {
      addMapped(opened, map);
    } else {
      if (!folder.isEmpty()) {
        menu.add(item('1', "..", folder.substring(0, folder.lastIndexOf('/'))));
      }
      addContents(opened);
      menu.add(item('7', "Search for words below here", folder.isEmpty() ? "/" : folder));
    }
    return menu.end();
  }

  private byte @Nullable [] map() throws IOException {
    try (ServedFile map = root.open(folder + "/" + MAP)) {
      if (map.isFolder()) {
        return null;
      }
      // One byte more, to see whether there is more.
      var bytes = ByteBuffer.allocate((int) Math.min(map.sizeBytes(), MAP_LIMIT_BYTES + 1L));
      while (bytes.hasRemaining() && map.read(bytes, bytes.position()) > 0) {
        // Goes on where it was.
      }
      return Arrays.copyOf(bytes.array(), bytes.position());
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private void addMapped(ServedFile opened, byte[] map) throws IOException {
    byte[] read = map.length <= MAP_LIMIT_BYTES ? map : Arrays.copyOf(map, MAP_LIMIT_BYTES);
    var format = new Gophermap(Selector.of(folder), here.host(), here.port());
    for (Gophermap.Part part : format.parse(read)) {
      switch (part) {
        case Gophermap.Part.Item(MenuItem item) -> menu.add(item);
        case Gophermap.Part.Contents() -> addContents(opened);
      }
    }
    if (map.length > MAP_LIMIT_BYTES) {
      menu.add(
          MenuItem.information("(There is more, but " + MAP_LIMIT_BYTES + " bytes are read.)"));
    }
  }

  private void addContents(ServedFile opened) throws IOException {
    ServedFile.Entries contents = opened.entries(MOST_NAMES);
    for (ServedFile.Entry entry : contents.entries()) {
      if (!entry.name().equals(MAP) && !menu.add(item(root, folder, entry, here))) {
        return;
      }
    }
    if (!contents.isWhole()) {
      menu.add(MenuItem.information("(There is more, but " + MOST_NAMES + " names are shown.)"));
    }
  }

  /** The item of something in a folder. */
  static MenuItem item(ServedFolder root, String folder, ServedFile.Entry entry, HostPort here) {
    String path = folder + "/" + entry.name();
    if (entry.isFolder()) {
      return item('1', entry.name() + "/", path, here);
    }
    char type = FileTypes.of(entry.name(), () -> root.open(path));
    return item(type, entry.name() + " (" + size(entry.sizeBytes()) + ")", path, here);
  }

  private MenuItem item(char type, String display, String path) {
    return item(type, display, path, here);
  }

  static MenuItem item(char type, String display, String path, HostPort here) {
    return new MenuItem(type, display, Selector.of(path), here.host(), here.port());
  }

  /** {@code 17 bytes}, {@code 1.2 KiB}. */
  private static String size(long bytes) {
    if (bytes < 1_024) {
      return bytes + (bytes == 1 ? " byte" : " bytes");
    }
    int unit = (63 - Long.numberOfLeadingZeros(bytes)) / 10;
    return String.format(
        Locale.ROOT, "%.1f %ciB", bytes / (double) (1L << (10 * unit)), "KMGTPE".charAt(unit - 1));
  }
}
