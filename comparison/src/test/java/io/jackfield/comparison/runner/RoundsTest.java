package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoundsTest {
  private final List<String> happened = new ArrayList<>();

  @Test
  void allAreMadeReadyThenMeasuredInTurns() {
    Measured measured = run(Integer.MAX_VALUE, "a", "b", "c");
    assertThat(happened)
        .containsExactly(
            "open a", "open b", "open c", "a", "b", "c", "a", "b", "c", "close a", "close b",
            "close c");
    assertThat(measured.leftOut()).isEmpty();
  }

  @Test
  void aWorkMayWantFewerRounds() {
    run(1, "a");
    assertThat(happened).containsExactly("open a", "a", "close a");
  }

  @Test
  void whatCannotBeMadeReadyIsLeftOut() {
    Measured measured = run(Integer.MAX_VALUE, "a", "missing", "b");
    assertThat(happened)
        .containsExactly("open a", "open b", "a", "b", "a", "b", "close a", "close b");
    assertThat(measured.leftOut()).hasSize(1).containsValue("not there");
  }

  @Test
  void whatFailsInARoundIsEndedAndKeepsWhatItHas() {
    Measured measured = run(Integer.MAX_VALUE, "failing", "b");
    assertThat(happened)
        .containsExactly("open failing", "open b", "failing", "b", "close failing", "b", "close b");
    assertThat(measured.leftOut()).hasSize(1).containsValue("bytes are missing");
    assertThat(measured.samples(measured.work().reference())).containsOnlyKeys(0);
  }

  private Measured run(int mostRounds, String... names) {
    List<Peer> peers =
        List.of(names).stream()
            .map(name -> new Peer(name, name, List.of(name), "", Peer.Transport.TCP))
            .toList();
    Work work =
        new Work(
            "work",
            "Work",
            peers,
            (peer, _) -> new Recorded(peer.name()),
            Work.Cost.value("ms", "ms"),
            mostRounds);
    var programs = new CPrograms(Path.of("none"), Path.of("none"));
    var setting = new Setting(2, 1, 1, new Cpus(0, 1), programs, Path.of("none"));
    var nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
    return new Rounds(work, setting, nowhere).run();
  }

  private final class Recorded implements Trial {
    private final String name;
    private boolean measured;

    Recorded(String name) throws IOException {
      if (name.equals("missing")) {
        throw new IOException("not there");
      }
      this.name = name;
      happened.add("open " + name);
    }

    @Override
    public Sample measure() throws IOException {
      if (measured && name.equals("failing")) {
        throw new IOException("bytes are missing");
      }
      measured = true;
      happened.add(name);
      return new Sample(Map.of("ms", 1.0));
    }

    @Override
    public void close() {
      happened.add("close " + name);
    }
  }
}
