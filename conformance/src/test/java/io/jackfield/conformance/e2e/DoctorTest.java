package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.jackfield.conformance.e2e.Command.Finished;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code jackfield doctor}, by root, by a user without privilege, and where things are missing. */
final class DoctorTest {
  private static final List<String> NAMES =
      List.of(
          "system",
          "kernel",
          "JDK",
          "native access",
          "handlers on loops",
          "start-up cache",
          "user",
          "IPv4",
          "IPv6",
          "Unix",
          "netlink",
          "vsock",
          "packet",
          "raw ICMP",
          "unprivileged ICMP",
          "reuse-port",
          "ports below 1024",
          "open files",
          "backlog",
          "locked memory",
          "TCP fast open",
          "congestion control",
          "epoll",
          "io_uring");

  /** Where details begin: after the state, the longest name and the spaces between. */
  private static final int DETAIL_AT = 4 + "congestion control".length() + 2;

  private static String examined(Command command) {
    Finished doctor = command.run();
    String out = Wire.text(doctor.out());
    assertThat(doctor.exit()).as(doctor.err() + out).isZero();
    assertThat(doctor.err()).isEmpty();
    List<String> lines = out.lines().toList();
    assertThat(lines.subList(0, NAMES.size()))
        .allMatch(line -> line.matches("(ok|no|--)  \\S.*"))
        .map(line -> line.substring(4, DETAIL_AT).strip())
        .isEqualTo(NAMES);
    assertThat(lines.subList(NAMES.size(), lines.size()))
        .containsExactly("", "All that Jackfield needs is there.");
    assertThat(out).doesNotContain("Exception", "\tat ");
    return out;
  }

  private static void assertState(String out, String state, String name) {
    assertThat(out.lines()).anyMatch(line -> line.startsWith(state + "  " + name + "  "));
  }

  private static Command doctor() {
    return Command.jackfield("doctor");
  }

  @Test
  void rootMayAll() {
    assumeTrue("root".equals(System.getProperty("user.name")), "only root is root");
    String out = examined(doctor());
    assertState(out, "ok", "raw ICMP");
    assertState(out, "ok", "packet");
    assertState(out, "ok", "ports below 1024");
    assertThat(out).containsPattern("ok  user +root \\(uid 0\\), with CAP_NET_BIND_SERVICE, ");
  }

  @Test
  void whoHasNoPrivilegeIsToldWhatIsNotForThemAndWhatToDo() {
    String out = examined(Nobody.runs(doctor()).under(Namespace.available().fresh()));
    assertState(out, "ok", "handlers on loops");
    assertThat(out)
        .containsPattern("no  raw ICMP +socket: operation not permitted \\(EPERM\\); .*CAP_NET_RAW")
        .containsPattern("no  unprivileged ICMP +.*EACCES.*ping_group_range='0 2147483647'.*'1 0'")
        .containsPattern("no  ports below 1024 +open from 1024 on; .*ip_unprivileged_port_start=0")
        .containsPattern("ok  user +\\S+ \\(uid \\d+\\), no network capability");
  }

  @Test
  void pingIsForAllWhereItsGroupsAre() {
    assertState(
        examined(Nobody.runs(doctor()).under(Routers.firstWherePingIsForAll())),
        "ok",
        "unprivileged ICMP");
  }

  @Test
  void theInterfacesAreCountedByNetlink() {
    assertThat(examined(doctor().under(Routers.first()))).contains("2 interfaces: lo, first0\n");
  }

  @Test
  void withoutLoopbackThereIsNoIpv6() {
    Command switchedOff = Command.tool("sh", "-c", "ip link set lo down; exec \"$@\"", "sh");
    String out = examined(doctor().under(switchedOff).under(Namespace.available().fresh()));
    assertThat(out).containsPattern("no  IPv6 +bind: .*EADDRNOTAVAIL.*; ip link set lo up");
  }

  @Test
  void fewDescriptorsAreSaidToBeFew() {
    Command scarce = Command.tool("sh", "-c", "ulimit -n 200; exec \"$@\"", "sh");
    assertThat(examined(doctor().under(scarce)))
        .containsPattern("no  open files +200 \\(hard limit 200\\): .*LimitNOFILE=");
  }

  @Test
  void aContainersFilterIsSaidToForbidIoUring() {
    assertThat(examined(doctor().under(Filtered.withoutIoUring())))
        .containsPattern(
            "no  io_uring +io_uring_setup: operation not permitted \\(EPERM\\): a filter of .*epoll\n");
  }

  @Test
  void withoutNativeAccessNothingWorksAndThatIsSaid() {
    String app = Path.of(System.getProperty("jackfield.home", ".."), "cli/target/app").toString();
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    List<String> words =
        List.of(
            java,
            "-p",
            app,
            "--illegal-native-access=deny",
            "-m",
            "io.jackfield.cli/io.jackfield.cli.Main",
            "doctor");
    Finished doctor = new Command(words, Map.of()).run();
    assertThat(doctor.exit()).as(doctor.out() + doctor.err()).isEqualTo(4);
    assertThat(doctor.err()).isEmpty();
    assertThat(doctor.out())
        .containsPattern("no  native access +.*--enable-native-access=io\\.jackfield\\.socket")
        .containsPattern(
            "no  handlers on loops +.*--add-opens=java\\.base/java\\.lang=io\\.jackfield\\.reactor")
        .containsPattern("\nJackfield cannot do without: .*native access")
        .doesNotContain("Exception", "\tat ");
  }
}
