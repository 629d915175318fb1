package io.jackfield.service.files;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.ProtocolFactory;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Receives files into a folder, in both forms of {@link io.jackfield.protocol.files}; a server's
 * rules, or a port's of a reactor. Files are written by the reactor's other threads. Any number of
 * loops.
 */
public final class Receiving implements ProtocolFactory {
  private final Folder folder;
  private final TransferListener listener;

  /** For a service: nobody is told how it goes. */
  public Receiving(ReceivingSettings settings) {
    this(settings, TransferListener.NOBODY);
  }

  /**
   * With somebody who is told.
   *
   * @param listener called by the loops that have the connections
   */
  public Receiving(ReceivingSettings settings, TransferListener listener) {
    this.folder = new Folder(settings);
    this.listener = listener;
  }

  @Override
  public Protocol buildProtocol(@Nullable SocketAddress peer) {
    return new ReceivingProtocol(folder, listener);
  }
}
