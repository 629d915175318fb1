package io.jackfield.tls;

import java.util.Collection;

/** The versions of TLS there are here. Older ones are deprecated by RFC 8996 and not offered. */
public enum TlsProtocol {
  /** RFC 5246. */
  TLS_1_2("TLSv1.2"),
  /** RFC 8446. */
  TLS_1_3("TLSv1.3");

  final String jdkName;

  TlsProtocol(String jdkName) {
    this.jdkName = jdkName;
  }

  static TlsProtocol of(String jdkName) {
    for (TlsProtocol protocol : values()) {
      if (protocol.jdkName.equals(jdkName)) {
        return protocol;
      }
    }
    throw new IllegalArgumentException("no protocol of ours: " + jdkName);
  }

  static String[] jdkNames(Collection<TlsProtocol> some) {
    return some.stream().map(protocol -> protocol.jdkName).toArray(String[]::new);
  }

  @Override
  public String toString() {
    return jdkName;
  }
}
