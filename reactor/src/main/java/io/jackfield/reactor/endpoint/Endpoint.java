package io.jackfield.reactor.endpoint;

import io.jackfield.reactor.ListeningPort;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;

/**
 * Something to listen at or to connect to, as it is written. {@link #toString} gives a text that
 * {@link #parse} turns into an equal endpoint. Nothing is looked up or opened here: {@link
 * Endpoints} does that. Every thread may use them. Source: the forms are this project's own, after
 * socat(1) and RFC 3986.
 *
 * <p>In paths, names, commands and options {@code %41} is the byte 0x41. A {@code ?} and a {@code
 * %} are written so, since they begin the options and the escape; control characters may be.
 */
public sealed interface Endpoint {
  /** The word before the first colon. */
  String scheme();

  /** What follows the question mark. */
  Options options();

  /** As it is written. */
  @Override
  String toString();

  /**
   * Reads one of the forms below.
   *
   * @throws EndpointSyntaxException if it is none of them
   */
  static Endpoint parse(String text) {
    return EndpointParser.standard().parse(text);
  }

  /**
   * The endpoint of a socket: its address, and whether it is of streams or of datagrams.
   *
   * @throws IllegalArgumentException for an address or a type that has no form here, as an unnamed
   *     Unix socket
   */
  static Endpoint of(SocketAddress address, SocketType type) {
    boolean inet = address instanceof InetSocketAddress;
    return switch (type) {
      case STREAM ->
          inet
              ? new Tcp(HostPort.of((InetSocketAddress) address), Options.NONE)
              : new Unix(address, Options.NONE);
      case DATAGRAM ->
          inet
              ? new Udp(HostPort.of((InetSocketAddress) address), Options.NONE)
              : new UnixDatagram(address, Options.NONE);
      default -> throw new IllegalArgumentException("no endpoint is written for " + type);
    };
  }

  /** {@code tcp://127.0.0.1:21567}; {@code tcp://:21567} to listen at every address. */
  record Tcp(HostPort at, Options options) implements Endpoint {
    @Override
    public String scheme() {
      return "tcp";
    }

    @Override
    public String toString() {
      return "tcp://" + at + options;
    }
  }

  /** {@code udp://[::1]:21567}; {@code udp://:21567} to listen at every address. */
  record Udp(HostPort at, Options options) implements Endpoint {
    @Override
    public String scheme() {
      return "udp";
    }

    @Override
    public String toString() {
      return "udp://" + at + options;
    }
  }

  /**
   * A Unix stream socket: {@code unix:///run/x.sock}, short {@code unix:/run/x.sock}; {@code
   * unix:x.sock} in the current folder; {@code unix:@name}, an abstract name.
   *
   * @param address a {@link java.net.UnixDomainSocketAddress} with a path, or an {@link
   *     io.jackfield.socket.address.AbstractUnixAddress}; the constructor refuses others
   */
  record Unix(SocketAddress address, Options options) implements Endpoint {
    public Unix {
      UnixText.require(address);
    }

    @Override
    public String scheme() {
      return "unix";
    }

    @Override
    public String toString() {
      return "unix:" + UnixText.write(address) + options;
    }
  }

  /** A Unix datagram socket, {@code unix-dgram:}, otherwise as {@link Unix}. */
  record UnixDatagram(SocketAddress address, Options options) implements Endpoint {
    public UnixDatagram {
      UnixText.require(address);
    }

    @Override
    public String scheme() {
      return "unix-dgram";
    }

    @Override
    public String toString() {
      return "unix-dgram:" + UnixText.write(address) + options;
    }
  }

  /** A descriptor that this process has: {@code fd:3}. */
  record Fd(int number, Options options) implements Endpoint {
    public Fd {
      if (number < 0) {
        throw new IllegalArgumentException("a descriptor's number is 0 or more, not " + number);
      }
    }

    @Override
    public String scheme() {
      return "fd";
    }

    @Override
    public String toString() {
      return "fd:" + number + options;
    }
  }

  /** A socket that the service manager passed, by its name: {@code systemd:web.socket}. */
  record Systemd(String name, Options options) implements Endpoint {
    /** As systemd.socket(5) has it for {@code FileDescriptorName}. */
    static final String RULE =
        "a descriptor's name has 1 to 255 printable ASCII characters, no ':'";

    public Systemd {
      if (!name.matches("[\\x20-\\x7e&&[^:]]{1,255}")) {
        throw new IllegalArgumentException("'" + name + "': " + RULE);
      }
    }

    @Override
    public String scheme() {
      return "systemd";
    }

    @Override
    public String toString() {
      return "systemd:" + PercentText.encode(name, "?") + options;
    }
  }

  /** Standard input and output: {@code stdio:}. */
  record Stdio(Options options) implements Endpoint {
    @Override
    public String scheme() {
      return "stdio";
    }

    @Override
    public String toString() {
      return "stdio:" + options;
    }
  }

  /** A command's standard input and output: {@code exec:sort -r}. */
  record Exec(String command, Options options) implements Endpoint {
    public Exec {
      EndpointText.requireCommand(command);
    }

    @Override
    public String scheme() {
      return "exec";
    }

    @Override
    public String toString() {
      return "exec:" + PercentText.encode(command, "?") + options;
    }
  }

  /** A command in a terminal of its own: {@code pty:bash}. */
  record Pty(String command, Options options) implements Endpoint {
    public Pty {
      EndpointText.requireCommand(command);
    }

    @Override
    public String scheme() {
      return "pty";
    }

    @Override
    public String toString() {
      return "pty:" + PercentText.encode(command, "?") + options;
    }
  }

  /** A file: {@code file:///var/log/x}, short {@code file:/var/log/x}; {@code file:x}. */
  record File(String path, Options options) implements Endpoint {
    public File {
      if (PercentText.requireText(path).isEmpty()) {
        throw new IllegalArgumentException("a file's path is not empty");
      }
    }

    @Override
    public String scheme() {
      return "file";
    }

    @Override
    public String toString() {
      return "file:" + (path.startsWith("/") ? "//" : "") + PercentText.encode(path, "?") + options;
    }
  }

  /**
   * One whose scheme is added by {@link EndpointParser#withScheme}, as TLS adds its own. It opens
   * itself; {@link OptionReader} takes its options.
   */
  non-sealed interface Extension extends Endpoint {
    /**
     * What {@link Endpoints#listen} does with it.
     *
     * @throws EndpointUseException by default: it cannot
     */
    default ListeningPort listen(Reactor reactor, ProtocolFactory factory, StreamOptions options)
        throws IOException {
      throw new EndpointUseException(this, "nothing listens by the scheme " + scheme());
    }

    /** What {@link Endpoints#connect} does with it; by default it fails with such an exception. */
    default CompletableFuture<Protocol> connect(
        Reactor reactor, ProtocolFactory factory, StreamOptions options) {
      return CompletableFuture.failedFuture(
          new EndpointUseException(this, "nothing connects by the scheme " + scheme()));
    }
  }
}
