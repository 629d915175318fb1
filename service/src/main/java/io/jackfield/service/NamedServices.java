package io.jackfield.service;

import io.jackfield.server.DatagramExchange;
import io.jackfield.server.DatagramRequest;
import io.jackfield.server.Exchange;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/**
 * The services by their names, as {@linkplain io.jackfield.server.Engine#processes worker
 * processes} need them; by the machine's clock.
 */
public final class NamedServices {
  /** What says in the settings which one it is. */
  private static final String NAME = "service";

  private static final List<Service> ALL = Services.all(Clock.system(ZoneId.systemDefault()));

  private NamedServices() {}

  /** The settings of both classes for a service of this name. */
  public static Map<String, String> settings(String name) {
    return Map.of(NAME, name);
  }

  private static Service of(Map<String, String> settings) {
    String name = settings.get(NAME);
    return ALL.stream()
        .filter(service -> service.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("there is no service '" + name + "'"));
  }

  /** A conversation of a service. */
  public static final class Stream implements Exchange {
    private final Exchange exchange;

    /** Of what the settings name; throws {@link IllegalArgumentException} if that is no service. */
    public Stream(Map<String, String> settings) {
      Service service = of(settings);
      Service.Stream form = service.stream();
      if (form == null) {
        throw new IllegalArgumentException(service.name() + " has no conversations");
      }
      exchange = form.exchange().get();
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

  /** A service's datagrams. */
  public static final class Datagrams implements DatagramExchange {
    private final DatagramExchange exchange;

    /** As {@link Stream#Stream}. */
    public Datagrams(Map<String, String> settings) {
      Service service = of(settings);
      Service.Datagram form = service.datagram();
      if (form == null) {
        throw new IllegalArgumentException(service.name() + " has no datagrams");
      }
      exchange = form.exchange();
    }

    @Override
    public void received(DatagramRequest request) throws IOException {
      exchange.received(request);
    }
  }
}
