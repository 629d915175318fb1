package io.jackfield.socket.netlink;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.linux.NetworkNamespace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Answers in many parts: 200 interfaces, in a network of the test's own. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class ManyLinksTest {
  private static final int PAIRS = 100;

  @TempDir private Path folder;

  /** Makes a0 to a99, each with an address, and their other ends b0 to b99. */
  private List<String> setup() throws Exception {
    Path batch = folder.resolve("batch");
    Files.writeString(
        batch,
        IntStream.range(0, PAIRS)
            .mapToObj(i ->
                "link add a%d type veth peer name b%d\naddr add 10.0.%d.1/24 dev a%d\n"
                    .formatted(i, i, i, i))
            .collect(Collectors.joining()));
    return List.of("-batch " + batch);
  }

  @Test
  void ipSaysTheSameOfTwoHundred() throws Exception {
    NetworkNamespace.run(
        setup(),
        () -> {
          List<String> ours = LinkLines.of(NetworkLinks.list());
          assertThat(ours).isEqualTo(LinkLines.asIpSeesThem()).hasSizeGreaterThan(3 * PAIRS);
          return ours;
        });
  }

  @Test
  void nothingIsMissingOrDoubleWhileOthersComeAndGo() throws Exception {
    NetworkNamespace.run(
        setup(),
        () -> {
          Process others =
              new ProcessBuilder(
                      "sh",
                      "-c",
                      "while ip link add x0 type veth peer name x1 && ip link del x0; do :; done")
                  .redirectErrorStream(true)
                  .start();
          try {
            for (int i = 0; i < 50; i++) {
              assertThat(NetworkLinks.list())
                  .filteredOn(link -> link.name().startsWith("a"))
                  .hasSize(PAIRS)
                  .allMatch(link -> link.addresses().size() == 1)
                  .extracting(NetworkLink::index)
                  .doesNotHaveDuplicates();
            }
          } finally {
            others.destroyForcibly().waitFor();
          }
          return others;
        });
  }
}
