package io.jackfield.cli.pipe;

import io.jackfield.reactor.ProcessOptions;
import io.jackfield.reactor.ProcessOptions.StandardError;
import io.jackfield.reactor.Reactor;
import io.jackfield.reactor.StreamOptions;
import io.jackfield.reactor.Transport;
import io.jackfield.socket.address.Addresses;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A command for each connection, which finds in its environment who is at the other end: {@code
 * NCAT_REMOTE_ADDR}, {@code NCAT_REMOTE_PORT}, {@code NCAT_LOCAL_ADDR}, {@code NCAT_LOCAL_PORT},
 * {@code NCAT_PROTO}, as ncat(1) has it. Its standard error is this process's own.
 *
 * @param words the program and its arguments
 */
public record CommandEnd(List<String> words) implements Joiner.Opening {
  @Override
  public CompletableFuture<End> open(Transport one) {
    var builder =
        ProcessOptions.builder()
            .error(StandardError.INHERITED)
            .ownGroup(true)
            .streams(StreamOptions.DEFAULTS);
    put(builder, "REMOTE", one.remoteAddress());
    put(builder, "LOCAL", one.localAddress());
    builder.variable("NCAT_PROTO", one instanceof DatagramStream ? "UDP" : "TCP");
    ProcessOptions options = builder.build();
    Reactor reactor = one.reactor();
    End end = End.conversation();
    return reactor
        .descriptors()
        .connect(_ -> end, null, protocol -> reactor.processes().connect(protocol, words, options))
        .thenApply(_ -> end);
  }

  private static void put(
      ProcessOptions.Builder builder, String side, @Nullable SocketAddress address) {
    if (address instanceof InetSocketAddress inet) {
      builder.variable("NCAT_" + side + "_ADDR", Addresses.hostText(inet.getAddress()));
      builder.variable("NCAT_" + side + "_PORT", "" + inet.getPort());
    } else if (address != null) {
      builder.variable("NCAT_" + side + "_ADDR", Addresses.text(address));
    }
  }
}
