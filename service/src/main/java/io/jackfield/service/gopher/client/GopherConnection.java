package io.jackfield.service.gopher.client;

import io.jackfield.protocol.gopher.GopherException;
import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.protocol.gopher.ItemKind;
import io.jackfield.protocol.gopher.MenuDecoder;
import io.jackfield.protocol.gopher.MenuItem;
import io.jackfield.protocol.gopher.ReplyDecoder;
import io.jackfield.service.client.FirstAddress;
import io.jackfield.service.client.ServiceStream;
import io.jackfield.service.client.StreamPlace;
import io.jackfield.tls.TlsSession;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One request, and its answer as it comes. Used by one thread, which waits. */
public final class GopherConnection implements AutoCloseable {
  private static final int PIECE_BYTES = 16_384;

  private final ServiceStream stream;
  private final GopherUrl url;
  private final String peer;
  private final ReplyDecoder decoder;
  private final ByteBuffer received = ByteBuffer.allocate(PIECE_BYTES);
  private boolean ended;

  private GopherConnection(ServiceStream stream, GopherUrl url, String peer, ReplyDecoder decoder) {
    this.stream = stream;
    this.url = url;
    this.peer = peer;
    this.decoder = decoder;
  }

  /**
   * Connects to the first of a host's addresses that answers, and asks.
   *
   * @param kind of what is asked for; null if that is to be told from the answer
   * @throws IOException if nobody answers there: {@link
   *     io.jackfield.socket.ConnectionRefusedException}, {@link UnknownHostException}, {@link
   *     io.jackfield.tls.TlsException} and their like
   */
  public static GopherConnection ask(GopherUrl url, @Nullable ItemKind kind, Way way)
      throws IOException {
    var decoder = new ReplyDecoder(kind);
    SocketAddress unix = way.unix();
    if (unix != null && way.isUnix(url)) {
      return asked(unix, url, "", way, decoder);
    }
    return FirstAddress.of(
        List.of(addresses(url.host())),
        host ->
            asked(
                new InetSocketAddress(host, url.port()), url, host.getHostAddress(), way, decoder));
  }

  private static GopherConnection asked(
      SocketAddress address, GopherUrl url, String peer, Way way, ReplyDecoder decoder)
      throws IOException {
    @Nullable Supplier<TlsSession> tls =
        url.secure() ? () -> way.requireTls().newSession(way.expected(url), url.port()) : null;
    ServiceStream stream = new StreamPlace(address, tls).connect(way.timeout());
    try {
      stream.sendAll(ByteBuffer.wrap(url.request().bytes()));
      return new GopherConnection(stream, url, peer, decoder);
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  private static InetAddress[] addresses(String host) throws UnknownHostException {
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      // The JDK's message differs from platform to platform.
      var named = new UnknownHostException(host);
      named.initCause(e);
      throw named;
    }
  }

  /** What the answer is; known once {@link #read} has returned something. */
  public ItemKind kind() {
    ItemKind kind = decoder.kind();
    if (kind == null) {
      throw new IllegalStateException("nothing was read");
    }
    return kind;
  }

  /**
   * The next piece of the answer's content: of a text without its dots, of a menu as it is sent.
   *
   * @return null at its end
   * @throws GopherException if the server refuses
   * @throws java.net.SocketTimeoutException if nothing came in time
   */
  public @Nullable ByteBuffer read() throws IOException {
    while (!ended) {
      ended = decoder.isEnded() || stream.receive(received.clear()) < 0;
      ByteBuffer content = ended ? decoder.end() : decoder.feed(received.flip());
      if (content.hasRemaining()) {
        return content;
      }
    }
    return null;
  }

  /**
   * The rest of a menu.
   *
   * @param first a piece that was read; null for none
   * @throws GopherException if it has more than {@link MenuDecoder#DEFAULT_LIMIT_BYTES}
   */
  public List<MenuItem> menu(@Nullable ByteBuffer first) throws IOException {
    var items = new ArrayList<MenuItem>();
    var menu = new MenuDecoder();
    ByteBuffer next = first == null ? read() : first;
    while (next != null && !menu.isEnded()) {
      menu.feed(next, items::add);
      next = menu.isEnded() ? null : read();
    }
    menu.end(items::add);
    return items;
  }

  /**
   * Where an item of this menu leads. What a server says of itself is reached as it was, by TLS and
   * by the name that its certificate is for: Gopher's menus do not say these.
   */
  public GopherUrl leadsTo(MenuItem item) {
    GopherUrl there = GopherUrl.of(item);
    boolean isHere = item.host().equalsIgnoreCase(url.host()) || item.host().equals(peer);
    return url.secure() && isHere && item.port() == url.port() ? there.secured(url.host()) : there;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }
}
