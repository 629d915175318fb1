package io.jackfield.socket;

import static java.util.Objects.requireNonNull;

import io.jackfield.socket.option.MulticastInterface;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;

/**
 * A group on a device, a socket that can join it and one that sends to it from {@code source}. On
 * loopback, and to a group of this machine, what is sent is there at once.
 */
record MulticastGroup(
    InetAddress address, InetAddress source, int device, Socket receiver, Socket sender)
    implements AutoCloseable {

  static MulticastGroup inet(String device, String source) throws IOException {
    return open(device, source, "239.1.2.3");
  }

  static MulticastGroup inet6(String device, String source) throws IOException {
    return open(device, source, "ff15::1234");
  }

  private static MulticastGroup open(String device, String source, String group)
      throws IOException {
    int index = requireNonNull(NetworkInterface.getByName(device)).getIndex();
    InetAddress from = InetAddress.ofLiteral(source);
    InetAddress any = InetAddress.ofLiteral(from instanceof Inet4Address ? "0.0.0.0" : "::");
    Socket receiver =
        Socket.openFor(new InetSocketAddress(any, 0), SocketType.DATAGRAM)
            .bind(new InetSocketAddress(any, 0));
    Socket sender = Socket.openFor(new InetSocketAddress(from, 0), SocketType.DATAGRAM);
    sender.bind(new InetSocketAddress(from, 0));
    if (from instanceof Inet4Address four) {
      receiver.setOption(IpMulticastOptions.ALL_GROUPS, false);
      sender.setOption(IpMulticastOptions.INTERFACE, new MulticastInterface(four, index));
    } else {
      receiver.setOption(Ipv6MulticastOptions.ALL_GROUPS, false);
      sender.setOption(Ipv6MulticastOptions.INTERFACE, index);
    }
    return new MulticastGroup(InetAddress.ofLiteral(group), from, index, receiver, sender);
  }

  /** Waits until there is a route: a new device is given its own some time after it is set up. */
  MulticastGroup awaitRoute() throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (true) {
      try {
        isHeard();
        return this;
      } catch (UnreachableException e) {
        if (System.nanoTime() - deadline > 0) {
          throw e;
        }
        Thread.onSpinWait();
      }
    }
  }

  /** Whether a datagram sent to the group arrives. */
  boolean isHeard() throws IOException {
    int port = ((InetSocketAddress) requireNonNull(receiver.localAddress())).getPort();
    InetAddress scoped =
        address instanceof Inet6Address six
            ? Inet6Address.getByAddress(null, six.getAddress(), device)
            : address;
    sender.sendTo(Pairs.bytes("x"), new InetSocketAddress(scoped, port));
    boolean heard = false;
    while (receiver.receiveFrom(ByteBuffer.allocate(8), MessageFlag.DONT_WAIT) != null) {
      heard = true;
    }
    return heard;
  }

  @Override
  public void close() throws IOException {
    receiver.close();
    sender.close();
  }
}
