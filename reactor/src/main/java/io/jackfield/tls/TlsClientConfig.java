package io.jackfield.tls;

import java.util.List;
import java.util.regex.Pattern;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * What a client's sessions have in common. Unless told otherwise a client trusts the system's
 * authorities, checks that the certificate is for the host it asked for, and sends that host's name
 * (SNI).
 */
public final class TlsClientConfig extends TlsConfig {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private TlsClientConfig(Builder builder) throws TlsConfigException {
    super(builder);
  }

  /** A client with all defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * A session with a server. Sessions with the same host and port resume each other.
   *
   * @param host the name or address that the certificate must be for; a name is sent too
   */
  public TlsSession newSession(String host, int port) {
    String bare = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    SSLEngine engine = context().createSSLEngine(bare, port);
    engine.setUseClientMode(true);
    SSLParameters parameters = parameters();
    parameters.setServerNames(isAddress(bare) ? List.of() : List.of(new SNIHostName(bare)));
    if (trust.checksHost()) {
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
    }
    engine.setSSLParameters(parameters);
    return session(engine);
  }

  private static boolean isAddress(String host) {
    return host.indexOf(':') >= 0 || IPV4.matcher(host).matches();
  }

  /** Collects a client's settings. */
  public static final class Builder extends TlsConfig.Builder<Builder> {
    private Builder() {
      super(TlsTrust.system());
    }

    @Override
    Builder self() {
      return this;
    }

    /** Whose certificates are accepted, instead of the system's choice. */
    public Builder trust(TlsTrust trust) {
      this.trust = trust;
      return this;
    }

    /**
     * Accepts any certificate for any host: whoever sits on the way can read and change all. For
     * tests, and for looking at a broken server.
     */
    public Builder insecure() {
      trust = TlsTrust.everybody();
      return this;
    }

    /** A certificate to show to a server that asks for one; several may be added. */
    public Builder identity(TlsIdentity identity) {
      identities.add(identity);
      return this;
    }

    /**
     * Reads the files.
     *
     * @throws TlsConfigException if one of them cannot be used
     */
    public TlsClientConfig build() throws TlsConfigException {
      return new TlsClientConfig(this);
    }
  }
}
