package io.jackfield.comparison.runner;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes what was measured: all samples as JSON, what follows from them as Markdown.
 *
 * @param folder made if it is not there
 * @param clock for the date in the names
 * @param home the project's folder: commands are told from there
 */
record ResultFiles(Path folder, Clock clock, Path home) {
  /** Writes both; returns the path of the JSON. Earlier ones of the same day stay. */
  Path write(Measured measured, Setting setting, Map<String, Object> machine) throws IOException {
    Path raw = write(measured.work().name(), document(measured, setting, machine));
    String name = raw.getFileName().toString().replace(".json", ".md");
    Files.writeString(folder.resolve(name), new Table(measured).markdown());
    return raw;
  }

  /** Writes the JSON alone, {@code DATE-NAME}; returns its path. */
  Path write(String what, Map<String, Object> document) throws IOException {
    Files.createDirectories(folder);
    String json = Json.of(document) + "\n";
    String base = LocalDate.now(clock) + "-" + what;
    for (int again = 1; ; again++) {
      Path raw = folder.resolve((again == 1 ? base : base + "-" + again) + ".json");
      try {
        return Files.writeString(raw, json, StandardOpenOption.CREATE_NEW);
      } catch (FileAlreadyExistsException e) {
        // The next name.
      }
    }
  }

  private Map<String, Object> document(
      Measured measured, Setting setting, Map<String, Object> machine) {
    Work work = measured.work();
    var document = new LinkedHashMap<String, Object>();
    document.put("work", work.name());
    document.put("title", work.title());
    document.put("ended", clock.instant());
    document.put("machine", machine);
    document.put("load average at the end", Machine.loadAverage());
    document.put("rounds", setting.rounds());
    document.put("seconds", setting.seconds());
    document.put("warm-up seconds", setting.warmupSeconds());
    document.put("servers", work.peers().stream().map(peer -> server(measured, peer)).toList());
    document.put("samples", samples(measured));
    return document;
  }

  private Map<String, Object> server(Measured measured, Peer peer) {
    var server = new LinkedHashMap<String, Object>();
    server.put("name", peer.name());
    server.put("remark", peer.remark());
    server.put("command", placeless(peer.command()));
    String why = measured.leftOut().get(peer);
    if (why != null) {
      server.put("left out", why);
    }
    return server;
  }

  /** Where this machine keeps things says nothing about the server. */
  List<String> placeless(List<String> command) {
    return command.stream().map(this::placeless).toList();
  }

  private String placeless(String word) {
    return word.endsWith("/bin/java")
        ? "java"
        : word.replace(home.toAbsolutePath().normalize() + "/", "");
  }

  private static List<Map<String, Object>> samples(Measured measured) {
    var lines = new ArrayList<Map<String, Object>>();
    for (Peer peer : measured.work().peers()) {
      measured
          .samples(peer)
          .forEach((round, sample) -> {
            var line = new LinkedHashMap<String, Object>();
            line.put("server", peer.name());
            line.put("round", round);
            line.putAll(sample.values());
            lines.add(line);
          });
    }
    return lines;
  }
}
