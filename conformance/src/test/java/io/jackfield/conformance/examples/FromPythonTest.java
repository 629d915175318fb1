package io.jackfield.conformance.examples;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Python;
import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.tls.TlsEndpoint;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.file.Files;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The tables of docs/from-python.md name what there is, here and in Python. */
final class FromPythonTest {
  private static final Pattern SPAN = Pattern.compile("`([^`]+)`");
  private static final Pattern API = Pattern.compile("[A-Z]\\w*(\\.\\w+)*");
  private static final Pattern OPTION = Pattern.compile("(SO|TCP|IP|IPV6)_\\w+");

  /** Second names of one number. */
  private static final Set<String> OTHER_NAMES =
      Set.of("IPV6_JOIN_GROUP", "IPV6_LEAVE_GROUP", "IP_RECVRETOPTS");

  /** A line of a table. */
  private record Row(List<String> python, String ours, List<String> names) {
    static Row of(String line) {
      String[] cells = line.split(" ?\\| ?", -1);
      assertThat(cells).as("Python, ours, what differs: %s", line).hasSize(5);
      return new Row(spans(cells[1]), cells[2], spans(cells[2]));
    }
  }

  private static List<Row> rows = List.of();

  @BeforeAll
  static void read() throws IOException {
    rows =
        Files.readString(Example.HOME.resolve("docs/from-python.md"))
            .lines()
            .filter(line -> line.startsWith("| "))
            .filter(line -> !line.startsWith("| Python |"))
            .map(Row::of)
            .toList();
    assertThat(rows).hasSizeGreaterThan(300);
  }

  private static List<String> spans(String cell) {
    return SPAN.matcher(cell).results().map((MatchResult found) -> found.group(1)).toList();
  }

  @Test
  void everyNameOfOursExists() {
    EndpointParser endpoints = TlsEndpoint.addTo(EndpointParser.standard());
    for (Row row : rows) {
      if (row.ours().startsWith("not there")) {
        assertThat(row.names()).as("%s", row).isEmpty();
        continue;
      }
      assertThat(row.names()).as("%s", row).isNotEmpty();
      for (String name : row.names()) {
        if (name.contains(":")) {
          assertThat(endpoints.parse(name)).isNotNull();
        } else {
          assertThat(name).as("%s", row).matches(API);
          assertThat(ApiName.exists(name)).as(name).isTrue();
        }
      }
    }
  }

  @Test
  void whatDoesNotExistIsNotFound() {
    assertThat(
            Stream.of(
                    "Sockets",
                    "Socket.opened",
                    "Endpoint.Tcp.nothing",
                    "Limits.Builder.",
                    "Tls.x.y")
                .filter(ApiName::exists))
        .isEmpty();
    // Of packages that are not exported, and of other access.
    assertThat(Stream.of("Syscall", "EventLoop", "Reactor.loop").filter(ApiName::exists)).isEmpty();
  }

  @Test
  void anOptionIsTheOneOfThatName() throws ReflectiveOperationException {
    int seen = 0;
    for (Row row : rows) {
      for (String option : row.python()) {
        if (row.names().size() == 1
            && OPTION.matcher(option).matches()
            && !OTHER_NAMES.contains(option)
            && field(row.names().getFirst()) instanceof SocketOption<?> ours) {
          assertThat(ours.name()).isEqualTo(option);
          seen++;
        }
      }
    }
    assertThat(seen).isGreaterThan(70);
  }

  private static Object field(String name) throws ReflectiveOperationException {
    int dot = name.lastIndexOf('.');
    Class<?> type =
        Objects.requireNonNull(ApiName.topLevel(name.substring(0, Math.max(dot, 0))), name);
    String member = name.substring(dot + 1);
    boolean isField = Stream.of(type.getFields()).anyMatch(one -> one.getName().equals(member));
    return isField ? type.getField(member).get(null) : name;
  }

  /** What Python says that there is. Its numbers grow with each version: of one they are asked. */
  private static final String NAMES =
      """
      import re, socketserver
      names = {n for n in socket.__all__ if n[0].islower()}
      names |= {n for n in dir(socket.socket) if n[0] != '_'}
      if sys.version_info[:2] == (3, 11):
          numbers = 'SOCK|MSG|SHUT|SO|TCP|IP|IPV6|UDPLITE|CMSG'
          names |= {n for n in dir(socket) if re.match('(%s)_' % numbers, n)}
      for name in socketserver.__all__:
          names.add(name)
          names |= {n for n in vars(getattr(socketserver, name)) if n[0] != '_'}
      say('\\n'.join(sorted(names)).encode())
      """;

  @Test
  void nothingOfPythonsIsMissing() {
    Set<String> here =
        rows.stream().flatMap(row -> row.python().stream()).collect(Collectors.toSet());
    List<String> there = Python.run(NAMES).lines().toList();
    assertThat(there).hasSizeGreaterThan(100).contains("sendall", "ThreadingMixIn");
    assertThat(here).containsAll(there);
  }
}
