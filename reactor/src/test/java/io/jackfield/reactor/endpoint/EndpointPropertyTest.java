package io.jackfield.reactor.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.socket.address.AbstractUnixAddress;
import java.net.InetAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.net.UnknownHostException;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Over random values and random texts, each from a seed that a failure names. */
final class EndpointPropertyTest {
  private static final int ROUNDS = 20_000;

  private static final String[] PIECES = {
    "tcp:",
    "udp:",
    "unix:",
    "unix-dgram:",
    "fd:",
    "systemd:",
    "stdio:",
    "exec:",
    "pty:",
    "file:",
    "//",
    "/",
    "[",
    "]",
    ":",
    "::",
    "@",
    "%",
    "%4",
    "%41",
    "%00",
    "%ff",
    "%C3%A9",
    "?",
    "&",
    "=",
    "a",
    "1",
    "65535",
    "65536",
    "127.0.0.1",
    "::1",
    "fe80::1%eth0",
    "localhost",
    ".",
    "..",
    "\0",
    "\n",
    "é",
    "\ud83d\ude00",
    "\ud800",
    "\udc00",
    "\u202e",
    " ",
    "x".repeat(60),
    "-",
    "key=v"
  };

  @Test
  void whatIsWrittenIsReadBackEqual() throws UnknownHostException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      Endpoint endpoint = endpoint(new Random(seed * 7919L));
      assertThat(Endpoint.parse(endpoint.toString())).as("seed %d", seed).isEqualTo(endpoint);
    }
  }

  @Test
  void aTextIsReadOrRefusedAndWhatIsReadIsWrittenAndReadBack() {
    int read = 0;
    for (int seed = 0; seed < 5 * ROUNDS; seed++) {
      var random = new Random(seed * 7919L);
      var text = new StringBuilder();
      if (random.nextInt(4) > 0) {
        text.append(PIECES[random.nextInt(10)]);
      }
      for (int pieces = random.nextInt(7); pieces > 0; pieces--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      try {
        Endpoint endpoint = Endpoint.parse(text.toString());
        assertThat(Endpoint.parse(endpoint.toString())).as("seed %d", seed).isEqualTo(endpoint);
        read++;
      } catch (EndpointSyntaxException e) {
        assertThat(e.index()).as("seed %d", seed).isBetween(0, text.length());
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ": " + text, e);
      }
    }
    assertThat(read).isGreaterThan(ROUNDS / 4);
  }

  private static Endpoint endpoint(Random random) throws UnknownHostException {
    Options options = options(random);
    return switch (random.nextInt(10)) {
      case 0 -> new Endpoint.Tcp(hostPort(random), options);
      case 1 -> new Endpoint.Udp(hostPort(random), options);
      case 2 -> new Endpoint.Unix(unix(random), options);
      case 3 -> new Endpoint.UnixDatagram(unix(random), options);
      case 4 -> new Endpoint.Fd(random.nextInt() & Integer.MAX_VALUE, options);
      case 5 -> new Endpoint.Systemd(ascii(random), options);
      case 6 -> new Endpoint.Stdio(options);
      case 7 -> new Endpoint.Exec("x" + any(random), options);
      case 8 -> new Endpoint.Pty(any(random) + "x", options);
      default -> new Endpoint.File("/".repeat(random.nextInt(3)) + "f" + any(random), options);
    };
  }

  private static HostPort hostPort(Random random) throws UnknownHostException {
    byte[] address = new byte[random.nextBoolean() ? 4 : 16];
    random.nextBytes(address);
    for (int zero = random.nextInt(address.length); zero < address.length / 2; zero++) {
      address[zero] = 0;
    }
    String host =
        switch (random.nextInt(4)) {
          case 0 -> "";
          case 3 -> "host-" + random.nextInt(100) + ".example";
          case 1 -> "fe80::" + random.nextInt(10) + "%eth" + random.nextInt(10);
          default -> InetAddress.getByAddress(address).getHostAddress();
        };
    return new HostPort(host, random.nextInt(HostPort.MAX_PORT + 1));
  }

  private static SocketAddress unix(Random random) {
    if (random.nextBoolean()) {
      byte[] name = new byte[1 + random.nextInt(AbstractUnixAddress.MAX_BYTES)];
      random.nextBytes(name);
      return AbstractUnixAddress.of(name);
    }
    String start = new String[] {"/run/", "@", "", "../"}[random.nextInt(4)];
    return UnixDomainSocketAddress.of(start + ascii(random).replace("/", ""));
  }

  private static Options options(Random random) {
    var values = new TreeMap<String, String>();
    for (int count = random.nextInt(4) - 1; count > 0; count--) {
      values.put("key-" + random.nextInt(5), any(random));
    }
    return new Options(values);
  }

  /** One to twenty printable characters but a colon. */
  private static String ascii(Random random) {
    var text = new StringBuilder("a");
    for (int length = random.nextInt(20); length > 0; length--) {
      text.append((char) (' ' + random.nextInt(0x5f)));
    }
    return text.toString().replace(':', ';');
  }

  /** Characters of all kinds but NUL and halves. */
  private static String any(Random random) {
    return random
        .ints(random.nextInt(10), 1, 0x2_0000)
        .map(point -> random.nextBoolean() ? point & 0x7f : point)
        .filter(point -> point != 0 && Character.getType(point) != Character.SURROGATE)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
