package io.jackfield.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** A command's manual page, from what its help is made of. Source: man-pages(7), groff_man(7). */
final class ManPage {
  private final CommandSpec spec;
  private final Help help;
  private final StringBuilder page = new StringBuilder();

  private ManPage(CommandLine command) {
    spec = command.getCommandSpec();
    help = new Help(spec, Help.defaultColorScheme(Help.Ansi.OFF));
  }

  /** {@code jackfield-serve}: how the page is called, without its section. */
  static String name(CommandLine command) {
    return command.getCommandSpec().qualifiedName("-");
  }

  /** The whole page, for section 1. */
  static String of(CommandLine command) {
    return new ManPage(command).written();
  }

  private String written() {
    String description = String.join(" ", spec.usageMessage().description());
    String summary = description.replaceAll("(?s)[.:] .*|\\.$", "");
    request("TH", name(spec.commandLine()).toUpperCase(Locale.ROOT), "1", "", "jackfield");
    request("SH", "NAME");
    page.append(text(name(spec.commandLine()) + " - " + lowered(summary))).append('\n');
    request("SH", "SYNOPSIS");
    page.append(".nf\n").append(text(help.synopsis(0).strip())).append("\n.fi\n");
    request("SH", "DESCRIPTION");
    page.append(text(description)).append('\n');
    parameters();
    options();
    commands();
    footer();
    request("SH", "EXIT STATUS");
    page.append("0 done, 1 failed, 2 wrong usage, 3 cannot listen, 4 the machine or this version ");
    page.append("lacks something.\n");
    others();
    return page.toString();
  }

  private static String lowered(String sentence) {
    return sentence.isEmpty()
        ? sentence
        : sentence.substring(0, 1).toLowerCase(Locale.ROOT) + sentence.substring(1);
  }

  private void parameters() {
    List<PositionalParamSpec> shown = spec.positionalParameters();
    if (!shown.isEmpty()) {
      request("SH", "ARGUMENTS");
      for (PositionalParamSpec one : shown) {
        entry(
            one.paramLabel(),
            help.createDefaultParameterRenderer()
                .render(one, help.parameterLabelRenderer(), help.colorScheme()));
      }
    }
  }

  private void options() {
    request("SH", "OPTIONS");
    for (OptionSpec option : spec.options()) {
      String names = String.join(", ", option.names());
      String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
      entry(
          names + label,
          help.createDefaultOptionRenderer()
              .render(option, help.parameterLabelRenderer(), help.colorScheme()));
    }
  }

  /** The description is the last column of the help's table. */
  private void entry(String what, Help.Ansi.Text[][] rows) {
    request("TP");
    page.append(".B ").append(text(what)).append('\n');
    String said =
        Arrays.stream(rows)
            .map(row -> row[row.length - 1].plainString().strip())
            .filter(line -> !line.isEmpty())
            .collect(Collectors.joining(" "));
    page.append(text(said)).append('\n');
  }

  private void commands() {
    if (!spec.subcommands().isEmpty()) {
      request("SH", "COMMANDS");
      spec.subcommands()
          .forEach((name, sub) -> {
            request("TP");
            page.append(".B ").append(text(name)).append('\n');
            String[] said = sub.getCommandSpec().usageMessage().description();
            page.append(text(String.join(" ", said))).append('\n');
          });
    }
  }

  /** As it stands: the footers are laid out. */
  private void footer() {
    List<String> lines = new ArrayList<>(List.of(spec.usageMessage().footer()));
    while (!lines.isEmpty() && lines.getFirst().isBlank()) {
      lines.removeFirst();
    }
    if (!lines.isEmpty()) {
      request("SH", "NOTES");
      page.append(".nf\n");
      lines.forEach(line -> page.append(text(line)).append('\n'));
      page.append(".fi\n");
    }
  }

  private void others() {
    CommandLine parent = spec.commandLine().getParent();
    List<String> pages = new ArrayList<>();
    if (parent != null) {
      pages.add(name(parent));
    }
    spec.subcommands().values().forEach(sub -> pages.add(name(sub)));
    if (!pages.isEmpty()) {
      request("SH", "SEE ALSO");
      String list = pages.stream().map(name -> name + "(1)").collect(Collectors.joining(", "));
      page.append(text(list)).append('\n');
    }
  }

  private void request(String name, String... arguments) {
    page.append('.').append(name);
    for (String argument : arguments) {
      page.append(" \"").append(text(argument)).append('"');
    }
    page.append('\n');
  }

  /** As roff takes it: no requests, no escapes, hyphens that can be copied as what is typed. */
  private static String text(String text) {
    String escaped = text.replace("\\", "\\e").replace("-", "\\-").replace("~", "\\(ti");
    return escaped.replaceAll("(?m)^([.'])", "\\\\&$1");
  }
}
