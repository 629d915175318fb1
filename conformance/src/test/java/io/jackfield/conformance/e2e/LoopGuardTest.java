package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.conformance.e2e.Command.Finished;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Services that answer every datagram do not answer each other: with forged senders, in a network
 * of their own, where the usual ports are free.
 */
final class LoopGuardTest {
  /** Sends from one port of 127.0.0.1, which somebody else has, to another. */
  private static final String FORGE =
      """
      def forge(source, target, data):
          s = socket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_UDP)
          s.bind(('127.0.0.1', 0))
          s.sendto(struct.pack('!HHHH', source, target, 8 + len(data), 0) + data,
                   ('127.0.0.1', target))

      """;

  /**
   * Asks from ports of one's own, those of services first; when the others are answered they would
   * be too.
   */
  private static final String ASK =
      """
      def asking(source, target):
          s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
          s.bind(('127.0.0.2', source))
          s.connect(('127.0.0.1', target))
          s.settimeout(LIMIT)
          s.send(b'x')
          return s

      def ask(target, services, others):
          silent = [asking(source, target) for source in services]
          for s in [asking(source, target) for source in others]:
              s.recv(1000)
          for s in silent:
              s.setblocking(False)
              try:
                  say(b'%d is answered ' % s.getsockname()[1] + s.recv(100))
              except BlockingIOError:
                  pass
          say(b'asked')

      """;

  private static Finished beside(Server server, Command command) {
    return command.under(Namespace.available().of(server.process())).run();
  }

  private static Server serve(String service) {
    return Server.of(Command.jackfield("serve", service).under(Namespace.available().fresh()));
  }

  private static Server serve(String service, Server beside) {
    Namespace network = Namespace.available();
    return Server.of(Command.jackfield("serve", service).under(network.of(beside.process())));
  }

  @ParameterizedTest
  @EnumSource(names = {"ITERATIVE", "VIRTUAL", "PROCESSES", "LOOP_ON_IO_URING", "LOOP_ON_EPOLL"})
  void twoServersDoNotAnswerEachOtherAfterOneForgedDatagram(Engines engine) {
    try (Server echo = serve("echo").startOn(engine);
        Server chargen = serve("chargen", echo).startOn(engine)) {
      echo.process().err().await("listening echo udp://127.0.0.1:10007\n");
      chargen.process().err().await("listening chargen udp://127.0.0.1:10019\n");
      Finished forged =
          beside(
              echo, Python.script(FORGE + "forge(10007, 10019, b'x'); forge(10019, 10007, b'x')"));
      assertThat(forged.exit()).as(forged.err()).isZero();
      chargen.process().err().await("127.0.0.1:10007  not answered: from a service's port");
      echo.process().err().await("127.0.0.1:10019  not answered: from a service's port");
      echo.stop();
      chargen.stop();
      assertThat(echo.process().err().awaitEnd()).contains("stopped after 1 request, 1 refused\n");
      assertThat(chargen.process().err().awaitEnd())
          .contains("stopped after 1 request, 1 refused\n");
    }
  }

  @Test
  void aServiceDoesNotAnswerItselfNorAnotherOfItsProcessAtPortsThatNobodyKnows() {
    Command up = Command.jackfield("up", "--free-ports").under(Namespace.available().fresh());
    try (Server all = Server.of(up).start()) {
      int echo = all.port("echo", "udp");
      int greeting = all.port("greeting", "udp");
      Finished forged =
          beside(
              all,
              Python.script(
                  FORGE
                      + "forge(%d, %d, b'x'); forge(%d, %d, b'x')"
                          .formatted(echo, echo, echo, greeting)));
      assertThat(forged.exit()).as(forged.err()).isZero();
      String address = "127.0.0.1:" + echo;
      all.process().err().await("echo            udp  " + address + "  not answered");
      all.process().err().await("greeting        udp  " + address + "  not answered");
      all.stop();
      assertThat(all.process().err().awaitEnd()).contains("stopped after 2 requests, 2 refused\n");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"echo", "chargen", "daytime", "time", "timestamp", "greeting"})
  void noneAnswersAPortOfSuchAServiceAndEachAnswersOthers(String service) {
    try (Server server = serve(service).start(2)) {
      int port = server.port(service, "udp");
      Finished asked =
          beside(
              server,
              Python.script(
                  ASK
                      + "ask(%d, (7, 13, 17, 19, 37, 10007, 21567, 9999), (9, 8, 0))"
                          .formatted(port)));
      assertThat(asked.out()).as(asked.err()).isEqualTo("asked");
      server.stop();
      assertThat(server.process().err().awaitEnd())
          .contains("stopped after 11 requests, 8 refused\n")
          .containsOnlyOnce("127.0.0.2:7  not answered");
    }
  }

  @Test
  void whoNeverAnswersRefusesNobody() {
    try (Server discard = serve("discard").start(2)) {
      Finished asked = beside(discard, Python.script(ASK + "ask(10009, (7, 10007), ())"));
      assertThat(asked.out()).isEqualTo("asked");
      discard.stop();
      assertThat(discard.process().err().awaitEnd()).contains("stopped after 2 requests\n");
    }
  }
}
