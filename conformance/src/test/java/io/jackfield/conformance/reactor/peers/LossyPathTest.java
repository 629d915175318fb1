package io.jackfield.conformance.reactor.peers;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command;
import io.jackfield.conformance.e2e.Command.Finished;
import io.jackfield.conformance.e2e.Namespace;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A network that loses each twentieth packet, and a way that takes its time. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LossyPathTest {
  private static final String LOSE_SOME =
      """
      set -e
      ip link set lo mtu 1500
      nft -f - <<END
      table ip lossy {
        chain arriving {
          type filter hook input priority 0
          meta l4proto tcp numgen random mod 20 == 0 counter drop
        }
      }
      END
      "$@"
      nft list table ip lossy
      """;

  private static final Pattern LOST = Pattern.compile("counter packets (\\d+)");

  private static void assertWhole(String... files) throws Exception {
    Command.need("nft");
    Command program =
        OtherNetwork.program(LossyPath.class, List.of(files))
            .under(Command.tool("sh", "-c", LOSE_SOME, "sh"))
            .under(Namespace.available().fresh());
    Finished finished = program.run();
    assertThat(finished.out()).as(finished.err()).startsWith("whole\n");
    Matcher lost = LOST.matcher(finished.out());
    assertThat(lost.find()).isTrue();
    assertThat(Integer.parseInt(lost.group(1))).as("packets lost").isPositive();
  }

  @Test
  void aMegabyteArrivesWhole() throws Exception {
    assertWhole();
  }

  @Test
  void aMegabyteArrivesWholeUnderTls(@TempDir Path folder) throws Exception {
    var authority = new Authority(folder);
    assertWhole(
        authority.certificate("server"),
        authority.key("server"),
        authority.certificate("authority"));
  }
}
