package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Security;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the key log has written opens what was said. */
final class TlsKeyLogTest {
  @TempDir static Path folder;
  private static Authority authority;

  @BeforeAll
  static void makeCertificates() {
    authority = Authority.in(folder);
    authority.issue("server", Authority.EC, "DNS:localhost");
  }

  /** A capture file of one TCP connection on port 443 (the classic pcap, with raw IPv4). */
  private static final class Capture {
    private final ByteArrayOutputStream file = new ByteArrayOutputStream();
    private final int[] sent = {1000, 1000};

    Capture() {
      ByteBuffer header = ByteBuffer.allocate(24).order(ByteOrder.LITTLE_ENDIAN);
      header.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4).putLong(0);
      header.putInt(65535).putInt(101);
      file.writeBytes(header.array());
    }

    /** A packet of {@code from}: 0 for the client, 1 for the server. */
    void add(int from, byte[] bytes) {
      for (int at = 0; at < bytes.length; at += 1400) {
        packet(from, java.util.Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + 1400)));
      }
    }

    private void packet(int from, byte[] bytes) {
      ByteBuffer ip = ByteBuffer.allocate(40 + bytes.length);
      ip.putShort((short) 0x4500).putShort((short) ip.capacity()).putInt(0);
      ip.putShort((short) 0x4006).putShort((short) 0);
      ip.putInt(0x0a000001 + from).putInt(0x0a000002 - from);
      ip.putShort((short) (from == 0 ? 40000 : 443)).putShort((short) (from == 0 ? 443 : 40000));
      ip.putInt(sent[from]).putInt(sent[1 - from]);
      ip.putShort((short) 0x5018).putShort((short) 60000).putInt(0).put(bytes);
      sent[from] += bytes.length;
      ByteBuffer header = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
      header.putLong(0).putInt(ip.capacity()).putInt(ip.capacity());
      file.writeBytes(header.array());
      file.writeBytes(ip.array());
    }

    void writeTo(Path path) throws IOException {
      Files.write(path, file.toByteArray());
    }
  }

  /** Handshake and one request and answer, all of it captured. */
  private static Capture converse(TlsSession clientSession, TlsSession serverSession) {
    var client = new End(clientSession);
    var server = new End(serverSession);
    var capture = new Capture();
    server.start();
    client.start();
    for (int round = 0; round < 6; round++) {
      if (round == 3) {
        client.send("GET /secret HTTP/1.1\r\nHost: localhost\r\n\r\n");
        server.send("HTTP/1.1 204 No Content\r\nX-Answer: whispered\r\n\r\n");
      }
      byte[] there = client.takeWire();
      capture.add(0, there);
      server.feed(there, 500);
      byte[] back = server.takeWire();
      capture.add(1, back);
      client.feed(back, 500);
    }
    assertThat(client.text()).contains("whispered");
    return capture;
  }

  @ParameterizedTest
  @CsvSource({"TLS_1_2, true", "TLS_1_2, false", "TLS_1_3, true", "TLS_1_3, false"})
  void wiresharkReadsWhatWasSaid(TlsProtocol protocol, boolean clientLogs) throws Exception {
    Path keys = folder.resolve("keys-" + protocol + clientLogs);
    Path packets = folder.resolve(protocol + "" + clientLogs + ".pcap");
    try (TlsKeyLog log = TlsKeyLog.open(keys)) {
      var client = TlsClientConfig.builder().trust(authority.trust()).protocols(protocol);
      var server = TlsServerConfig.builder(authority.identity("server")).protocols(protocol);
      if (clientLogs) {
        client.keyLog(log);
      } else {
        server.keyLog(log);
      }
      converse(client.build().newSession("localhost", 1), server.build().newSession())
          .writeTo(packets);
    }
    assertThat(keys).isNotEmptyFile();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(keys)))
        .isEqualTo("rw-------");
    try (Tool tshark =
        Tool.start(
            "tshark",
            "-r",
            packets,
            "-o",
            "tls.keylog_file:" + keys,
            "-Y",
            "http",
            "-T",
            "fields",
            "-e",
            "http.request.uri",
            "-e",
            "http.response.line")) {
      tshark.closeInput();
      assertThat(tshark.exit()).as(tshark.soFar()).isZero();
      assertThat(tshark.soFar()).contains("/secret").contains("X-Answer: whispered");
    }
  }

  @Test
  void aSessionThatNamesNoLogIsNotLogged() throws Exception {
    Path keys = folder.resolve("no-keys");
    try (TlsKeyLog log = TlsKeyLog.open(keys)) {
      assertThat(log).isNotNull();
      converse(
          TlsClientConfig.builder().insecure().build().newSession("localhost", 1),
          TlsServerConfig.builder(authority.identity("server")).build().newSession());
    }
    assertThat(Files.readString(keys, US_ASCII)).isEmpty();
  }

  @Test
  void aClosedLogLeavesNothingBehind() throws Exception {
    int before = Security.getProviders().length;
    TlsKeyLog one = TlsKeyLog.open(folder.resolve("one"));
    TlsKeyLog two = TlsKeyLog.open(folder.resolve("two"));
    assertThat(Security.getProviders()).hasSize(before + 2);
    one.close();
    TlsClientConfig client = TlsClientConfig.builder().insecure().keyLog(two).build();
    TlsServerConfig server =
        TlsServerConfig.builder(authority.identity("server")).keyLog(one).build();
    converse(client.newSession("localhost", 1), server.newSession());
    two.close();
    converse(client.newSession("localhost", 1), server.newSession());
    assertThat(Files.readString(folder.resolve("one"))).isEmpty();
    assertThat(Files.readAllLines(folder.resolve("two")))
        .hasSize(5)
        .allMatch(line -> line.matches("[A-Z_0-9]+ [0-9a-f]{64} [0-9a-f]{64,96}"));
    assertThat(Security.getProviders()).hasSize(before);
  }
}
