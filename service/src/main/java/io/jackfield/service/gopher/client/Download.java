package io.jackfield.service.gopher.client;

import io.jackfield.protocol.gopher.GopherUrl;
import io.jackfield.protocol.gopher.ReplyDecoder;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Timer;
import io.jackfield.reactor.Transport;
import io.jackfield.reactor.endpoint.HostPort;
import io.jackfield.service.folder.NewFile;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsPeer;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One file being fetched. What comes is written by another thread, and until that is done nothing
 * more is received, so that a disk slower than the network holds up the server and fills no memory.
 * The loop's; the file belongs to the one task that runs elsewhere.
 */
final class Download implements Protocol {
  private final Reactor reactor;
  private final GopherUrl url;
  private final Path folder;
  private final Way way;
  private final Watcher watcher;
  private final ReplyDecoder decoder;
  private final CompletableFuture<Boolean> over = new CompletableFuture<>();
  private @Nullable NewFile file;
  private @Nullable Transport transport;
  private @Nullable Timer deadline;
  private @Nullable Throwable failure;
  private long bytes;
  private boolean writing;
  private boolean ended;
  private boolean closed;

  Download(Reactor reactor, GopherUrl url, Path folder, Way way, Watcher watcher) {
    this.reactor = reactor;
    this.url = url;
    this.folder = folder;
    this.way = way;
    this.watcher = watcher;
    this.decoder = new ReplyDecoder(url.kind());
  }

  /** Begins; completed on the loop with whether it is there. */
  CompletableFuture<Boolean> begin() {
    try {
      var _ =
          connect()
              .whenComplete((_, why) -> {
                if (why != null) {
                  end(why);
                }
              });
    } catch (UnknownHostException | IllegalArgumentException e) {
      end(e);
    }
    return over;
  }

  private CompletableFuture<Protocol> connect() throws UnknownHostException {
    StreamOptions options = StreamOptions.builder().connectTimeout(way.timeout()).build();
    var to = new HostPort(url.host(), url.port()).socketAddress();
    if (!url.secure()) {
      return reactor.connect(to, _ -> this, options);
    }
    var peer = new TlsPeer(way.requireTls(), way.expected(url), url.port(), way.timeout());
    return Tls.connect(reactor, to, peer, _ -> this, options);
  }

  // ---- what comes -------------------------------------------------------------------------------

  @Override
  public void connectionMade(Transport made) {
    transport = made;
    made.write(ByteBuffer.wrap(url.request().bytes()));
    waitForMore();
  }

  private void waitForMore() {
    deadline =
        reactor.callLater(
            way.timeout(),
            () -> {
              String why = "nothing came for " + way.timeout().toMillis() + " ms";
              lose(new SocketTimeoutException(why));
            });
  }

  private void waitNoLonger() {
    if (deadline != null) {
      deadline.cancel();
    }
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    waitNoLonger();
    ByteBuffer content = decoder.feed(data);
    ended = decoder.isEnded();
    if (content.hasRemaining()) {
      pause();
      write(content);
    } else if (!ended) {
      waitForMore();
    }
    if (ended && transport != null) {
      transport.close(); // A text's dot: some servers do not close.
    }
  }

  private void lose(Throwable why) {
    failure = failure == null ? why : failure;
    if (transport != null) {
      transport.abort();
    }
  }

  private void pause() {
    if (transport != null) {
      transport.pauseReading();
    }
  }

  @Override
  public void connectionLost(LossReason reason) {
    waitNoLonger();
    transport = null;
    closed = true;
    if (failure == null && !ended) {
      failure =
          switch (reason) {
            case LossReason.Done _ -> null;
            case LossReason.Lost(Throwable cause) -> cause;
            case LossReason.Aborted _, LossReason.TimedOut _ ->
                new IOException("the connection was broken off");
          };
    }
    finishIfAllIsThere();
  }

  // ---- what becomes of it -----------------------------------------------------------------------

  private void write(ByteBuffer content) {
    writing = true;
    int count = content.remaining();
    var _ =
        elsewhere(
                () -> {
                  begun().write(content);
                  return count;
                })
            .whenComplete((_, why) -> written(count, why));
  }

  /** On another thread. */
  private NewFile begun() throws IOException {
    NewFile there = file;
    if (there == null) {
      there = NewFile.in(folder);
      file = there;
    }
    return there;
  }

  private <T> CompletableFuture<T> elsewhere(Callable<T> work) {
    return reactor.deferToThread(work);
  }

  private void written(int count, @Nullable Throwable why) {
    writing = false;
    if (why != null) {
      lose(why);
    } else {
      bytes += count;
      watcher.received(bytes);
      if (transport != null && !ended) {
        waitForMore();
        transport.resumeReading();
      }
    }
    finishIfAllIsThere();
  }

  private void finishIfAllIsThere() {
    if (!closed || writing) {
      return;
    }
    if (failure != null) {
      end(failure);
      return;
    }
    writing = true;
    var _ =
        elsewhere(this::kept)
            .whenComplete((at, why) -> {
              if (why == null && at != null) {
                watcher.saved(at, bytes);
                over.complete(true);
              } else {
                end(why == null ? new IOException("nothing was saved") : why);
              }
            });
  }

  private Path kept() throws IOException {
    ByteBuffer rest = decoder.end();
    bytes += rest.remaining();
    NewFile whole = begun();
    try (whole) {
      whole.write(rest);
      return whole.keepAs(NewFile.nameFor(url.selector().lastPart(), url.host()));
    }
  }

  private void end(Throwable why) {
    NewFile partial = file;
    if (partial == null) {
      tellFailed(why);
      return;
    }
    var _ =
        elsewhere(
                () -> {
                  partial.close();
                  return partial;
                })
            .whenComplete((_, _) -> tellFailed(why));
  }

  private void tellFailed(Throwable why) {
    watcher.failed(why, bytes);
    over.complete(false);
  }
}
