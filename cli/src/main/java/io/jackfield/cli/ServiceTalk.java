package io.jackfield.cli;

import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.reactor.endpoint.OptionReader;
import io.jackfield.service.Service;
import io.jackfield.service.client.DatagramClient;
import io.jackfield.service.client.Dialog;
import io.jackfield.service.client.FirstAddress;
import io.jackfield.service.client.StreamClient;
import io.jackfield.service.client.StreamPlace;
import io.jackfield.service.client.Terminal;
import io.jackfield.socket.StandardStream;
import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsEndpoint;
import io.jackfield.tls.TlsTrust;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * {@code connect SERVICE}: lines go out, their answers are printed.
 *
 * @param timeout the longest wait for a connection or an answer
 */
record ServiceTalk(Service service, NameOptions names, Duration timeout) {
  /** Those that lines are typed to. */
  static final class Names extends Words {
    Names() {
      super(
          ServiceNames.services().stream()
              .filter(ServiceTalk::isTyped)
              .map(Service::name)
              .toList());
    }
  }

  /** Whether lines are typed to it. */
  static boolean isTyped(Service service) {
    return !service.name().equals("files");
  }

  /**
   * Refuses what has no dialogue.
   *
   * @return the service's own port
   */
  static int port(Service service, boolean byDatagrams) {
    if (!isTyped(service)) {
      throw new CommandException(
          Exit.USAGE, "files are not typed: 'jackfield send FILE HOST' sends one");
    }
    Service.Form form = byDatagrams ? service.datagram() : service.stream();
    if (form == null) {
      throw new CommandException(Exit.USAGE, service.name() + " is not to be had over UDP");
    }
    return form.port();
  }

  /**
   * Talks to its end; returns the exit code.
   *
   * @throws CommandException of wrong usage
   */
  int with(Endpoint server) throws IOException {
    OptionReader options = OptionReader.toConnect(server);
    switch (server) {
      case Endpoint.Tcp(HostPort at, _) -> overStreams(plain(addresses(at, options)));
      case TlsEndpoint tls -> overStreams(secure(tls, options));
      case Endpoint.Unix(SocketAddress at, _) -> {
        options.end();
        overStreams(plain(List.of(at)));
      }
      case Endpoint.Udp(HostPort at, _) -> overDatagrams(addresses(at, options).getFirst());
      case Endpoint.UnixDatagram(SocketAddress at, _) -> {
        options.end();
        overDatagrams(at);
      }
      default ->
          throw new CommandException(
              Exit.USAGE, "there is no talking with a service at " + server.scheme());
    }
    return Exit.DONE;
  }

  private List<InetSocketAddress> addresses(HostPort at, OptionReader options) throws IOException {
    options.end();
    return names.resolve(at);
  }

  private static List<StreamPlace> plain(List<? extends SocketAddress> addresses) {
    return addresses.stream().map(StreamPlace::plain).toList();
  }

  private List<StreamPlace> secure(TlsEndpoint endpoint, OptionReader options) throws IOException {
    String authorities = options.text("ca");
    String name = options.text("name");
    options.duration("timeout"); // As this one has it.
    List<InetSocketAddress> servers = addresses(endpoint.at(), options);
    TlsClientConfig config =
        authorities == null
            ? Objects.requireNonNull(endpoint.client())
            : TlsClientConfig.builder().trust(TlsTrust.pem(Path.of(authorities))).build();
    HostPort at = endpoint.at();
    String host = name == null ? at.host() : name;
    return servers.stream()
        .map(server -> new StreamPlace(server, () -> config.newSession(host, at.port())))
        .toList();
  }

  private void overStreams(List<StreamPlace> places) throws IOException {
    Terminal terminal = terminal();
    try (var client = FirstAddress.of(places, place -> connected(place, terminal))) {
      client.run();
    }
  }

  private StreamClient connected(StreamPlace place, Terminal terminal) throws IOException {
    var client = new StreamClient(Dialog.of(service.name()), place, timeout, terminal);
    try {
      client.connect();
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }

  private void overDatagrams(SocketAddress server) throws IOException {
    Dialog dialog = Dialog.of(service.name());
    try (var client = new DatagramClient(dialog, server, timeout, terminal())) {
      client.run();
    }
  }

  private static Terminal terminal() {
    return new Terminal(
        new FileInputStream(FileDescriptor.in),
        new FileOutputStream(FileDescriptor.out),
        StandardStream.INPUT.isTerminal() ? System.err : null);
  }
}
