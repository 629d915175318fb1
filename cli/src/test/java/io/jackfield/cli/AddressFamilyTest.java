package io.jackfield.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.address.Addresses;
import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

final class AddressFamilyTest {
  private static AddressFamily options(String... typed) {
    var family = new AddressFamily();
    new CommandLine(family).parseArgs(typed);
    return family;
  }

  @Test
  void withoutAnOptionEitherWillDo() throws UnknownHostException {
    assertThat(Addresses.hostText(options().resolve("127.0.0.1"))).isEqualTo("127.0.0.1");
    assertThat(Addresses.hostText(options().resolve("::1"))).isEqualTo("::1");
  }

  @ParameterizedTest
  @CsvSource({"-4, 127.0.0.1", "-6, ::1"})
  void theOneAskedForIsTaken(String option, String host) throws UnknownHostException {
    assertThat(Addresses.hostText(options(option).resolve(host))).isEqualTo(host);
  }

  @ParameterizedTest
  @CsvSource({"-6, 127.0.0.1, IPv6", "-4, ::1, IPv4"})
  void whereAHostHasNoneItIsSaid(String option, String host, String family) {
    assertThatThrownBy(() -> options(option).resolve(host))
        .isInstanceOf(CommandException.class)
        .hasMessage(host + " has no address of " + family);
  }

  @Test
  void bothExcludeEachOther() {
    assertThatThrownBy(() -> options("-4", "-6").resolve("::1"))
        .isInstanceOfSatisfying(
            CommandException.class, e -> assertThat(e.exit()).isEqualTo(Exit.USAGE));
  }

  @Test
  void anUnknownHostIsNamed() {
    assertThatThrownBy(() -> options().resolve("nobody.invalid"))
        .isInstanceOf(UnknownHostException.class)
        .hasMessage("nobody.invalid");
  }
}
