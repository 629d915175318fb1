package io.jackfield.conformance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What had arrived when SIGTERM came is answered before the server ends. The server is stopped
 * while the questions and then the signal arrive, so that it finds all of them at once.
 */
@ParameterizedClass(name = "{0}")
@EnumSource(
    names = {
      "VIRTUAL",
      "PROCESSES",
      "LOOP_ON_IO_URING",
      "LOOP_ON_EPOLL",
      "LOOP_ON_POLL",
      "LOOP_ON_SELECT",
      "LOOP_ON_NIO"
    })
final class ArrivedBeforeSignalTest {
  private static final int CLIENTS = 20;

  private final Engines engine;
  private final List<Client> clients = new ArrayList<>();

  ArrivedBeforeSignalTest(Engines engine) {
    this.engine = engine;
  }

  @AfterEach
  void closeClients() throws IOException {
    for (Client client : clients) {
      client.close();
    }
  }

  private Server serve(String service) {
    return Server.serve(service, "--tcp", "127.0.0.1:0").startOn(engine);
  }

  private void connect(Server server) throws IOException {
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(new Client(server.tcp()));
    }
  }

  private static void awaitConversations(Server server) {
    Pattern all = Pattern.compile("(?s)(?>.*? connected\n){" + CLIENTS + "}");
    server.process().err().await(all);
  }

  private List<String> answers(Function<String, String> content) throws IOException {
    var answers = new ArrayList<String>();
    for (Client client : clients) {
      answers.add(content.apply(client.rest()));
    }
    return answers;
  }

  @Test
  void chunksAreAnswered() throws IOException {
    try (Server server = serve("timestamp")) {
      connect(server);
      awaitConversations(server);
      server.process().signal("STOP");
      for (Client client : clients) {
        client.send("asked");
      }
      server.process().signal("TERM");
      server.process().signal("CONT");
      assertThat(answers(Stamp::after)).isEqualTo(Collections.nCopies(CLIENTS, "asked"));
      assertThat(server.process().awaitExit()).isZero();
    }
  }

  @RepeatedTest(3)
  void halfALineIsNotTakenForAWholeOne() throws IOException {
    try (Server server = serve("timestamp-line");
        var idle = new Client(server.tcp())) {
      connect(server);
      awaitConversations(server);
      server.process().signal("STOP");
      for (Client client : clients) {
        client.send("half ");
      }
      server.process().signal("TERM");
      server.process().signal("CONT");
      assertThat(idle.rest()).isEmpty();
      for (Client client : clients) {
        client.send("a line\n");
      }
      assertThat(answers(Stamp::after)).isEqualTo(Collections.nCopies(CLIENTS, "half a line\n"));
      assertThat(server.process().awaitExit()).isZero();
    }
  }

  @Test
  void requestsOfConnectionsThatWaitToBeAcceptedAreAnswered() throws IOException {
    try (Server server = serve("timestamp-line")) {
      server.process().signal("STOP");
      connect(server);
      for (Client client : clients) {
        client.send("a line\n");
      }
      server.process().signal("TERM");
      server.process().signal("CONT");
      assertThat(answers(Stamp::after)).isEqualTo(Collections.nCopies(CLIENTS, "a line\n"));
      assertThat(server.process().awaitExit()).isZero();
    }
  }
}
