package io.jackfield.socket.netlink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Interfaces as lines of text that can be compared: ours, and those of {@code ip -j addr}. */
final class LinkLines {
  private static final String FROM_IP =
      """
      import json, subprocess
      links = json.loads(subprocess.check_output(['ip', '-j', 'addr']))
      for link in links:
          flags = [f for f in ('UP', 'LOOPBACK', 'MULTICAST') if f in link['flags']]
          print(link['ifindex'], link['ifname'], '+'.join(flags), link['mtu'],
                link.get('address', ''), sep='|')
          for one in link['addr_info']:
              print(' ', one['local'], one['prefixlen'], one['scope'], sep='|')
      """;

  private LinkLines() {}

  /** Ours. */
  static List<String> of(List<NetworkLink> links) {
    return links.stream().flatMap(LinkLines::lines).toList();
  }

  private static Stream<String> lines(NetworkLink link) {
    List<String> flags = new ArrayList<>();
    for (LinkFlag flag : List.of(LinkFlag.UP, LinkFlag.LOOPBACK, LinkFlag.MULTICAST)) {
      if (link.flags().contains(flag)) {
        flags.add(flag.name());
      }
    }
    String first =
        String.join(
            "|",
            Integer.toString(link.index()),
            link.name(),
            String.join("+", flags),
            Integer.toString(link.mtuBytes()),
            link.hardwareAddress().toString());
    return Stream.concat(Stream.of(first), link.addresses().stream().map(LinkLines::addressLine));
  }

  private static String addressLine(LinkAddress one) {
    return " |%s|%d|%s"
        .formatted(
            Addresses.hostText(one.address()).replaceFirst("%.*", ""),
            one.prefixLength(),
            one.scope().name().toLowerCase(Locale.ROOT));
  }

  /** Those of {@code ip}, in the network of the calling thread. */
  static List<String> asIpSeesThem() throws Exception {
    return output("python3", "-c", FROM_IP);
  }

  /** What a command prints, line by line; it must end well. Skips the test if it is not there. */
  private static List<String> output(String... command) throws Exception {
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      process.getOutputStream().close();
      List<String> lines =
          new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList();
      assertThat(process.waitFor()).as("exit code of %s", command[0]).isZero();
      return lines;
    } catch (IOException e) {
      String reason = command[0] + " is not there: " + e.getMessage();
      return "true".equals(System.getenv("CI")) ? fail(reason) : abort(reason);
    }
  }
}
