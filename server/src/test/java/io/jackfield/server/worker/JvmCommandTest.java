package io.jackfield.server.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class JvmCommandTest {
  @Test
  void whatIsSaidToOneProcessAloneIsNotPassedOn() {
    Map<String, String> environment =
        new HashMap<>(
            Map.of(
                "JACKFIELD_KEY_PASSWORD", "open-sesame",
                "JACKFIELD_RESTART", "4711",
                "LISTEN_FDS", "1",
                "NOTIFY_SOCKET", "@x",
                "JDK_JAVA_OPTIONS", "-Xmx1g",
                "PATH", "/bin",
                "NOT_JACKFIELD_X", "y"));
    JvmCommand.leaveTheirs(environment);
    assertThat(environment).containsOnlyKeys("PATH", "NOT_JACKFIELD_X");
  }
}
