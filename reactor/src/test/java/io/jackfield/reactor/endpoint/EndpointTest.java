package io.jackfield.reactor.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jackfield.socket.SocketType;
import io.jackfield.socket.address.AbstractUnixAddress;
import io.jackfield.socket.address.VsockAddress;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class EndpointTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "tcp://0.0.0.0:21567",
        "tcp://[::1]:21567",
        "tcp://localhost:0",
        "tcp://:80",
        "udp://:0?reuse-port",
        "tcp://[fe80::1%eth0]:1",
        "udp://[::]:65535",
        "udp://bücher.example:7?reuse-port",
        "unix:///run/x.sock",
        "unix:x.sock",
        "unix:%40no-abstract-name",
        "unix:@name",
        "unix:@%00%FF%3F name",
        "unix-dgram:///run/x.sock?mode=0600",
        "unix-dgram:@name",
        "fd:3",
        "systemd:web.socket",
        "stdio:",
        "exec:date +%25H | tr %3F ! 2>&1",
        "pty:bash?rows=24&term=xterm=a%26b",
        "file:///var/log/x",
        "file:x"
      })
  void theCanonicalFormIsKept(String text) {
    assertThat(Endpoint.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @CsvSource({
    "TCP://[0:0:0:0:0:0:0:1]:080, tcp://[::1]:80",
    "tcp://[::ffff:1.2.3.4]:1, tcp://1.2.3.4:1",
    "tcp://[FE80::1%3]:1, tcp://[fe80::1%3]:1",
    "unix:/run/x.sock, unix:///run/x.sock",
    "unix:///run//x%2esock/, unix:///run/x.sock",
    "file:/a%2fb, file:///a/b",
    "stdio:?b=&a=1, stdio:?a=1&b"
  })
  void otherFormsMeanTheSame(String text, String canonical) {
    assertThat(Endpoint.parse(text)).hasToString(canonical);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | 0 | known are exec, fd, file, pty, stdio, systemd, tcp, udp, unix, unix-dgram",
        "nothing | 0 | begins with a scheme and a colon",
        "http://a:1 | 0 | this scheme is not known",
        "localhost:80 | 0 | written tcp://localhost:80",
        "tls://a:1 | 0 | this scheme is not known",
        "tcp:a:1 | 4 | two slashes",
        "tcp://[]:80 | 7 | stands an IPv6 address",
        "tcp://[::1:80 | 13 | the ] of the IPv6 address is missing",
        "tcp://::1:80 | 6 | stands in brackets",
        "tcp://fe80::1:80 | 6 | stands in brackets",
        "tcp://[::1] | 11 | the port are missing",
        "tcp://[::1]80 | 11 | the port are missing",
        "tcp://a | 7 | the port are missing",
        "tcp://a: | 8 | a number from 0 to 65535",
        "tcp://a:65536 | 8 | a number from 0 to 65535",
        "tcp://a:99999999999 | 8 | a number from 0 to 65535",
        "tcp://a:-1 | 8 | a number from 0 to 65535",
        "tcp://a:80/x | 8 | a number from 0 to 65535",
        "tcp://a b:80 | 7 | letters, digits",
        "tcp://u@a:80 | 7 | letters, digits",
        "tcp://1.2.3:80 | 6 | four numbers from 0 to 255",
        "tcp://1.2.3.256:80 | 6 | four numbers from 0 to 255",
        "tcp://1.2.3.04:80 | 6 | four numbers from 0 to 255",
        "tcp://[::g]:80 | 7 | not an IPv6 address",
        "tcp://[::1%]:80 | 10 | a scope is",
        "tcp://[::ffff:1.2.3.4%1]:80 | 21 | no scope",
        "unix: | 5 | the path is missing",
        "unix:// | 7 | no host",
        "unix://host/x | 7 | no host",
        "unix:@ | 6 | 1 to 107 bytes, not 0",
        "unix:/a%00b | 7 | a NUL",
        "unix:/a%zz | 7 | two hexadecimal digits",
        "unix:@a%f | 7 | two hexadecimal digits",
        "unix:/a%ff | 7 | not UTF-8",
        "fd: | 3 | a descriptor's number",
        "fd:-1 | 3 | a descriptor's number",
        "fd:2147483648 | 3 | a descriptor's number",
        "systemd: | 8 | 1 to 255 printable",
        "systemd:a:b | 8 | 1 to 255 printable",
        "stdio:x | 6 | nothing follows",
        "exec: | 5 | the command is missing",
        "pty:?a | 4 | the command is missing",
        "exec:ls ? | 9 | ?reuse-port or ?backlog=128; a ? that begins none is written %3F",
        "stdio:?a&a=1 | 9 | given twice",
        "stdio:?a=1&B=2 | 11 | an option is a lower-case word",
        "stdio:?a=%0 | 9 | two hexadecimal digits"
      })
  void whatIsWrongIsSaidAndWhere(String text, int index, String said) {
    var error = catchThrowableOfType(EndpointSyntaxException.class, () -> Endpoint.parse(text));
    assertThat(error).hasMessageContaining(said);
    assertThat(error.index()).isEqualTo(index);
    assertThat(error.text()).isEqualTo(text);
  }

  @Test
  void aCaretPointsAtTheCharacter() {
    assertThatThrownBy(() -> Endpoint.parse("tcp://localhost:70000"))
        .hasMessage(
            """
            here stands a port, a number from 0 to 65535
              tcp://localhost:70000
                              ^\
            """);
  }

  @Test
  void theCaretsLineIsShortAndHarmlessOnATerminal() {
    String escape = "exec:\u001b[31m\n" + "x".repeat(1_000) + "%" + "y".repeat(1_000);
    assertThatThrownBy(() -> Endpoint.parse(escape))
        .message()
        .satisfies(message -> {
          assertThat(message.lines()).hasSize(3).allMatch(line -> line.length() < 130);
          String[] lines = message.split("\n", -1);
          assertThat(lines[1].charAt(lines[2].indexOf('^'))).isEqualTo('%');
        });
    assertThatThrownBy(() -> Endpoint.parse("a\u001b\nb")).message().doesNotContain("\u001b");
  }

  @Test
  void aUnixPathMayHave107BytesAndNoMore() {
    String longest = "/" + "x".repeat(106);
    assertThat(Endpoint.parse("unix:" + longest))
        .isEqualTo(new Endpoint.Unix(UnixDomainSocketAddress.of(longest), Options.NONE));
    assertThatThrownBy(() -> Endpoint.parse("unix:" + longest + "x"))
        .isInstanceOf(EndpointSyntaxException.class)
        .hasMessageContaining("107 bytes at most, not 108");
    assertThatThrownBy(
            () -> new Endpoint.Unix(UnixDomainSocketAddress.of(longest + "x"), Options.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(Endpoint.parse("unix:@" + "x".repeat(107))).isInstanceOf(Endpoint.Unix.class);
    assertThatThrownBy(() -> Endpoint.parse("unix:@" + "x".repeat(108)))
        .isInstanceOf(EndpointSyntaxException.class);
  }

  @Test
  void anAddressOfASocketIsWrittenAndReadBack() throws UnknownHostException {
    var v4 = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 21567);
    assertThat(Endpoint.of(v4, SocketType.STREAM)).hasToString("tcp://127.0.0.1:21567");
    byte[] bytes = InetAddress.ofLiteral("fe80::1").getAddress();
    var scoped = new InetSocketAddress(Inet6Address.getByAddress(null, bytes, 3), 1);
    assertThat(Endpoint.of(scoped, SocketType.DATAGRAM)).hasToString("udp://[fe80::1%3]:1");
    for (InetSocketAddress address : new InetSocketAddress[] {v4, scoped}) {
      assertThat(HostPort.of(address).socketAddress()).isEqualTo(address);
    }
    assertThat(HostPort.of(scoped).socketAddress().getAddress())
        .isInstanceOfSatisfying(
            Inet6Address.class, host -> assertThat(host.getScopeId()).isEqualTo(3));
    assertThat(Endpoint.of(UnixDomainSocketAddress.of("/run/x"), SocketType.STREAM))
        .hasToString("unix:///run/x");
    assertThat(Endpoint.of(AbstractUnixAddress.of("x"), SocketType.DATAGRAM))
        .hasToString("unix-dgram:@x");
  }

  @Test
  void aNameStaysUnresolved() throws UnknownHostException {
    var name = InetSocketAddress.createUnresolved("localhost", 80);
    assertThat(Endpoint.of(name, SocketType.STREAM)).hasToString("tcp://localhost:80");
    assertThat(HostPort.of(name).isLiteral()).isFalse();
    assertThat(HostPort.of(name).socketAddress()).isEqualTo(name);
    assertThatThrownBy(() -> new HostPort("fe80::1%none-such", 1).socketAddress())
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining("none-such");
  }

  @Test
  void whatHasNoFormIsRefused() {
    var any = new InetSocketAddress(InetAddress.ofLiteral("::"), 0);
    assertThatThrownBy(() -> Endpoint.of(any, SocketType.RAW))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Endpoint.of(VsockAddress.of(1, 2), SocketType.STREAM))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Endpoint.of(UnixDomainSocketAddress.of(""), SocketType.STREAM))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HostPort("a", 65_536))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HostPort("a/b", 1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Endpoint.Exec(" ", Options.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Endpoint.File("a\0b", Options.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Endpoint.File("\ud800", Options.NONE))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Options.of(Map.of("A", "")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aSchemeThatIsAddedIsKnownToTheNewParserOnly() {
    EndpointParser more =
        EndpointParser.standard().withScheme("null", text -> new Endpoint.Stdio(text.options()));
    assertThat(more.parse("null:")).isEqualTo(new Endpoint.Stdio(Options.NONE));
    assertThatThrownBy(() -> more.parse("x:")).hasMessageContaining("null, pty");
    assertThatThrownBy(() -> Endpoint.parse("null:")).isInstanceOf(EndpointSyntaxException.class);
    assertThatThrownBy(() -> more.withScheme("null", EndpointTest::none))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> more.withScheme("No", EndpointTest::none))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static Endpoint none(EndpointText text) {
    throw text.wrong(0, "none");
  }
}
