package io.jackfield.reactor;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.RelayPipes.RelayPipe;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Drivers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class RelayPipesTest {
  private static long open() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.count();
    }
  }

  @Test
  void asManyAsTheLimitAndNoMore() throws IOException {
    long before = open();
    try (Driver driver = Drivers.poll()) {
      var pipes = new RelayPipes(driver, 20, RelayPipes.WANTED_BYTES);
      List<RelayPipe> taken = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        taken.add(requireNonNull(pipes.take()));
      }
      assertThat(pipes.take()).as("one past the limit").isNull();
      pipes.drop(taken.removeLast());
      taken.add(requireNonNull(pipes.take()));
      long most = open();
      taken.forEach(pipes::giveBack);
      assertThat(open()).as("eight are kept").isEqualTo(most - 2 * (20 - 8));
      assertThat(pipes.take()).isIn(taken);
      pipes.close();
      pipes.drop(taken.get(7)); // The one that was taken again.
    }
    assertThat(open()).isEqualTo(before);
  }

  /**
   * What the kernel refuses to make larger is as large as it is: 64 KiB, unless memory is short.
   */
  @Test
  void aPipeThatCannotBeMadeLargerIsTakenAsItIs() throws IOException {
    try (Driver driver = Drivers.poll()) {
      var pipes = new RelayPipes(driver, 1, Integer.MIN_VALUE);
      pipes.giveBack(requireNonNull(pipes.take()));
      pipes.close();
    }
  }

  @Test
  void aSmallPipeIsNoneAndIsNotLeftOpen() throws IOException {
    long before = open();
    try (Driver driver = Drivers.poll()) {
      assertThat(new RelayPipes(driver, 1, 4_096).take()).isNull();
    }
    assertThat(open()).isEqualTo(before);
  }
}
