package io.jackfield.cli;

import io.jackfield.cli.config.ConfigFile;
import io.jackfield.cli.config.Entry;
import io.jackfield.cli.config.Section;
import io.jackfield.service.toml.Position;
import io.jackfield.service.toml.Problem;
import io.jackfield.service.toml.TomlException;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * What a configuration file asks for. Its keys are the options of {@code serve}, and are read by
 * the same code: what an option takes, a key takes.
 */
final class Configuration {
  /** Of the file's defaults those that are left out where a service says its own engine. */
  private static final Set<String> OF_AN_ENGINE = Set.of("driver", "loops", "workers");

  /** And those where it speaks no TLS. */
  private static final Set<String> OF_TLS =
      Set.of("cert", "key", "key-password-file", "client-ca", "alpn");

  /** Keys that say where, and whose addresses those are: no two can have the same. */
  private static final Map<String, String> PLACES =
      Map.of("tcp", "TCP", "tls", "TCP", "udp", "UDP", "unix", "unix", "unix-dgram", "unix");

  private static final String HOST = "host";
  private static final String TLS = "tls";
  private static final String ENGINE = "engine";

  private final Path file;
  private final List<Problem> problems = new ArrayList<>();
  private final Map<Served, ConfiguredService> services = new LinkedHashMap<>();
  private final Map<String, String> taken = new HashMap<>();
  private ConfiguredLife life = new ConfiguredLife();

  /** What a section is read into. */
  interface Keys {
    /** Its keys, as options. */
    CommandSpec spec();
  }

  private Configuration(Path file) {
    this.file = file;
  }

  /**
   * Reads a file, and all files that it names.
   *
   * @param typed what was said on the command line about the process, and goes first
   * @throws TomlException if it has mistakes, with all of them
   * @throws IOException if it cannot be read
   */
  static Configuration read(Path file, List<Entry> typed) throws IOException {
    ConfigFile read = ConfigFile.read(file);
    var configuration = new Configuration(file.toAbsolutePath());
    configuration.life(read.process(), typed);
    Section defaults = configuration.defaults(read.defaults());
    for (Section section : read.services()) {
      configuration.service(section, defaults);
    }
    if (read.services().isEmpty()) {
      configuration.problem(
          read.process().at(), "it has no service: [service.echo], say, makes one");
    }
    if (!configuration.problems.isEmpty()) {
      throw new TomlException(file.toString(), configuration.problems);
    }
    return configuration;
  }

  ConfiguredLife life() {
    return life;
  }

  /** In the order of the file. */
  List<Served> services() {
    return List.copyOf(services.keySet());
  }

  /** Opens all of them. */
  void open(ServerGroup group) throws IOException {
    for (var one : services.entrySet()) {
      one.getValue().open(group, one.getKey(), life.host());
    }
  }

  private void life(Section section, List<Entry> typed) {
    List<Entry> entries = new ArrayList<>(typed);
    for (Entry entry : section.entries()) {
      if (typed.stream().noneMatch(one -> one.key().equals(entry.key()))) {
        entries.add(entry);
      }
    }
    ConfiguredLife read = filled(ConfiguredLife::new, section.at(), entries);
    if (read == null) {
      return;
    }
    life = read;
    try {
      var _ = life.host();
    } catch (UnknownHostException e) {
      problem(section.entry(HOST).map(Entry::at).orElse(section.at()), Sentences.of(e));
    }
  }

  /** Those of the defaults that can be read: a mistake is told once, and is not each service's. */
  private Section defaults(Section section) {
    List<Entry> good =
        section.entries().stream()
            .filter(entry -> filled(ConfiguredService::new, entry.at(), List.of(entry)) != null)
            .toList();
    return new Section(section.name(), good, section.at());
  }

  private void service(Section section, Section defaults) {
    boolean hasEngine = section.entry(ENGINE).isPresent();
    boolean hasTls = section.entry(TLS).isPresent();
    List<Entry> entries = new ArrayList<>(section.entries());
    for (Entry entry : defaults.entries()) {
      String key = entry.key();
      if (section.entry(key).isEmpty()
          && !(hasEngine && OF_AN_ENGINE.contains(key))
          && !(!hasTls && OF_TLS.contains(key))) {
        entries.add(entry);
      }
    }
    ConfiguredService read = filled(ConfiguredService::new, section.at(), entries);
    if (read != null) {
      try {
        Served served = read.served(section.name());
        if (hasEngine && served.isEngine()) {
          served.how().checkFor(served.name());
        }
        life.options().check(served.how());
        services.put(served, read);
        takeAddresses(section.name(), entries);
      } catch (CommandException e) {
        problem(at(e, entries).orElse(section.at()), asKeys(e.getMessage()));
      }
    }
  }

