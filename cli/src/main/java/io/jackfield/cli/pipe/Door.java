package io.jackfield.cli.pipe;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import io.jackfield.socket.address.Addresses;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect to a port.
 *
 * @param limit how many at a time; others wait until there is room, in the kernel
 * @param keepsOpen whether it takes another one after the first
 * @param allowed which addresses are let in
 * @param told what happens is told here, a line each
 */
public record Door(
    int limit,
    boolean keepsOpen,
    Predicate<@Nullable SocketAddress> allowed,
    Consumer<String> told) {

  boolean lets(@Nullable SocketAddress peer) {
    boolean isLetIn = allowed.test(peer);
    if (!isLetIn && peer != null) {
      told.accept(Addresses.text(peer) + " is not let in");
    }
    return isLetIn;
  }

  ProtocolFactory factory(Consumer<End> taken) {
    return new ProtocolFactory() {
      private boolean isTaken;

      @Override
      public @Nullable Protocol buildProtocol(@Nullable SocketAddress peer) {
        if ((isTaken && !keepsOpen) || !lets(peer)) {
          return null;
        }
        isTaken = true;
        return new End(End.Kind.CONVERSATION, taken);
      }

      @Override
      public void acceptFailed(IOException failure) {
        told.accept(failure.getMessage() + "; accepting pauses");
      }
    };
  }
}
