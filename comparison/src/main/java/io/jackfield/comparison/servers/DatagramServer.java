package io.jackfield.comparison.servers;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.DatagramProtocol;
import io.jackfield.reactor.DatagramTransport;
import io.jackfield.reactor.Reactor;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Sends each datagram back: {@code DatagramServer separate|trains --driver NAME PORT}; the protocol
 * is the same, the option lets the kernel give trains (UDP_GRO).
 */
public final class DatagramServer implements DatagramProtocol {
  private @Nullable DatagramTransport transport;

  /** Runs until it is killed. */
  public static void main(String[] args) throws IOException {
    ServerArguments arguments = ServerArguments.of(Arrays.copyOfRange(args, 1, args.length));
    var options = DatagramOptions.builder().receiveTrains(args[0].equals("trains")).build();
    try (Reactor reactor = arguments.reactor()) {
      reactor.listenDatagrams(arguments.address(), new DatagramServer(), options);
      reactor.run();
    }
  }

  @Override
  public void bound(DatagramTransport made) {
    transport = made;
  }

  @Override
  public void datagramReceived(ByteBuffer data, @Nullable SocketAddress from) {
    if (transport != null && from != null) {
      // One that finds the queue full is lost, as datagrams are.
      var _ = transport.send(data, from);
    }
  }
}
