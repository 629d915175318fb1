package io.jackfield.cli;

import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.IGetter;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/**
 * Options said in code, for the commands that serve: to read annotations, Java makes a class for
 * each kind of them and a handle for each field, at each start anew, which took as long as all else
 * that such a command does (docs/decisions/0016-what-a-start-pays-for.md).
 */
final class Options {
  private Options() {}

  /**
   * One that takes a value; where it is not typed, and has no default, {@code to} is told nothing.
   */
  static <T> OptionSpec.Builder of(
      Class<T> type, String name, String label, Consumer<? super T> to) {
    return bound(OptionSpec.builder(name).paramLabel(label).type(type), to);
  }

  /** One that takes a value, and may be repeated; as {@link #of}, told of all so far each time. */
  static OptionSpec.Builder list(String name, String label, Consumer<List<String>> to) {
    return bound(
        OptionSpec.builder(name).paramLabel(label).type(List.class).auxiliaryTypes(String.class),
        to);
  }

  /** A word that has no name, only its place. */
  static PositionalParamSpec.Builder argument(String label, Consumer<String> to) {
    var binding = new Binding(to);
    return PositionalParamSpec.builder()
        .index("0")
        .arity("1")
        .required(true)
        .paramLabel(label)
        .type(String.class)
        .hasInitialValue(false)
        .getter(binding)
        .setter(binding);
  }

  /** One that takes no value. */
  static OptionSpec.Builder flag(String name, Consumer<Boolean> to) {
    return bound(OptionSpec.builder(name).type(boolean.class), to);
  }

  private static OptionSpec.Builder bound(OptionSpec.Builder option, Consumer<?> to) {
    var binding = new Binding(to);
    return option.hasInitialValue(false).getter(binding).setter(binding);
  }

  /** What all commands have beside their own: a page about each, and two options. */
  static CommandSpec command(Object command, String name, String description, String... footer) {
    CommandSpec spec = CommandSpec.wrapWithoutInspection(command).name(name);
    UsageMessageSpec _ = spec.usageMessage().description(description).footer(footer);
    return spec.versionProvider(new RootCommand.Version());
  }

  /** Adds those two, with picocli's words; the last of a command's. */
  static CommandSpec withHelp(CommandSpec spec) {
    return spec.addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Show this help message and exit.")
                .build())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Print version information and exit.")
                .build());
  }

  /** Where an option's value goes, and what it was last. */
  private static final class Binding implements IGetter, ISetter {
    private final Consumer<Object> to;
    private @Nullable Object value;

    @SuppressWarnings("unchecked") // The option's type is the consumer's.
    Binding(Consumer<?> to) {
      this.to = (Consumer<Object>) to;
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // As it is declared.
    public <T> @Nullable T get() {
      return (T) value;
    }

    @Override
    @SuppressWarnings("unchecked")
    public <T> @Nullable T set(T now) {
      Object before = value;
      value = now;
      to.accept(now);
      return (T) before;
    }
  }
}
