package io.jackfield.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.ProtocolFamily;
import java.net.SocketException;
import org.opentest4j.TestAbortedException;

/**
 * One error a user can meet.
 *
 * @param symbol the errno
 * @param ours its class
 * @param theirs what existing code catches
 * @param message a pattern of the whole
 * @param call throws it
 */
record ErrorRow(
    String symbol,
    Class<? extends IOException> ours,
    Class<? extends IOException> theirs,
    String message,
    Call call) {

  interface Call {
    void run() throws Exception;
  }

  interface OnSocket {
    void run(Socket socket) throws Exception;
  }

  /** {@code message} is a pattern but for its parentheses, the last of which hold the symbol. */
  static ErrorRow row(
      Class<? extends IOException> ours,
      Class<? extends IOException> theirs,
      String message,
      Call call) {
    String symbol = message.replaceAll(".*\\(|\\)", "");
    return new ErrorRow(symbol, ours, theirs, message.replaceAll("[()]", "\\\\$0"), call);
  }

  /** A row of an errno that has no class of its own. */
  static ErrorRow other(String message, Call call) {
    return row(KernelException.class, SocketException.class, message, call);
  }

  /** Makes a call on a new socket. */
  static void on(ProtocolFamily family, SocketType type, OnSocket call) throws Exception {
    try (Socket socket = Socket.open(family, type)) {
      call.run(socket);
    }
  }

  void check() {
    Throwable thrown = catchThrowable(call::run);
    if (thrown instanceof TestAbortedException notHere) {
      throw notHere;
    }
    assertThat(thrown).isExactlyInstanceOf(ours).isInstanceOf(theirs).message().matches(message);
    if (thrown instanceof KernelFailure kernel) {
      assertThat(kernel.failure().errno().symbol()).isEqualTo(symbol);
    }
  }

  @Override
  public String toString() {
    return message;
  }
}
