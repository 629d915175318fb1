package io.jackfield.server;

import io.jackfield.reactor.DatagramOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * A server of datagrams over UDP on an event loop; each is a request of its own, and is answered as
 * by {@link UdpServer}:
 *
 * <pre>{@code
 * try (var server = LoopDatagramServer.at(new InetSocketAddress("localhost", 9999))
 *     .handler(UdpGreeting::new).start()) {
 *   …
 * }
 * }</pre>
 *
 * <p>It has a {@link ServerLoop}, which the serving thread runs, to itself or with other servers;
 * that thread alone calls handlers and hooks, which must not wait. Answers for which the network
 * has no room yet wait in a bounded queue; what that has no room for is dropped, which the hooks
 * are told as an {@link AnswerDroppedException} and the counts show.
 */
public final class LoopDatagramServer implements Server {
  private final LoopPlace place;
  private final LoopDatagrams datagrams;
  private final InetSocketAddress address;

  private LoopDatagramServer(LoopPlace place, LoopDatagrams datagrams, InetSocketAddress address) {
    this.place = place;
    this.datagrams = datagrams;
    this.address = address;
  }

  /** Begins a server that will receive at {@code address}; port 0 is any free one. */
  public static LoopDatagramServerBuilder at(InetSocketAddress address) {
    return new LoopDatagramServerBuilder(address);
  }

  static LoopDatagramServer open(LoopDatagramServerBuilder settings, LoopPlace place)
      throws IOException {
    var datagrams = new LoopDatagrams(settings, place);
    DatagramOptions.Builder options = settings.datagramOptions();
    InetAddress wanted = settings.address().getAddress();
    if (wanted != null && wanted.isAnyLocalAddress()) {
      options
          .controlBytes(DatagramRequest.PACKET_INFO_BYTES)
          .socketOption(DatagramRequest.packetInfoOption(wanted), true);
    }
    place.loop().reactor().listenDatagrams(settings.address(), datagrams, options.build());
    InetSocketAddress bound = datagrams.address();
    place.enter(datagrams);
    return new LoopDatagramServer(place, datagrams, bound);
  }

  @Override
  public InetSocketAddress address() {
    return address;
  }

  /** Which driver carries it: {@code epoll}. */
  public String driverName() {
    return place.loop().driverName();
  }

  /** As {@link ServerLoop#serveForever}: it serves together with all servers of its loop. */
  @Override
  public void serveForever() {
    place.loop().serveForever();
  }

  /**
   * Ends the server in order, without waiting for it: datagrams that have arrived are answered, and
   * answers that wait are sent, within the drain time-out. Any thread, any number of times.
   */
  @Override
  public void shutdown() {
    place.shutdown();
  }

  @Override
  public boolean awaitEnd(Duration timeout) throws InterruptedException {
    return place.awaitEnd(timeout);
  }

  @Override
  public ServerCounts counts() {
    return datagrams.counts();
  }

  /**
   * {@link #shutdown}, and waits until it is complete, at most the drain time-out and two seconds;
   * called by the loop's own thread it does not wait. If it shares a loop that never served, its
   * port is given back by the {@linkplain ServerLoop#close loop's} end.
   */
  @Override
  public void close() {
    place.close();
  }
}
