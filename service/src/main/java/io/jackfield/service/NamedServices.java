package io.jackfield.service;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.server.BaseServer;
import io.jackfield.server.DatagramExchange;
import io.jackfield.server.DatagramRequest;
import io.jackfield.server.DatagramServerBuilder;
import io.jackfield.server.Exchange;
import io.jackfield.server.StreamServerBuilder;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The services by their names, as {@linkplain io.jackfield.server.Engine#processes worker
 * processes} need them; by the machine's clock.
 */
public final class NamedServices {
  /** What says in the settings which one it is. */
  private static final String NAME = "service";

  /** By its settings; a worker process has one, and asks for it at each conversation. */
  private static final Map<Map<String, String>, Service> KNOWN = new ConcurrentHashMap<>();

  private NamedServices() {}

  /** Has a server's worker processes follow the rules of a service with a stream's form. */
  public static <S extends BaseServer> StreamServerBuilder<S> in(
      StreamServerBuilder<S> builder, Service service, ServiceSettings settings) {
    Map<String, String> text = text(service, settings);
    return switch (form(service, Service::stream).rules()) {
      case Service.Rules.Exchanges _ -> builder.exchange(Stream.class, text);
      case Service.Rules.Protocols _ -> builder.protocol(Protocols.class, text);
      case Service.Rules.Room _ ->
          throw new IllegalArgumentException(service.name() + " is of one process");
    };
  }

  /** The same of datagrams. */
  public static <S extends BaseServer> DatagramServerBuilder<S> in(
      DatagramServerBuilder<S> builder, Service service, ServiceSettings settings) {
    return builder.exchange(Datagrams.class, text(service, settings));
  }

  private static Map<String, String> text(Service service, ServiceSettings settings) {
    var text = new HashMap<>(settings.asText());
    text.put(NAME, service.name());
    return text;
  }

  private static Service of(Map<String, String> text) {
    return KNOWN.computeIfAbsent(Map.copyOf(text), NamedServices::find);
  }

  private static Service find(Map<String, String> text) {
    String name = text.get(NAME);
    List<Service> all = Services.all(ServiceSettings.of(text));
    return all.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no service '" + name + "'"));
  }

  private static <F> F form(Service service, Function<Service, @Nullable F> which) {
    F form = which.apply(service);
    if (form == null) {
      throw new IllegalArgumentException(service.name() + " is not to be had so");
    }
    return form;
  }

  /** A conversation of a service whose rules are an {@link Exchange}. */
  public static final class Stream implements Exchange {
    private final Exchange exchange;

    /** Of what the settings name; throws {@link IllegalArgumentException} if that is no service. */
    public Stream(Map<String, String> text) {
      Service service = of(text);
      if (!(form(service, Service::stream).rules()
          instanceof Service.Rules.Exchanges(var exchanges))) {
        throw new IllegalArgumentException(service.name() + " is a protocol");
      }
      exchange = exchanges.get();
    }

    @Override
    public void begin(SocketAddress client, Answer answer) throws IOException {
      exchange.begin(client, answer);
    }

    @Override
    public Next received(ByteBuffer chunk, Answer answer) throws IOException {
      return exchange.received(chunk, answer);
    }

    @Override
    public void ended(Answer answer) throws IOException {
      exchange.ended(answer);
    }

    @Override
    public boolean isMidway() {
      return exchange.isMidway();
    }
  }

  /** The conversations of a service whose rules are protocols. */
  public static final class Protocols implements ProtocolFactory {
    private final ProtocolFactory factory;

    /** As {@link Stream#Stream}. */
    public Protocols(Map<String, String> text) {
      Service service = of(text);
      if (!(form(service, Service::stream).rules()
          instanceof Service.Rules.Protocols(var factories))) {
        throw new IllegalArgumentException(service.name() + " is no protocol");
      }
      factory = factories.get();
    }

    @Override
    public @Nullable Protocol buildProtocol(@Nullable SocketAddress peer) {
      return factory.buildProtocol(peer);
    }

    @Override
    public void acceptFailed(IOException failure) {
      factory.acceptFailed(failure);
    }

    @Override
    public void started() {
      factory.started();
    }

    @Override
    public void stopped() {
      factory.stopped();
    }
  }

  /** A service's datagrams. */
  public static final class Datagrams implements DatagramExchange {
    private final DatagramExchange exchange;

    /** As {@link Stream#Stream}. */
    public Datagrams(Map<String, String> text) {
      exchange = form(of(text), Service::datagram).exchange();
    }

    @Override
    public void received(DatagramRequest request) throws IOException {
      exchange.received(request);
    }
  }
}
