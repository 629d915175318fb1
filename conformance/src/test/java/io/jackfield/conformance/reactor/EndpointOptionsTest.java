package io.jackfield.conformance.reactor;

import static io.jackfield.conformance.reactor.EndpointUse.failure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.ProcessOptions;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.reactor.endpoint.Endpoints;
import io.jackfield.socket.AddressInUseException;
import io.jackfield.socket.ConnectionRefusedException;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The options of endpoints: what they do, and what is said of wrong ones. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class EndpointOptionsTest {
  @TempDir Path folder;

  private final Recorder server = new Recorder();
  private final Recorder client = new Recorder();

  private static Endpoint of(ListeningPort port) {
    return Endpoint.of(port.localAddress(), SocketType.STREAM);
  }

  private static Endpoint endpoint(String text) {
    return Endpoint.parse(text);
  }

  @Test
  void aPortIsSharedByThoseWhoSaySo() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      Endpoint any = endpoint("tcp://127.0.0.1:0?backlog=5&reuse-port");
      ListeningPort port = endpoints.listen(any, _ -> server);
      endpoints.listen(endpoint(of(port) + "?reuse-port"), _ -> server);
      assertThatThrownBy(() -> endpoints.listen(of(port), _ -> server))
          .isInstanceOf(AddressInUseException.class);
    }
  }

  @Test
  void everyAddressOfIpv6IsEveryAddressOfIpv4TooUnlessToldOtherwise() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      for (boolean only : new boolean[] {false, true}) {
        Endpoint any = endpoint("tcp://[::]:0" + (only ? "?ipv6-only" : ""));
        ListeningPort port = endpoints.listen(any, _ -> new Recorder());
        int number = ((InetSocketAddress) port.localAddress()).getPort();
        var made = endpoints.connect(endpoint("tcp://127.0.0.1:" + number), _ -> new Recorder());
        scene.until(made::isDone);
        if (only) {
          assertThat(failure(made)).isInstanceOf(ConnectionRefusedException.class);
        } else {
          assertThat(made.state()).isEqualTo(Future.State.SUCCESS);
        }
      }
    }
  }

  @Test
  void aConnectTakesNoLongerThanItsTimeout() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      Endpoint silent = Endpoint.of(scene.silentAddress(), SocketType.STREAM);
      var made =
          new Endpoints(scene.server()).connect(endpoint(silent + "?timeout=30ms"), _ -> client);
      scene.until(made::isDone);
      assertThat(failure(made))
          .isInstanceOf(SocketTimeoutException.class)
          .hasMessageContaining("30 ms");
    }
  }

  @Test
  void anOptionMayHaveTheLargestValue() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      Endpoint any = endpoint("tcp://127.0.0.1:0?backlog=65535");
      ListeningPort port = endpoints.listen(any, _ -> server);
      var made = endpoints.connect(endpoint(of(port) + "?timeout=24h"), _ -> client);
      scene.until(made::isDone);
      assertThat(made.resultNow()).isSameAs(client);
      var sized = new Recorder();
      endpoints.connect(endpoint("pty:stty size?rows=65535&columns=65535"), _ -> sized).resultNow();
      scene.until(sized::isLost);
      assertThat(sized.text()).isEqualTo("65535 65535\r\n");
    }
    assertThatThrownBy(() -> ProcessOptions.builder().terminal(65_536, 1).build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ProcessOptions.builder().terminal(1, -1).build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aPathHasThePermissionsThatItsEndpointSays() throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      endpoints.listen(endpoint("unix:" + folder + "/a?mode=0606"), _ -> server);
      endpoints.listenDatagrams(
          endpoint("unix-dgram:" + folder + "/b?mode=600"),
          new DatagramRecorder(),
          DatagramOptions.DEFAULTS);
      assertThat(permissions("a")).isEqualTo("rw----rw-");
      assertThat(permissions("b")).isEqualTo("rw-------");
    }
  }

  private String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "LISTEN | tcp://127.0.0.1:0?backlg=5 | 18 | to listen; it knows these: backlog, ipv6-only",
        "LISTEN | tcp://127.0.0.1:0?backlog=5&timeout=5s | 28 | does not know this option",
        "LISTEN | tcp://127.0.0.1:0?backlog=0 | 26 | a number from 1 to 65535",
        "LISTEN | tcp://127.0.0.1:0?backlog=65536 | 26 | a number from 1 to 65535",
        "LISTEN | tcp://127.0.0.1:0?backlog=99999999999 | 26 | a number from 1 to 65535",
        "LISTEN | tcp://127.0.0.1:0?backlog | 18 | a number from 1 to 65535",
        "LISTEN | tcp://127.0.0.1:0?reuse-port=no | 29 | it stands alone",
        "LISTEN | tcp://127.0.0.1:0?ipv6-only | 18 | for an IPv6 address",
        "CONNECT | tcp://127.0.0.1:1?backlog=5 | 18 | to connect; it knows these: timeout",
        "CONNECT | tcp://127.0.0.1:1?timeout=5 | 26 | a time from 1ms to 24h",
        "CONNECT | tcp://127.0.0.1:1?timeout=0s | 26 | a time from 1ms to 24h",
        "CONNECT | tcp://127.0.0.1:1?timeout=86401s | 26 | a time from 1ms to 24h",
        "CONNECT | tcp://127.0.0.1:1?timeout=9999999999h | 26 | a time from 1ms to 24h",
        "LISTEN | unix:/no?mode=rw | 16 | three octal digits",
        "LISTEN | unix:/no?mode=0888 | 16 | three octal digits",
        "LISTEN | unix:@no?mode=0600 | 14 | an abstract name is no file",
        "LISTEN | unix:@no?take-stale | 9 | an abstract name is no file",
        "CONNECT | unix:@no?mode=0600 | 9 | to connect; it knows these: timeout",
        "LISTEN | fd:3?x | 5 | it knows none",
        "CONNECT | stdio:?x | 7 | it knows none",
        "CONNECT | file:x?mode=0600 | 7 | it knows these: append, read, write",
        "CONNECT | file:x?append&write | 7 | append or write",
        "CONNECT | exec:x?rows=3 | 7 | it knows these: stderr",
        "CONNECT | pty:x?rows=3&columns=65536 | 14 | a number from 1 to 65535",
        "CONNECT | pty:x?term | 6 | term has a value",
        "LISTEN_DATAGRAMS | udp://127.0.0.1:0?backlog=5 | 18 | broadcast, ipv6-only, reuse-port",
        "LISTEN_DATAGRAMS | unix-dgram:@no?mode=0600 | 20 | an abstract name is no file",
        "CONNECT_DATAGRAMS | udp://127.0.0.1:1?reuse-port | 18 | it knows these: broadcast",
        "CONNECT_DATAGRAMS | unix-dgram:x?mode=600 | 13 | it knows none"
      })
  void anOptionThatIsWrongIsPointedAt(EndpointUse use, String text, int index, String said)
      throws Exception {
    try (World.Scene scene = World.EPOLL.open()) {
      var endpoints = new Endpoints(scene.server());
      var error =
          catchThrowableOfType(
              EndpointSyntaxException.class, () -> use.open(endpoints, endpoint(text), client));
      assertThat(error).hasMessageContaining(said);
      assertThat(error.text()).isEqualTo(endpoint(text).toString());
      int shift = error.text().length() - text.length(); // "unix:/x" is written unix:///x.
      assertThat(error.index()).isEqualTo(index + (text.contains(":/no") ? 0 : shift));
      assertThat(client.told).isEmpty();
    }
  }
}
