package io.jackfield.conformance.reactor.peers;

import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.tls.Tls;
import io.jackfield.tls.TlsClientConfig;
import io.jackfield.tls.TlsIdentity;
import io.jackfield.tls.TlsPeer;
import io.jackfield.tls.TlsServerConfig;
import io.jackfield.tls.TlsTrust;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;

/** A program: a client, a late way, a server that echoes; says whether a megabyte is whole. */
final class LossyPath {
  private LossyPath() {}

  /**
   * Runs it.
   *
   * @param files for TLS: the server's certificate, its key, and whom the client trusts
   */
  public static void main(String[] files) throws Exception {
    boolean tls = files.length == 3;
    var told = new Told();
    try (Loop loop = Loop.start()) {
      ProtocolFactory echo = _ -> new Echo();
      int server = loop.listen(tls ? Tls.server(config(files), echo) : echo);
      int late = loop.listen(new Delay(loop.reactor(), Loop.at(server), Duration.ofMillis(20)));
      var _ =
          loop.call(() ->
              tls
                  ? Tls.connect(
                      loop.reactor(),
                      Loop.at(late),
                      TlsPeer.of(trust(files), "localhost", late),
                      _ -> told,
                      StreamOptions.DEFAULTS)
                  : loop.reactor().connect(Loop.at(late), _ -> told));
      told.transport();
      loop.run(() -> {
        told.made.resultNow().write(ByteBuffer.wrap(Bytes.megabyte()));
        told.made.resultNow().endOutput();
      });
      boolean whole = told.await(1 << 20).equals(Bytes.MEGABYTE);
      boolean inOrder = Loop.soon(told.lost) instanceof LossReason.Done;
      System.out.println(whole && inOrder ? "whole" : "damaged");
    }
  }

  private static TlsServerConfig config(String[] files) throws Exception {
    return TlsServerConfig.builder(TlsIdentity.pem(Path.of(files[0]), Path.of(files[1]))).build();
  }

  private static TlsClientConfig trust(String[] files) throws Exception {
    return TlsClientConfig.builder().trust(TlsTrust.pem(Path.of(files[2]))).build();
  }
}
