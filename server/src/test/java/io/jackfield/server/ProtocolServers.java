package io.jackfield.server;

import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.server.StreamKind.Served;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.Stream;

/** Servers whose rules are protocols of the reactor, and what those are told, a word each. */
record ProtocolServers(
    Path folder, Certificate certificate, ToldHooks hooks, LinkedBlockingQueue<String> told) {
  /** Every kind of server on every engine. */
  static final String SERVED = "io.jackfield.server.ProtocolServers#served";

  /** Where a second connection is served while the first is. */
  static final String CONCURRENT = "io.jackfield.server.ProtocolServers#concurrent";

  /** Under TLS. */
  static final String SECURED = "io.jackfield.server.ProtocolServers#secured";

  /** Without it. */
  static final String PLAIN = "io.jackfield.server.ProtocolServers#plain";

  /** Plain TCP. */
  static final String TCP = "io.jackfield.server.ProtocolServers#tcp";

  /** With the certificate that was made in that folder. */
  ProtocolServers(Path folder) {
    this(folder, new Certificate(folder), new ToldHooks(), new LinkedBlockingQueue<>());
  }

  /**
   * With factories that share objects with the test; a worker's is in {@link ProcessServersTest}.
   */
  private static Stream<Served> here() {
    return StreamKind.onAllEngines().filter(one -> one.engine().isHere());
  }

  static List<Served> served() {
    return here().toList();
  }

  static List<Served> concurrent() {
    return here().filter(one -> one.engine().isConcurrent()).toList();
  }

  static List<Served> secured() {
    return here().filter(one -> one.kind().isTls()).toList();
  }

  static List<Served> plain() {
    return here().filter(one -> !one.kind().isTls()).toList();
  }

  static List<Served> tcp() {
    return here().filter(one -> one.kind() == StreamKind.TCP).toList();
  }

  StreamServerBuilder<? extends BaseServer> anywhere(Served served, ProtocolFactory factory)
      throws IOException {
    return served
        .kind()
        .at(served.kind().anyAddress(folder), certificate)
        .engine(served.engine().engine())
        .protocol(factory)
        .hooks(hooks);
  }

  StreamServerBuilder<? extends BaseServer> echoing(Served served) throws IOException {
    return anywhere(served, _ -> new RecordingProtocol(told));
  }

  Line connect(Served served, BaseServer server) throws IOException {
    return served.kind().connect(server.address(), certificate);
  }

  /** Waits for so many words that protocols are told. */
  List<String> next(int count) throws InterruptedException {
    return ToldHooks.next(told, count);
  }
}
