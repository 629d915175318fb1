package io.jackfield.conformance.e2e;

/** Small clients and servers written with Python's {@code ssl}, which is OpenSSL's library. */
final class PythonTls {
  private static final String PRELUDE =
      """
      import ssl
      CA = ARGS[2]

      def secure(version=None, own=None, alpn=None):
          context = ssl.create_default_context(cafile=CA)
          if version:
              context.minimum_version = context.maximum_version = getattr(ssl.TLSVersion, version)
          if own:
              context.load_cert_chain(own + '.pem', own + '.key')
          if alpn:
              context.set_alpn_protocols([alpn])
          # An end without close_notify is an error, not an end.
          return context.wrap_socket(
              connect(), server_hostname='localhost', suppress_ragged_eofs=False)

      """;

  private static final String SERVER =
      """
      import ssl
      OWN = ARGS[0]
      context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
      context.load_cert_chain(OWN + '.pem', OWN + '.key')

      def serve(handle):
          listener = socket.create_server(('127.0.0.1', 0))
          say(b'port %d\\n' % listener.getsockname()[1])
          while True:
              plain, _ = listener.accept()
              plain.settimeout(LIMIT)
              try:
                  s = context.wrap_socket(plain, server_side=True, suppress_ragged_eofs=False)
                  handle(s)
              except OSError as e:
                  say(b'failed: %s\\n' % str(e).encode())

      """;

  private PythonTls() {}

  /** Runs a client of 127.0.0.1 that trusts an authority; returns what it said. */
  static String client(int port, Authority authority, String script, Object... arguments) {
    Object[] all = new Object[arguments.length + 3];
    all[0] = "127.0.0.1";
    all[1] = port;
    all[2] = authority.file("ca.pem");
    System.arraycopy(arguments, 0, all, 3, arguments.length);
    return Python.run(PRELUDE + script, all);
  }

  /** A server on 127.0.0.1 as {@code name}: the script changes {@code context}, calls serve. */
  static Foreign server(Authority authority, String name, String script) {
    return Foreign.of(
        Python.script(SERVER + script, authority.file(name), authority.file("ca.pem")));
  }
}
