package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * What {@code jackfield ping} makes of replies that a program nobody here wrote sends, and what it
 * sends itself, compared with Debian's ping. In a network of the test's own, where the kernel does
 * not answer.
 */
final class PingPeerTest {
  /** Runs ARGS and gives each request's bytes to {@code answer(sequence, identifier, data)}. */
  private static final String HOST =
      """
      import subprocess
      open('/proc/sys/net/ipv4/icmp_echo_ignore_all', 'w').write('1')
      raw = socket.socket(socket.AF_INET, socket.SOCK_RAW, 1)
      raw.settimeout(LIMIT)

      def checksum(data):
          data += b'\\0' * (len(data) % 2)
          total = sum(struct.unpack('>%dH' % (len(data) // 2), data))
          while total > 0xffff:
              total = (total & 0xffff) + (total >> 16)
          return ~total & 0xffff

      def reply(identifier, sequence, data, damage=0):
          head = struct.pack('>BBHHH', 0, 0, 0, identifier, sequence)
          sum = checksum(head + data) ^ damage
          raw.sendto(head[:2] + struct.pack('>H', sum) + head[4:] + data, ('127.0.0.1', 0))

      def requests(count):
          while count > 0:
              icmp = raw.recv(65536)[20:]
              if icmp[0] == 8:
                  count -= 1
                  yield icmp, *struct.unpack('>HH', icmp[4:8])

      def run(*more):
          return subprocess.Popen([*more, *ARGS])

      """;

  private static String pinged(String script, String... command) {
    Command host = Python.script(HOST + script).and(command);
    Command.Finished finished = host.under(Namespace.available().fresh()).run();
    assertThat(finished.exit()).as(finished.err()).isZero();
    return finished.out();
  }

  private static String[] jackfield(String line) {
    return Command.jackfield("ping").and(line.split(" ", -1)).words().toArray(String[]::new);
  }

  @Test
  void duplicatesLateRepliesOthersRepliesAndDamagedOnesAreToldApart() {
    String out =
        pinged(
            """
            child = run()
            late = None
            for icmp, identifier, sequence in requests(4):
                data = icmp[8:]
                if sequence == 1:
                    reply(identifier, 1, data)
                    reply(identifier, 1, data)
                elif sequence == 2:
                    late = data
                elif sequence == 3:
                    reply(identifier ^ 1, 3, data)
                    reply(identifier, 3, data, damage=0x0101)
                    reply(identifier, 77, data)
                    reply(identifier, 2, late)
                    reply(identifier, 3, data)
                else:
                    reply(identifier, 4, data)
            sys.exit(child.wait(LIMIT))
            """,
            jackfield("-c 4 -i 0.2 127.0.0.1"));
    List<String> replies = out.lines().filter(line -> line.contains("icmp_seq")).toList();
    assertThat(replies)
        .map(line -> line.replaceFirst("time=[0-9.]+", "time=T"))
        .containsExactly(
            "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=T ms",
            "64 bytes from 127.0.0.1: icmp_seq=1 ttl=64 time=T ms (DUP!)",
            "64 bytes from 127.0.0.1: icmp_seq=2 ttl=64 time=T ms",
            "64 bytes from 127.0.0.1: icmp_seq=3 ttl=64 time=T ms",
            "64 bytes from 127.0.0.1: icmp_seq=4 ttl=64 time=T ms");
    assertThat(replies.get(2)).as("its real time").containsPattern("time=(1[5-9]|2[0-9])[0-9] ms");
    assertThat(out)
        .containsPattern(
            "4 packets transmitted, 4 received, \\+1 duplicates, 0% packet loss, time [67][0-9]{2}ms\n");
  }

  @Test
  void someRepliesAreBetterThanNone() {
    String out =
        pinged(
            """
            child = run()
            for icmp, identifier, sequence in requests(3):
                if sequence == 2:
                    reply(identifier, sequence, icmp[8:])
            sys.exit(child.wait(LIMIT))
            """,
            jackfield("-c 3 -i 0.05 -W 0.1 127.0.0.1"));
    assertThat(out).contains("3 packets transmitted, 1 received, 66.6667% packet loss");
  }

  /** After the header Debian's ping writes the time into the data, 16 bytes; then it counts. */
  @Test
  void theRequestsAreThoseOfDebiansPing() {
    Command.need("ping");
    String hex =
        pinged(
            """
            for more in ['ping', '-c', '1', '-W', '1', '127.0.0.1'], ARGS:
                child = subprocess.Popen(more, stdout=subprocess.DEVNULL)
                for icmp, identifier, sequence in requests(1):
                    say(icmp.hex().encode() + b' %d %d\\n' % (checksum(icmp), len(icmp)))
                    reply(identifier, sequence, icmp[8:])
                assert child.wait(LIMIT) == 0
            """,
            jackfield("-c 1 127.0.0.1"));
    List<String> lines = hex.lines().toList();
    assertThat(lines).hasSize(2).allMatch(line -> line.endsWith(" 0 64"));
    byte[] theirs = HexFormat.of().parseHex(lines.get(0).split(" ", -1)[0]);
    byte[] ours = HexFormat.of().parseHex(lines.get(1).split(" ", -1)[0]);
    assertThat(Arrays.copyOf(ours, 2)).isEqualTo(Arrays.copyOf(theirs, 2));
    assertThat(sequence(ours)).isEqualTo(sequence(theirs)).containsExactly(0, 1);
    assertThat(Arrays.copyOfRange(ours, 24, 64)).isEqualTo(Arrays.copyOfRange(theirs, 24, 64));
  }

  private static byte[] sequence(byte[] icmp) {
    return Arrays.copyOfRange(icmp, 6, 8);
  }
}