  /** Refuses an address that is another's: several loops would share it without a word. */
  private void takeAddresses(String name, List<Entry> entries) {
    for (Entry entry : entries) {
      String kind = PLACES.get(entry.key());
      for (String address : kind == null ? List.<String>of() : entry.values()) {
        boolean isAnyPort = address.endsWith(":0") || PassedPlaces.isPassed(address);
        String whose = isAnyPort ? null : taken.putIfAbsent(kind + " " + address, name);
        if (whose != null) {
          problem(entry.at(), "'" + address + "' is there already, in [service." + whose + "]");
        }
      }
    }
  }

  /** What a command line makes of the entries; null if one of them cannot be, which is noted. */
  private <T extends Keys> @Nullable T filled(Supplier<T> maker, Position at, List<Entry> entries) {
    int before = problems.size();
    List<String> all = new ArrayList<>();
    for (Entry entry : entries) {
      List<String> arguments = arguments(Main.reading(maker.get().spec()), entry);
      // Each alone at first: of all together it would not be known where the mistake stands.
      if (arguments != null && read(maker.get(), entry.at(), arguments)) {
        all.addAll(arguments);
      }
    }
    T target = maker.get();
    return problems.size() == before && read(target, at, all) ? target : null;
  }

  private boolean read(Keys target, Position at, List<String> arguments) {
    try {
      Main.reading(target.spec()).parseArgs(arguments.toArray(String[]::new));
      return true;
    } catch (ParameterException e) {
      problem(at, asKeys(e.getMessage()));
      return false;
    }
  }

  private @Nullable List<String> arguments(CommandLine reader, Entry entry) {
    Map<String, OptionSpec> options = reader.getCommandSpec().optionsMap();
    OptionSpec option = options.get("--" + entry.key());
    if (option == null) {
      List<String> keys =
          options.keySet().stream()
              .filter(name -> name.startsWith("--"))
              .map(name -> name.substring(2))
              .toList();
      problem(entry.at(), misplaced(entry.key(), keys));
      return null;
    }
    return entry.values().stream()
        .map(value -> "--" + entry.key() + "=" + placed(option, value))
        .toList();
  }

  /** Of a key that is none here, but may be elsewhere. */
  private static String misplaced(String key, List<String> keysHere) {
    if (isKey(new ConfiguredService(), key)) {
      return "'" + key + "' is a service's: it goes into [defaults] or into a [service.NAME]";
    }
    return isKey(new ConfiguredLife(), key)
        ? "'" + key + "' is the process's: it goes before the first section"
        : "there is no key '" + key + "' here" + Suggestion.of(key, keysHere);
  }

  private static boolean isKey(Keys target, String key) {
    return target.spec().optionsMap().containsKey("--" + key);
  }

  /**
   * Where the key stands that a sentence begins with, as one about a limit does; else the one whose
   * value it quotes, or that it names.
   */
  private static Optional<Position> at(CommandException sentence, List<Entry> entries) {
    String text = String.valueOf(sentence.getMessage());
    Stream<Predicate<Entry>> signs =
        Stream.of(
            entry -> text.startsWith("--" + entry.key() + " "),
            entry -> entry.values().stream().anyMatch(value -> text.contains("'" + value + "'")),
            entry -> entry.values().stream().anyMatch(value -> isNamed(value, text)),
            entry -> entry.values().stream().anyMatch(value -> value.contains(quoted(text))),
            entry -> text.contains("--" + entry.key() + " "),
            entry -> text.endsWith(" over " + entry.key().toUpperCase(Locale.ROOT)));
    return signs.flatMap(sign -> entries.stream().filter(sign).limit(1)).map(Entry::at).findFirst();
  }

  /** What a sentence quotes first, a port of an address, say; itself if it quotes nothing. */
  private static String quoted(String text) {
    String[] parts = text.split("'", 3);
    return parts.length < 3 ? text : parts[1];
  }

  /** A file's name, say: long enough to stand there for no other reason. */
  private static boolean isNamed(String value, String text) {
    return value.length() > 3 && text.contains(value);
  }

  /** Files are named as seen from the folder of the configuration file. */
  private String placed(OptionSpec option, String value) {
    boolean isFile = Path.class.isAssignableFrom(option.type());
    boolean isUnix =
        option.longestName().equals("--unix") || option.longestName().equals("--unix-dgram");
    boolean isNamed = value.startsWith("@") || PassedPlaces.isPassed(value);
    Path folder = file.getParent();
    return folder != null && (isFile || (isUnix && !isNamed))
        ? folder.resolve(value).toString()
        : value;
  }

  /** Sentences about options, of which the file has keys. */
  private static String asKeys(@Nullable String sentence) {
    return String.valueOf(sentence)
        .replaceAll("option '--([a-z-]+)'( \\([^)]*\\))?", "'$1'")
        .replaceAll("--([a-z])", "$1");
  }

  private void problem(Position at, String sentence) {
    problems.add(new Problem(at, sentence));
  }
}
