package io.jackfield.reactor;

import io.jackfield.socket.ControlMessage.Credentials;
import io.jackfield.socket.PassedDescriptor;
import java.util.List;

/**
 * A protocol that is told of what comes beside the bytes of a Unix stream, just before the {@code
 * dataReceived} with the first of the bytes it came with. That call may begin with bytes that were
 * sent before: the kernel joins them. It has none that were sent later. Its transport is a {@link
 * UnixTransport}. Source: unix(7), Twisted's {@code IFileDescriptorReceiver}.
 */
public interface UnixProtocol extends Protocol {
  /**
   * Descriptors arrived. Those that are not {@linkplain PassedDescriptor#takeNumber taken} during
   * the call are closed after it.
   */
  void descriptorsReceived(List<PassedDescriptor> descriptors);

  /**
   * Who sent what follows, by the kernel's word; told for each piece of it, if {@link
   * io.jackfield.socket.UnixOptions#REPORT_CREDENTIALS} is set.
   */
  default void credentialsReceived(Credentials sender) {}

  /**
   * There was too little room for what came, {@link StreamOptions#controlBytes}: some of it is
   * lost. Without an override it ends the connection.
   */
  default void besideTruncated() {
    throw new IllegalStateException("descriptors were lost: StreamOptions.controlBytes is too low");
  }
}
