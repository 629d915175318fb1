package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.jackfield.cli.config.Entry;
import io.jackfield.service.toml.Position;
import io.jackfield.service.toml.TomlException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

final class ConfigurationTest {
  @TempDir private Path folder;

  private Configuration read(String text, Entry... typed) throws IOException {
    return Configuration.read(Files.writeString(folder.resolve("a.toml"), text), List.of(typed));
  }

  @Test
  void whatIsOfOneEngineIsNotTakenOverByAServiceWithAnother() throws Exception {
    List<Served> services =
        read("""
        [defaults]
        engine = "loop"
        driver = "poll"
        loops = 2
        [service.echo]
        engine = "virtual"
        [service.daytime]
        """)
            .services();
    assertThat(services).extracting(Served::name).containsExactly("echo", "daytime");
  }

  @Test
  void whatIsTypedGoesBeforeWhatTheFileSays() throws Exception {
    String text = "drain-timeout = 1\n[service.echo]\n";
    assertThat(read(text).life().options().drainTimeout()).hasSeconds(1);
    var typed = new Entry("drain-timeout", List.of("2"), new Position(1, 1));
    assertThat(read(text, typed).life().options().drainTimeout()).hasSeconds(2);
  }

  @Test
  void aFileWithoutServicesIsNone() {
    assertThatThrownBy(() -> read("quiet = true\n"))
        .isInstanceOf(TomlException.class)
        .hasMessageContaining(":1:1: it has no service");
  }

  @Test
  void filesAreMeantFromItsFolderAndAbstractNamesAreNone() throws Exception {
    Path served = Files.createDirectory(folder.resolve("served"));
    String name = "@jackfield-" + UUID.randomUUID();
    Configuration read =
        read(
            """
            [service.gopher]
            root = "served"
            engine = "threads"
            unix = ["socket", "%s"]
            """
                .formatted(name));
    assertThat(read.services().getFirst().how().services().root()).isEqualTo(served);
    var err = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    var group = new ServerGroup(read.life().options(), err, null);
    try {
      read.open(group);
      assertThat(group.refused()).isEmpty();
      assertThat(group.listening())
          .extracting(Listening::endpoint)
          .containsExactly("unix://" + folder.resolve("socket"), "unix:" + name);
    } finally {
      group.release();
    }
  }

  @Test
  void theRoomIsAnEngineItself() throws Exception {
    String room = "[service.select-room]\n";
    assertThat(read("[defaults]\nengine = \"threads\"\n" + room).services()).hasSize(1);
    assertThatThrownBy(() -> read(room + "engine = \"threads\"\n"))
        .isInstanceOf(TomlException.class)
        .hasMessageContaining(":1:1: ");
  }

  @Test
  void whatTheProcessIsMustGoWithHowServicesRun() throws Exception {
    String text = "user = \"nobody\"\n[service.echo]\nengine = ";
    assertThat(read(text + "\"threads\"\n").services()).hasSize(1);
    assertThatThrownBy(() -> read(text + "\"processes\"\n"))
        .hasMessageContaining(":3:1: user does not go with engine processes");
  }

  private static List<Arguments> mistakes() {
    return List.of(
        arguments("[service.echo]\ntcp = 'x'", "2:1: 'x' is not HOST:PORT: the port is missing"),
        arguments(
            "[service.echo]\ntcp = 5", "2:1: '5' is not HOST:PORT: the host is missing, as in :5"),
        arguments(
            "[service.echo]\nudp = ['127.0.0.1:0', 'y']",
            "2:1: 'y' is not HOST:PORT: the port is missing"),
        arguments(
            "[service.echo]\ntcp = '127.0.0.1:99999'", "2:1: '99999' is not a port: 0 to 65535"),
        arguments(
            "[service.echo]\ntcp = 'systemd:a'\nunix = '@'", "3:1: '@' cannot be a Unix socket's"),
        arguments("[service.echo]\nquiet-not = 3", "2:1: there is no key 'quiet-not' here"),
        arguments(
            "[service.echo]\nidle-timeout = 3\nengine = 'fast'", "3:1: there is no engine 'fast'"),
        arguments(
            "[defaults]\ndriver = 'kqueue'\n[service.echo]", "2:1: there is no driver 'kqueue'"),
        arguments("[service.hello]\nudp = '127.0.0.1:0'", "2:1: hello is not to be had over UDP"),
        arguments("host = 'nohost.invalid'\n[service.echo]", "1:1: unknown host: nohost.invalid"),
        arguments(
            "[service.echo]\ntcp = ':7'\n[service.b]\nservice = 'length'\ntcp = ':7'",
            "5:1: ':7' is there already, in [service.echo]"));
  }

  @ParameterizedTest
  @MethodSource("mistakes")
  void aMistakeIsToldWhereItStands(String text, String told) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(TomlException.class)
        .hasMessageContaining("a.toml:" + told);
  }

  @Test
  void anyPortIsAnotherEachTime() throws Exception {
    String any = "tcp = ['127.0.0.1:0', '127.0.0.1:0']\n";
    assertThat(read("[service.echo]\n" + any + "[service.hello]\n" + any).services()).hasSize(2);
  }
}
