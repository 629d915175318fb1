// Sends back what it gets, under TLS; says which version each client speaks.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.reactor examples/reactor/TlsEcho.java CERTIFICATE.pem KEY.pem
import io.jackfield.reactor.*;
import io.jackfield.tls.*;

class Echo implements Protocol {
  Transport transport;

  public void connectionMade(Transport made) {
    transport = made;
    IO.println(((TlsTransport) made).info().protocol());
  }

  public void dataReceived(ByteBuffer data) {
    transport.write(data);
  }

  public void writePaused() {
    transport.pauseReading();
  }

  public void writeResumed() {
    transport.resumeReading();
  }
}

void main(String[] files) throws IOException {
  var identity = TlsIdentity.pem(Path.of(files[0]), Path.of(files[1]));
  var config = TlsServerConfig.builder(identity).build();
  try (var reactor = Reactor.create()) {
    var anyPort = new InetSocketAddress("127.0.0.1", 0);
    var port = reactor.listen(anyPort, Tls.server(config, _ -> new Echo()));
    IO.println("listening on " + port.localAddress());
    reactor.run();
  }
}
