package io.jackfield.service.gopher.client;

import io.jackfield.protocol.gopher.GopherException;
import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.protocol.gopher.ItemKind;
import io.jackfield.protocol.gopher.MenuDecoder;
import io.jackfield.protocol.gopher.MenuItem;
import io.jackfield.protocol.gopher.ReplyDecoder;
import io.jackfield.service.client.FirstAddress;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request, and its answer as it comes. Used by one thread, which waits. */
public final class GopherConnection implements AutoCloseable {
  private static final int PIECE_BYTES = 16_384;

  private final Socket socket;
  private final ReplyDecoder decoder;
  private final ByteBuffer received = ByteBuffer.allocate(PIECE_BYTES);
  private boolean ended;

  private GopherConnection(Socket socket, ReplyDecoder decoder) {
    this.socket = socket;
    this.decoder = decoder;
  }

  /**
   * Connects to the first of a host's addresses that answers, and asks.
   *
   * @param kind of what is asked for; null if that is to be told from the answer
   * @param timeout the longest wait for a connection or a part of the answer
   * @throws IOException if nobody answers there: {@link
   *     io.jackfield.socket.ConnectionRefusedException}, {@link UnknownHostException} and their
   *     like
   */
  public static GopherConnection ask(GopherUrl url, @Nullable ItemKind kind, Duration timeout)
      throws IOException {
    Socket socket = connected(url, timeout);
    try {
      socket.sendAll(ByteBuffer.wrap(url.request().bytes()));
    } catch (IOException e) {
      socket.close();
      throw e;
    }
    return new GopherConnection(socket, new ReplyDecoder(kind));
  }

  private static Socket connected(GopherUrl url, Duration timeout) throws IOException {
    return FirstAddress.of(
        List.of(addresses(url.host())),
        host -> connected(new InetSocketAddress(host, url.port()), timeout));
  }

  private static Socket connected(InetSocketAddress address, Duration timeout) throws IOException {
    Socket socket = Socket.openFor(address, SocketType.STREAM).timeout(timeout);
    try {
      socket.connect(address);
      return socket;
    } catch (IOException e) {
      socket.close();
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
      ended = decoder.isEnded() || socket.receive(received.clear()) < 0;
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

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
