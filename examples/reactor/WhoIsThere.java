// Tells who comes to a Unix socket who they are, by the kernel's word: nothing that they say themselves.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/WhoIsThere.java PATH
import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.*;

static class Porter implements Protocol {
  public void connectionMade(Transport transport) {
    try {
      var peer = ((UnixTransport) transport).peerCredentials();
      transport.write(UTF_8.encode("process " + peer.processId() + " of user " + peer.userId() + "\n"));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Which ends this connection.
    }
    transport.close();
  }

  public void dataReceived(ByteBuffer data) {}
}

void main(String[] args) throws IOException {
  var options =
      StreamOptions.builder()
          .controlBytes(256) // Room for what comes beside the bytes makes it a UnixTransport.
          .socketPath(SocketPath.DEFAULTS.permissions(0600).takesStale(true))
          .build();
  try (var reactor = Reactor.create()) {
    var path = UnixDomainSocketAddress.of(args[0]);
    var port = reactor.listen(path, _ -> new Porter(), options);
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
