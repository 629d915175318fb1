package io.jackfield.server;

import io.jackfield.protocol.proxy.ProxyDecoder;
import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.server.worker.Failure;
import io.jackfield.server.worker.Line;
import io.jackfield.server.worker.Message;
import io.jackfield.server.worker.Settings;
import io.jackfield.socket.PassedDescriptor;
import io.jackfield.tls.TlsServerConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Answers the conversations that a worker process is given. */
final class PassedStreams implements WorkerDuty {
  /** What a header of the PROXY protocol may have at most; who sent it had a lower limit. */
  private static final int ANY_HEADER_BYTES = 65_551;

  private final Settings settings;
  private final Line line;
  private final PassedTaking taking;
  private final Map<Long, Conversation> open = new ConcurrentHashMap<>();
  private final Map<StreamRequest, Long> numbers = new ConcurrentHashMap<>();
  private final Map<StreamRequest, Failure> failures = new ConcurrentHashMap<>();

  // Of the thread that is told.
  private @Nullable TlsServerConfig tls;
  private Limits limits;
  private long taken;

  PassedStreams(Settings settings, Line line) throws IOException, ClassNotFoundException {
    this.settings = settings;
    this.line = line;
    this.limits = PassedLimits.decoded(settings.limits());
    this.taking = new PassedTaking(WorkerConfig.ofStreams(settings, new Telling()));
  }

  @Override
  public void serve() {
    taking.serveToTheEnd();
  }

  @Override
  public void stop() {
    taking.shutdown();
  }

  @Override
  public ServerCounts counts() {
    return taking.countsByLoop().getFirst();
  }

  @Override
  public void told(Message message, @Nullable PassedDescriptor descriptor) throws IOException {
    switch (message) {
      case Message.Tls(byte[] config) -> tls = TlsServerConfig.ofPassed(config);
      case Message.Limits(byte[] changed) -> limits = PassedLimits.decoded(changed);
      case Message.Take take -> take(take, descriptor);
      case Message.Drain(long request) -> {
        Conversation conversation = open.get(request);
        if (conversation != null) {
          conversation.drain();
        }
      }
      case Message.Abort(long request) -> {
        Conversation conversation = open.get(request);
        if (conversation != null) {
          taking.abort(conversation);
        }
      }
      case Message.Count _ -> line.send(new Message.Counts(counts().inOrder()));
      case Message.Stop _ -> stop();
      default -> throw new IOException("a server of conversations does not say " + message);
    }
  }

  private void take(Message.Take take, @Nullable PassedDescriptor descriptor) {
    if (descriptor == null) {
      refuse(take, new IOException("no descriptor is left for a connection that was passed"));
      return;
    }
    try (descriptor) {
      byte[] header = take.header();
      ProxyHeader said = header == null ? null : decoded(header);
      SocketCarrier carrier = carrier(descriptor);
      carrier.begun(ByteBuffer.wrap(take.begun()));
      var conversation = new Conversation(carrier, take.peer(), settings.address(), limits);
      if (said != null) {
        conversation.identifiedBy(said);
      }
      open.put(take.request(), conversation);
      numbers.put(conversation, take.request());
      taking.take(conversation);
    } catch (IOException e) {
      refuse(take, e);
    }
    if (++taken == settings.recycleAfter()) {
      line.send(new Message.Enough());
    }
  }

  private SocketCarrier carrier(PassedDescriptor descriptor) throws IOException {
    if (!settings.secured()) {
      return new SocketCarrier(descriptor.takeSocket());
    }
    TlsServerConfig config = tls;
    if (config == null) {
      throw new IOException("a connection that needs TLS has come before its settings");
    }
    return new TlsCarrier(descriptor.takeSocket(), config, settings.handshakeTimeout());
  }

  private static ProxyHeader decoded(byte[] header) throws IOException {
    ProxyHeader decoded = new ProxyDecoder(ANY_HEADER_BYTES).feed(ByteBuffer.wrap(header));
    if (decoded == null) {
      throw new IOException("half a header of the PROXY protocol");
    }
    return decoded;
  }

  private void refuse(Message.Take take, IOException why) {
    line.send(new Message.Over(take.request(), 0, 0, Failure.of(why)));
  }

  /** Tells the server how each ended; its own hooks are there. */
  private final class Telling implements ServerHooks<StreamRequest> {
    @Override
    public void handleError(StreamRequest request, Throwable error) {
      failures.put(request, Failure.of(error));
    }

    @Override
    public void handleTimeout(StreamRequest request) {
      failures.put(request, Failure.TIME_OUT);
    }

    @Override
    public void finishRequest(StreamRequest request) {
      Long number = numbers.remove(request);
      Failure failure = failures.remove(request);
      if (number != null) {
        open.remove(number);
        line.send(new Message.Over(number, request.bytesIn(), request.bytesOut(), failure));
      }
    }
  }
}
