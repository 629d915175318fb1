package io.jackfield.service.menu;

import io.jackfield.reactor.Protocol;
import io.jackfield.service.toml.TomlException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where the menus come from; read once, when they are needed. A file of TOML 1.0:
 *
 * <pre>{@code
 * start = "main"               # the menu a call begins with
 *
 * [menu.main]
 * prompt = "0 for a person."   # said to who comes here
 * otherwise = "Once more."     # said to any other key
 *
 * [menu.main.keys]             # what is typed, and what it does: say, go-to, hang-up
 * 0 = { say = "One moment." }
 * 9 = { go-to = "other" }
 * exit = { say = "Goodbye.", hang-up = true }
 * }</pre>
 *
 * <p>At most 64 KiB, 256 menus, 256 keys a menu, texts of 4,096 bytes and keys of 256, in UTF-8.
 * What is said has no line's end but what the text has. Any thread.
 */
public final class MenuFile {
  /** How long a file is at most. */
  static final int LIMIT_BYTES = 65_536;

  /** What ships with the program. */
  private static final String SHIPPED = "phone-menu.toml";

  private final @Nullable Path file;

  /** Null before it is read. */
  private volatile Menu.@Nullable All menus;

  private MenuFile(@Nullable Path file) {
    this.file = file;
  }

  /** The one that ships with the program: of one menu, whose key {@code 0} leads to a person. */
  public static MenuFile shipped() {
    return new MenuFile(null);
  }

  /** One of the user's. */
  public static MenuFile of(Path file) {
    return new MenuFile(file);
  }

  /** Which file it is; null for the one that ships with the program. */
  public @Nullable Path path() {
    return file;
  }

  /**
   * Reads it, unless that is done: of the disk, and the first time that takes some milliseconds.
   *
   * @throws TomlException if it says what it must not, with line and column
   * @throws IOException if it cannot be read
   */
  public void read() throws IOException {
    Menu.All _ = menus();
  }

  /** The server's side of a call, which begins with reading the file unless that is done. */
  public Protocol call() {
    return new PhoneMenu(this);
  }

  /** As {@link #read}, and what it says. */
  Menu.All menus() throws IOException {
    Menu.All known = menus;
    if (known == null) {
      try (InputStream in = open()) {
        known = MenuReader.read(name(), in);
      }
      menus = known;
    }
    return known;
  }

  /** What it says, if it was read; else null. */
  Menu.@Nullable All known() {
    return menus;
  }

  private String name() {
    return file == null ? SHIPPED : file.toString();
  }

  private InputStream open() throws IOException {
    if (file != null) {
      return Files.newInputStream(file);
    }
    InputStream shipped = MenuFile.class.getResourceAsStream(SHIPPED);
    if (shipped == null) {
      throw new FileNotFoundException(SHIPPED);
    }
    return shipped;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof MenuFile that && Objects.equals(file, that.file);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(file);
  }
}
