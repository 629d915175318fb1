package io.jackfield.cli.config;

import io.jackfield.service.toml.Position;
import io.jackfield.service.toml.Problem;
import io.jackfield.service.toml.TomlException;
import io.jackfield.service.toml.TomlFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/**
 * What is in a configuration file: keys of the whole process, {@code [defaults]} of its services,
 * and a {@code [service.NAME]} each. Source: TOML 1.0.
 *
 * @param services in the order of the file
 */
public record ConfigFile(Section process, Section defaults, List<Section> services) {
  /** The longest file that is read, in bytes. */
  public static final int LIMIT_BYTES = 1 << 20;

  private static final Position START = new Position(1, 1);
  private static final String DEFAULTS = "defaults";
  private static final String SERVICE = "service";

  /**
   * Reads a file.
   *
   * @throws TomlException if it is not TOML, has more than {@value #LIMIT_BYTES} bytes, or
   *     something stands where it does not belong
   * @throws IOException if it cannot be read
   */
  public static ConfigFile read(Path file) throws IOException {
    TomlTable toml;
    try (InputStream in = Files.newInputStream(file)) {
      toml = TomlFile.read(in, file.toString(), LIMIT_BYTES);
    } catch (NoSuchFileException e) {
      throw new IOException(file + ": no such file; 'jackfield config sample' prints one", e);
    } catch (AccessDeniedException e) {
      throw new IOException(file + ": cannot be read: permission denied", e);
    } catch (TomlException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException(file + ": cannot be read: " + e.getMessage(), e);
    }
    var reading = new Reading(toml);
    ConfigFile read = reading.all();
    if (!reading.problems.isEmpty()) {
      throw new TomlException(file.toString(), reading.problems);
    }
    return read;
  }

  /** One pass over what was parsed; used once. */
  private static final class Reading {
    private final TomlTable root;
    private final List<Problem> problems = new ArrayList<>();

    Reading(TomlTable root) {
      this.root = root;
    }

    ConfigFile all() {
      List<Section> services = new ArrayList<>();
      Section defaults = new Section(DEFAULTS, List.of(), START);
      List<Entry> process = new ArrayList<>();
      for (String key : root.keySet()) {
        List<String> path = List.of(key);
        if (!(root.get(path) instanceof TomlTable table)) {
          add(process, root, path);
        } else if (key.equals(DEFAULTS)) {
          defaults = section(DEFAULTS, path, table);
        } else if (key.equals(SERVICE)) {
          services(services, table);
        } else {
          problem(path, "there is no section [" + key + "]; there are [defaults], [service.NAME]");
        }
      }
      return new ConfigFile(new Section("", process, START), defaults, services);
    }

    private void services(List<Section> into, TomlTable all) {
      for (String name : all.keySet()) {
        List<String> path = List.of(SERVICE, name);
        if (all.get(List.of(name)) instanceof TomlTable table) {
          into.add(section(name, path, table));
        } else {
          problem(path, "in [service] there are sections only: [service." + name + "]");
        }
      }
    }

    private Section section(String name, List<String> path, TomlTable table) {
      List<Entry> entries = new ArrayList<>();
      for (String key : table.keySet()) {
        var whole = new ArrayList<>(path);
        whole.add(key);
        add(entries, root, whole);
      }
      return new Section(name, entries, at(path));
    }

    private void add(List<Entry> into, TomlTable table, List<String> path) {
      List<String> values = new ArrayList<>();
      Object value = table.get(path);
      if (value instanceof TomlArray array) {
        for (Object one : array.toList()) {
          values.add(text(path, one));
        }
      } else {
        values.add(text(path, value));
      }
      into.add(new Entry(path.getLast(), values, at(path)));
    }

    private String text(List<String> path, @Nullable Object value) {
      if (value instanceof String || value instanceof Long || value instanceof Boolean) {
        return value.toString();
      }
      if (value instanceof Double number && Double.isFinite(number)) {
        return java.math.BigDecimal.valueOf(number).toPlainString();
      }
      problem(path, "'" + path.getLast() + "' takes a text, a number, true or false, or a list");
      return "";
    }

    private Position at(List<String> path) {
      return TomlFile.position(root.inputPositionOf(path));
    }

    private void problem(List<String> path, String sentence) {
      problems.add(new Problem(at(path), sentence));
    }
  }
}
