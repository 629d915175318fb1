package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OptionsTest {
  private final List<Work> works =
      List.of(work("echo-50x64"), work("echo-16x64k"), work("lines-16"));

  @Test
  void theDefaultsAreManyRoundsOfOneSecond() {
    Options options = Options.parse(List.of("echo"));
    assertThat(options.rounds()).isEqualTo(30);
    assertThat(options.seconds()).isEqualTo(1);
    assertThat(options.only()).isEmpty();
    assertThat(options.out()).isNull();
  }

  @Test
  void everythingCanBeChosen() {
    Options options =
        Options.parse(
            List.of(
                "--rounds",
                "3",
                "echo",
                "--seconds",
                "0.5",
                "--warmup",
                "2",
                "--only",
                "a,b",
                "--cpus",
                "2,3",
                "--out",
                "/tmp/x",
                "lines-16"));
    assertThat(options)
        .isEqualTo(
            new Options(
                List.of("echo", "lines-16"),
                Set.of("a", "b"),
                3,
                0.5,
                2,
                new Cpus(2, 3),
                Path.of("/tmp/x")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--rounds 3|nothing to measure",
        "echo --rounds|no value for --rounds",
        "echo --rounds three|--rounds takes numbers, not three",
        "echo --cpus 1|--cpus takes two processors, as 0,1, not 1",
        "echo --speed 9|there is no option --speed",
      })
  void whatMakesNoSenseIsSaid(String arguments, String message) {
    assertThatThrownBy(() -> Options.parse(List.of(arguments.split(" ", -1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void aWorkIsChosenByItsFirstWords() {
    assertThat(chosen("echo")).containsExactly("echo-50x64", "echo-16x64k");
    assertThat(chosen("echo-16x64k")).containsExactly("echo-16x64k");
    assertThat(chosen("all")).hasSize(3);
    assertThatThrownBy(() -> chosen("ech"))
        .hasMessage("there is no work ech; there are: echo-50x64, echo-16x64k, lines-16");
  }

  @Test
  void serversAreChosenByTheirNames() {
    Options options = Options.parse(List.of("lines-16", "--only", "b,elsewhere"));
    assertThat(options.chosen(works).getFirst().peers())
        .extracting(Peer::name)
        .containsExactly("b");
    assertThatThrownBy(() -> Options.parse(List.of("echo", "--only", "c")).chosen(works))
        .hasMessage("echo-50x64 has none of these servers: c; it has: a, b");
  }

  private List<String> chosen(String name) {
    return Options.parse(List.of(name)).chosen(works).stream().map(Work::name).toList();
  }

  private static Work work(String name) {
    List<Peer> peers =
        List.of(
            new Peer("a", "C", List.of("a"), "", Peer.Transport.TCP),
            new Peer("b", "C", List.of("b"), "", Peer.Transport.TCP));
    return new Work(
        name,
        name,
        peers,
        (_, _) -> {
          throw new AssertionError("not opened");
        },
        Work.Cost.cpu("a message"));
  }
}
