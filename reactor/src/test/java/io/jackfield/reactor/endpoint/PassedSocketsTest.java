package io.jackfield.reactor.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class PassedSocketsTest {
  private static final long PID = 4711;

  @Test
  void descriptorsAreFoundByTheirNamesFromThreeOn() throws PassedSocketException {
    var passed =
        PassedSockets.read(
            Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "3", "LISTEN_FDNAMES", "web:irc:web"), PID);
    assertThat(passed.descriptors("web")).containsExactly(3, 5);
    assertThat(passed.descriptors("irc")).containsExactly(4);
    assertThatThrownBy(() -> passed.descriptors("mail"))
        .isInstanceOf(PassedSocketException.class)
        .hasMessage("no socket named 'mail' was passed; the names are irc, web");
  }

  @Test
  void withoutNamesAllAreUnknown() throws PassedSocketException {
    var passed = PassedSockets.read(Map.of("LISTEN_PID", "4711", "LISTEN_FDS", "2"), PID);
    assertThat(passed.byName()).isEqualTo(Map.of("unknown", List.of(3, 4)));
  }

  @ParameterizedTest
  @CsvSource({
    ", 1, web, LISTEN_PID is not set",
    "4711, , web, LISTEN_FDS is not set",
    "4712, 1, web, 'process 4712 (LISTEN_PID), and this is process 4711'",
    "4711x, 1, web, 'LISTEN_PID is ''4711x'', which is not a number'",
    "4711, -1, web, 'LISTEN_FDS is ''-1'', which is not a number'",
    "4711, 0, '', LISTEN_FDS is 0",
    "4711, 1048577, web, more than there can be",
    "4711, 2, web, 'LISTEN_FDS is 2, but LISTEN_FDNAMES has 1 names'",
    "4711, 1, web:irc, 'LISTEN_FDS is 1, but LISTEN_FDNAMES has 2 names'"
  })
  void whatDoesNotFitIsSaid(String pid, String count, String names, String said) {
    var environment = new HashMap<String, String>();
    environment.put("LISTEN_PID", pid);
    environment.put("LISTEN_FDS", count);
    environment.put("LISTEN_FDNAMES", names);
    environment.values().removeIf(value -> value == null);
    assertThatThrownBy(() -> PassedSockets.read(environment, PID))
        .isInstanceOf(PassedSocketException.class)
        .hasMessageContaining(said);
  }
}
