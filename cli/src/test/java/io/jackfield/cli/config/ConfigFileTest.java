package io.jackfield.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.service.toml.Position;
import io.jackfield.service.toml.TomlException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ConfigFileTest {
  @TempDir private Path folder;

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("a.toml"), bytes);
  }

  private ConfigFile read(String text) throws IOException {
    return ConfigFile.read(file(text.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void keysAreReadWithTheirPlaces() throws Exception {
    ConfigFile read =
        read(
            """
            quiet = true
            [defaults]
            idle-timeout = 5
            [service.echo]
              tcp = ["127.0.0.1:1", ":2"]
            [service."a.b"]
            """);
    assertThat(read.process().entries())
        .containsExactly(new Entry("quiet", List.of("true"), new Position(1, 1)));
    assertThat(read.defaults().entries())
        .containsExactly(new Entry("idle-timeout", List.of("5"), new Position(3, 1)));
    assertThat(read.services()).extracting(Section::name).containsExactly("echo", "a.b");
    assertThat(read.services().getFirst().entries())
        .containsExactly(new Entry("tcp", List.of("127.0.0.1:1", ":2"), new Position(5, 3)));
  }

  @Test
  void allThatStandsInAWrongPlaceIsTold() {
    assertThatThrownBy(() -> read("[service]\nx = 1\n[service.echo]\ntcp = 1979-05-27\n[a]\n"))
        .isInstanceOf(TomlException.class)
        .hasMessage(
            """
            %1$s:2:1: in [service] there are sections only: [service.x]
            %1$s:4:1: 'tcp' takes a text, a number, true or false, or a list
            %1$s:5:1: there is no section [a]; there are [defaults], [service.NAME]\
            """
                .formatted(folder.resolve("a.toml")));
  }

  @Test
  void numbersAreAsPeopleWriteThem() throws Exception {
    assertThat(read("a = 1e-7\nb = 12e9\nc = 0x10\n").process().entries())
        .extracting(Entry::values)
        .containsExactly(List.of("0.00000010"), List.of("12000000000"), List.of("16"));
    assertThatThrownBy(() -> read("a = nan\nb = [1, -inf]\n"))
        .hasMessageContainingAll(":1:1: 'a' takes a text, a number", ":2:1: 'b' takes a text");
  }

  @Test
  void aFileAsLongAsMayBeIsReadAndOneByteMoreIsNot() throws Exception {
    String comment = "#".repeat(ConfigFile.LIMIT_BYTES);
    assertThat(read(comment).services()).isEmpty();
    assertThatThrownBy(() -> read(comment + "#")).hasMessageContaining("longer than 1048576 bytes");
  }

  @Test
  void whatIsNotUtf8IsRefused() {
    assertThatThrownBy(() -> ConfigFile.read(file(new byte[] {'#', (byte) 0xff})))
        .hasMessageContaining("not UTF-8");
  }
}
