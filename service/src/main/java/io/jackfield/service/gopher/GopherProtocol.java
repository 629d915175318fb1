package io.jackfield.service.gopher;

import io.jackfield.protocol.gopher.GopherException;
import io.jackfield.protocol.gopher.GopherRequest;
import io.jackfield.protocol.gopher.RequestDecoder;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.server.ServerProtocol;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A conversation of Gopher: one request, one answer, and the end. What waits for the disk runs on
 * another thread; what the client does not take is not read. Source: RFC 1436 section 2.
 */
public final class GopherProtocol implements ServerProtocol {
  /** What menus call a server that has no address of IP: one in the Unix domain. */
  public static final HostPort NAMELESS = new HostPort("localhost", 7_070);

  private final GopherSite site;
  private final @Nullable HostPort name;
  private final RequestDecoder decoder = new RequestDecoder();
  private final Finding finding = new Finding();
  private @Nullable Transport transport;
  private boolean asked;

  private GopherProtocol(GopherSite site, @Nullable HostPort name) {
    this.site = site;
    this.name = name;
  }

  /**
   * Serves a folder.
   *
   * @param root looked at when something is asked for
   * @param name what menus send clients to, with port 0 for the one that they are connected to;
   *     null for the address that they are connected to
   */
  public static ProtocolFactory factory(Path root, @Nullable HostPort name) {
    var site = new GopherSite(root);
    return _ -> new GopherProtocol(site, name);
  }

  @Override
  public void connectionMade(Transport made) {
    transport = made;
  }

  private Transport transport() {
    return Objects.requireNonNull(transport, "not connected");
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    if (asked) {
      return;
    }
    try {
      GopherRequest request = decoder.feed(data);
      if (request != null) {
        find(request);
      }
    } catch (GopherException e) {
      refuse(e);
    }
  }

  @Override
  public boolean isMidway() {
    return !asked && decoder.isMidway();
  }

  /** A request without the end of its line is one too. */
  @Override
  public boolean endReceived() {
    if (!asked && decoder.isMidway()) {
      try {
        find(decoder.end());
      } catch (GopherException e) {
        refuse(e);
      }
    }
    return asked;
  }

  private void refuse(GopherException why) {
    asked = true;
    send(MenuWriter.refusal(String.valueOf(why.getMessage())));
  }

  private void find(GopherRequest request) {
    asked = true;
    // Whoever goes on talking but takes nothing is to be told from who is there.
    transport().pauseReading();
    HostPort here = here();
    var _ =
        transport()
            .reactor()
            .deferToThread(() -> {
              finding.found(site.answer(request, here, finding::isClosed));
              return finding;
            })
            .whenComplete((_, failure) -> found(failure));
  }

  private void found(@Nullable Throwable failure) {
    Answer answer = finding.answer();
    if (failure instanceof RejectedExecutionException) {
      send(MenuWriter.refusal("the server is busy; try again"));
    } else if (failure != null) {
      System.getLogger(GopherProtocol.class.getName())
          .log(System.Logger.Level.ERROR, "a request of Gopher failed", failure);
      send(MenuWriter.refusal("the server has failed"));
    } else if (answer != null) {
      send(answer);
    }
  }

  private void send(Answer answer) {
    Transport to = transport();
    switch (answer) {
      case Answer.Menu(byte[] wire) -> to.producer(new MenuSending(to, wire));
      case Answer.Text(var file, long bytes) -> to.producer(new TextSending(to, file, bytes));
      case Answer.Binary(var file, long bytes) -> {
        // Closed when it is sent: a close waits for a slow client no longer than its time-out.
        var _ = to.sendFile(file.file(), 0, bytes).thenRun(to::close);
      }
    }
  }

  private HostPort here() {
    HostPort local =
        transport().localAddress() instanceof InetSocketAddress inet
            ? withoutScope(HostPort.of(inet))
            : NAMELESS;
    if (name == null) {
      return local;
    }
    return name.port() == 0 ? new HostPort(name.host(), local.port()) : name;
  }

  /** The name of an interface means nothing elsewhere. */
  private static HostPort withoutScope(HostPort local) {
    int percent = local.host().indexOf('%');
    return percent < 0 ? local : new HostPort(local.host().substring(0, percent), local.port());
  }

  /** What was asked for is still answered. */
  @Override
  public boolean stopping() {
    return asked;
  }

  @Override
  public void connectionLost(LossReason reason) {
    finding.close();
  }
}
