package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code listen}, and clients that nobody here wrote. */
final class ListenTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"nc -N", "ncat", "socat -t9 - TCP:"})
  void oneConnectionGoesBothWaysAndEndsIt(String client) {
    try (Child listener = Pipes.listen("0").start()) {
      listener.write("from here\n").closeInput();
      String to = client.endsWith(":") ? "127.0.0.1:" : " 127.0.0.1 ";
      Finished peer =
          Command.tool("sh", "-c", client + to + Pipes.port(listener)).run("from there\n");
      assertThat(peer.out()).isEqualTo("from here\n");
      assertThat(listener.awaitExit()).isZero();
      assertThat(listener.out().awaitEnd()).isEqualTo("from there\n");
      assertThat(listener.err().awaitEnd().lines().toList()).hasSize(1);
    }
  }

  @Test
  void itListensOnLoopbackUnlessToldOtherwise() {
    try (Child v4 = Pipes.listen("0").start();
        Child v6 = Pipes.listen("-6", "0").start();
        Child all = Pipes.listen("0.0.0.0", "0").start()) {
      v4.err().await("listening tcp://127.0.0.1:");
      v6.err().await("listening tcp://[::1]:");
      all.err().await("listening tcp://0.0.0.0:");
    }
  }

  @Test
  void withKeepOpenInputGoesToAllAndWhatTheySayIsPrinted() {
    try (Child listener = Pipes.listen("-k", "0").start()) {
      Command client = Command.tool("ncat", "127.0.0.1", "" + Pipes.port(listener));
      try (Child one = client.start();
          Child two = client.start()) {
        one.write("one\n");
        listener.out().await("one\n");
        two.write("two\n");
        listener.out().await("two\n");
        listener.write("to all\n");
        assertThat(one.out().await("\n")).isEqualTo("to all\n");
        assertThat(two.out().await("\n")).isEqualTo("to all\n");
      }
      try (Child three = client.start()) {
        three.write("three\n");
        listener.out().await("three\n");
        listener.closeInput();
        three.out().awaitEnd();
      }
      assertThat(listener.isAlive()).isTrue();
      listener.signal("INT");
      assertThat(listener.awaitExit()).isEqualTo(130);
    }
  }

  @Test
  void eachConnectionHasItsCommand() {
    String command = "echo \"$NCAT_REMOTE_ADDR $NCAT_PROTO\"; exec cat";
    try (Child listener = Pipes.listen("-k", "-c", command, "0").start()) {
      Command client = Command.tool("nc", "-N", "127.0.0.1", "" + Pipes.port(listener));
      try (Child one = client.start();
          Child two = client.start()) {
        one.write("one\n").out().await("127.0.0.1 TCP\none\n");
        two.write("two\n").out().await("127.0.0.1 TCP\ntwo\n");
        one.closeInput();
        two.closeInput();
        assertThat(one.awaitExit()).isZero();
        assertThat(two.awaitExit()).isZero();
      }
    }
  }

  /** The command hears the end of what the client says, and is heard after it. */
  @Test
  void aCommandIsToldOfTheEndAndAnswersIt() {
    try (Child listener = Pipes.listen("-e", "sort -r", "0").start()) {
      assertThat(Pipes.nc(Pipes.port(listener), "a\nc\nb\n").out()).isEqualTo("c\nb\na\n");
      assertThat(listener.awaitExit()).isZero();
    }
  }

  @Test
  void aUnixSocketIsRemovedAgain() {
    Path path = folder.resolve("socket");
    try (Child listener = Pipes.listen("-k", "-U", path.toString()).start()) {
      listener.err().await("listening unix://" + path + "\n");
      Command.tool("socat", "-u", "STDIN", "UNIX-CONNECT:" + path).run("by path\n");
      listener.out().await("by path\n");
      assertThat(path).exists();
      listener.signal("TERM");
      assertThat(listener.awaitExit()).isEqualTo(143);
      assertThat(path).doesNotExist();
    }
    String name = folder.toString();
    try (Child listener = Pipes.listen("unix:@" + name).start()) {
      listener.err().await("listening unix:@");
      Command.tool("socat", "-u", "STDIN", "ABSTRACT-CONNECT:" + name).run("by name\n");
      listener.closeInput();
      assertThat(listener.awaitExit()).isZero();
      assertThat(listener.out().awaitEnd()).isEqualTo("by name\n");
    }
  }

  @Test
  void tls() {
    Authority authority = Authority.make().issue("server");
    Command command =
        Pipes.listen("-k", "-c", "cat", "--tls", "--cert", authority.file("server.pem"))
            .and("--key", authority.file("server.key"), "0");
    try (Child listener = command.start()) {
      int port = Pipes.port(listener);
      assertThat(listener.err().soFar()).contains("listening tls://127.0.0.1:");
      String said =
          PythonTls.client(
              port, authority, "s = secure()\ns.sendall(b'x')\nsay(exactly(s, 1))\ns.unwrap()\n");
      assertThat(said).isEqualTo("x");
      Finished ours =
          Command.jackfield("connect", "--tls", "localhost", "" + port)
              .and("--ca", authority.file("ca.pem"))
              .run("both ends are ours");
      assertThat(ours.out()).as(ours.err()).isEqualTo("both ends are ours");
      Finished plain = Pipes.nc(port, "no TLS\n");
      assertThat(plain.exit()).isZero();
      Finished openssl =
          Command.tool("openssl", "s_client", "-quiet", "-verify_return_error", "-no_ign_eof")
              .and("-connect", "127.0.0.1:" + port, "-CAfile", authority.file("ca.pem"))
              .run("hello\n");
      assertThat(openssl.err()).contains("verify return:1");
    }
  }

  @Test
  void whoIsNotLetInIsTurnedAwayAndTheOthersAreServed() {
    try (Child listener = Pipes.listen("-v", "--deny", "127.0.0.2,127.0.0.3", "0").start()) {
      int port = Pipes.port(listener);
      Finished denied =
          Command.tool("nc", "-N", "-s", "127.0.0.3", "127.0.0.1", "" + port).run("let me in\n");
      assertThat(denied.out()).isEmpty();
      listener.err().await("127.0.0.3:");
      listener.closeInput();
      assertThat(Pipes.nc(port, "hello\n").exit()).isZero();
      assertThat(listener.awaitExit()).isZero();
      assertThat(listener.out().awaitEnd()).isEqualTo("hello\n");
    }
    try (Child listener =
        Pipes.listen("-k", "--allow", "10.0.0.0/8", "-c", "echo in", "0").start()) {
      assertThat(Pipes.nc(Pipes.port(listener), "").out()).isEmpty();
    }
  }

  @Test
  void thoseBeyondTheLimitWait() {
    try (Child listener = Pipes.listen("-k", "-m", "1", "-c", "echo here; cat", "0").start()) {
      Command client = Command.tool("nc", "-N", "127.0.0.1", "" + Pipes.port(listener));
      try (Child one = client.start()) {
        one.out().await("here\n");
        try (Child two = client.start()) {
          one.write("still alone\n").out().await("still alone\n");
          assertThat(two.out().soFar()).isEmpty();
          one.closeInput();
          two.out().await("here\n");
        }
      }
    }
  }

  @Test
  void anAddressThatIsInUseIsNamed() {
    try (Child first = Pipes.listen("0").start()) {
      String port = "" + Pipes.port(first);
      Finished second = Pipes.listen(port).run();
      assertThat(second.exit()).isEqualTo(3);
      assertThat(second.err())
          .startsWith("jackfield listen: cannot listen on tcp://127.0.0.1:" + port)
          .contains("EADDRINUSE");
    }
  }

  @ParameterizedTest
  @CsvSource({"INT, 130", "TERM, 143"})
  void aSignalEndsOneThatWaits(String signal, int exit) {
    try (Child listener = Pipes.listen("0").start()) {
      assertThat(Pipes.port(listener)).isPositive();
      listener.signal(signal);
      assertThat(listener.awaitExit()).isEqualTo(exit);
    }
  }

  @Test
  void silenceEndsAConnectionAndNotTheListener() {
    try (Child listener = Pipes.listen("-k", "-i", "300ms", "-c", "cat", "0").start()) {
      int port = Pipes.port(listener);
      try (Child silent = Command.tool("ncat", "127.0.0.1", "" + port).start()) {
        silent.out().awaitEnd();
      }
      listener.err().await("nothing came or went for 300 ms");
      assertThat(Pipes.nc(port, "x").out()).isEqualTo("x");
    }
  }

  @Test
  void aHundredMegabytesArriveAsTheyWere() throws Exception {
    Path file = Pipes.random(folder.resolve("sent"), 100);
    Path received = folder.resolve("received");
    try (Child listener =
        Pipes.shell("exec \"$@\" > " + received, Pipes.listen("--recv-only", "0")).start()) {
      String send = "ncat --send-only 127.0.0.1 " + Pipes.port(listener) + " < " + file;
      assertThat(Command.tool("bash", "-c", send).run().exit()).isZero();
      assertThat(listener.awaitExit()).isZero();
      assertThat(Files.mismatch(file, received)).isEqualTo(-1);
    }
  }
}
