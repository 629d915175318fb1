package io.jackfield.protocol.proxy;

import java.io.IOException;

/** What arrived is no header of the PROXY protocol. The connection is of no use. */
public final class ProxyProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  ProxyProtocolException(String message) {
    super("PROXY protocol: " + message);
  }
}
