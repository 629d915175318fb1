package io.jackfield.cli;

import io.jackfield.service.Service;
import io.jackfield.service.client.DatagramClient;
import io.jackfield.service.client.Dialog;
import io.jackfield.service.client.FirstAddress;
import io.jackfield.service.client.StreamClient;
import io.jackfield.service.client.Terminal;
import io.jackfield.socket.StandardStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code connect SERVICE [HOST [PORT]]}: lines go out, their answers are printed.
 *
 * @param timeout the longest wait for a connection or an answer
 */
record ServiceTalk(String name, boolean udp, Duration timeout) {

  /** Talks to its end; returns the exit code. */
  int with(@Nullable String typedHost, @Nullable String typedPort) throws IOException {
    String host = typedHost == null ? "127.0.0.1" : typedHost;
    Service service = ServiceNames.find(name, ServiceNames.services());
    if (name.equals("files")) {
      throw new CommandException(
          Exit.USAGE, "files are not typed: 'jackfield send FILE HOST' sends one");
    }
    Service.Form form = udp ? service.datagram() : service.stream();
    if (form == null) {
      throw new CommandException(Exit.USAGE, name + " is not to be had over UDP");
    }
    HostPort.requireHost(host);
    int port = typedPort == null ? form.port() : HostPort.port(typedPort);
    List<InetSocketAddress> servers = new HostPort(host, port).resolve();
    var terminal =
        new Terminal(
            new FileInputStream(FileDescriptor.in),
            new FileOutputStream(FileDescriptor.out),
            StandardStream.INPUT.isTerminal() ? System.err : null);
    if (udp) {
      try (var client =
          new DatagramClient(Dialog.of(name), servers.getFirst(), timeout, terminal)) {
        client.run();
      }
    } else {
      try (var client = FirstAddress.of(servers, server -> connected(server, terminal))) {
        client.run();
      }
    }
    return Exit.DONE;
  }

  private StreamClient connected(InetSocketAddress server, Terminal terminal) throws IOException {
    var client = new StreamClient(Dialog.of(name), server, timeout, terminal);
    try {
      client.connect();
      return client;
    } catch (IOException e) {
      client.close();
      throw e;
    }
  }
}
