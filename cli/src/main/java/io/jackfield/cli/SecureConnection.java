package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.EndpointParser;
import io.jackfield.reactor.endpoint.EndpointSyntaxException;
import io.jackfield.service.client.SecurePipe;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsEndpoint;
import io.jackfield.tls.TlsException;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** {@code connect --tls HOST PORT}: bytes both ways between the terminal and a TLS peer. */
final class SecureConnection {
  private final HostPort to;
  private final TlsConnectOptions options;
  private final Duration timeout;

  SecureConnection(HostPort to, TlsConnectOptions options, Duration timeout) {
    this.to = to;
    this.options = options;
    this.timeout = timeout;
  }

  /** Whether it is written as an endpoint of TLS. */
  static boolean isEndpoint(String text) {
    return text.startsWith("tls:");
  }

  /**
   * Reads {@code tls://HOST:PORT}.
   *
   * @throws CommandException of wrong usage
   */
  static HostPort parse(String text) {
    try {
      Endpoint endpoint = TlsEndpoint.addTo(EndpointParser.standard()).parse(text);
      if (endpoint instanceof TlsEndpoint tls && tls.options().values().isEmpty()) {
        return new HostPort(tls.at().host(), tls.at().port());
      }
      throw new CommandException(Exit.USAGE, "'" + text + "': options of an endpoint come later");
    } catch (EndpointSyntaxException e) {
      throw new CommandException(Exit.USAGE, String.valueOf(e.getMessage()));
    }
  }

  void run() throws IOException {
    TlsClientConfig config = options.config();
    try (SecurePipe pipe = connected(config)) {
      pipe.handshake();
      pipe.run(new FileInputStream(FileDescriptor.in), new FileOutputStream(FileDescriptor.out));
    } catch (TlsException e) {
      throw new CommandException(Exit.FAILED, sentence(e));
    }
  }

  /** Connected to the first of a host's addresses that answers. */
  private SecurePipe connected(TlsClientConfig config) throws IOException {
    IOException first = null;
    for (InetSocketAddress address : to.resolve()) {
      Socket socket = Socket.openFor(address, SocketType.STREAM).timeout(timeout);
      try {
        socket.connect(address);
        return new SecurePipe(socket, config.newSession(options.serverName(to.host()), to.port()));
      } catch (IOException e) {
        socket.close();
        first = first == null ? e : first;
      }
    }
    throw first != null ? first : new IOException("no address for " + to.host());
  }

  static String sentence(TlsException error) {
    return Sentences.of(error)
        + switch (error.reason()) {
          case CERTIFICATE_UNTRUSTED ->
              "; --ca FILE says whom to trust, --insecure takes any certificate";
          case WRONG_HOST -> "; --server-name NAME says who is expected";
          case CERTIFICATE_EXPIRED, CERTIFICATE_NOT_YET_VALID ->
              "; --insecure takes it all the same";
          default -> "";
        };
  }
}
