package io.jackfield.cli.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.Transport;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Which datagrams are of the conversation, when many may send to a port that waits for one peer.
 */
final class DatagramStreamTest {
  private static final int MOST_HELD = 256;

  private static final SocketAddress FRIEND = at(1);
  private static final SocketAddress STRANGER = at(2);
  private static final SocketAddress REFUSED = at(3);

  private final List<String> said = new ArrayList<>();
  private final List<SocketAddress> connects = new ArrayList<>();
  private final CompletableFuture<@Nullable Void> connected = new CompletableFuture<>();
  private final DatagramStream stream =
      new DatagramStream(new Listener(), from -> !from.equals(REFUSED));
  private Reactor reactor;

  private final class Listener implements Protocol {
    @Override
    public void connectionMade(Transport transport) {
      transport.resumeReading();
    }

    @Override
    public void dataReceived(ByteBuffer data) {
      said.add(UTF_8.decode(data).toString());
    }
  }

  private static SocketAddress at(int port) {
    return new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
  }

  @BeforeEach
  void bind() throws IOException {
    reactor = Reactor.create();
    reactor.start();
    Object port =
        Proxy.newProxyInstance(
            DatagramTransport.class.getClassLoader(),
            new Class<?>[] {DatagramTransport.class},
            (_, method, arguments) -> asked(method, arguments));
    stream.bound((DatagramTransport) port);
  }

  private @Nullable Object asked(Method method, Object @Nullable [] arguments) {
    if (method.getName().equals("connect") && arguments != null) {
      connects.add((SocketAddress) arguments[0]);
      Object answer = connected; // Who calls connect(…) has it as what it is.
      return answer;
    }
    return method.getName().equals("reactor") ? reactor : null;
  }

  @AfterEach
  void close() {
    reactor.close();
  }

  private void come(String text, SocketAddress from) {
    stream.datagramReceived(ByteBuffer.wrap(text.getBytes(UTF_8)), from);
  }

  private void connect() throws IOException {
    connected.complete(null);
    reactor.turn();
  }

  @Test
  void theFirstWhoIsLetInIsThePeer() throws Exception {
    come("a", REFUSED);
    assertThat(connects).isEmpty();
    come("b", FRIEND);
    come("c", STRANGER);
    come("d", FRIEND);
    assertThat(connects).containsExactly(FRIEND);
    connect();
    // What others had sent before the port was connected waits in it.
    come("e", STRANGER);
    come("f", FRIEND);
    assertThat(said).containsExactly("b", "d", "f");
  }

  @Test
  void asManyWaitAsTheLimit() throws Exception {
    for (int i = 0; i <= MOST_HELD; i++) {
      come("" + i, FRIEND);
    }
    connect();
    come("last", FRIEND);
    assertThat(said).hasSize(MOST_HELD + 1).endsWith("255", "last");
  }
}
