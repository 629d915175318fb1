package io.jackfield.tls;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What a server's sessions have in common. */
public final class TlsServerConfig extends TlsConfig {
  private final ClientCertificate clients;

  /** Whether clients show a certificate. */
  public enum ClientCertificate {
    /** They are not asked. */
    NONE,
    /** They are asked, and may have none; one that is not trusted ends the handshake. */
    WANTED,
    /** Without one the handshake fails. */
    REQUIRED
  }

  private TlsServerConfig(Builder builder) throws TlsConfigException {
    super(builder);
    clients = builder.clients;
  }

  /** A server with this certificate, which is also the one for clients that name no host. */
  public static Builder builder(TlsIdentity identity) {
    return new Builder(identity);
  }

  /** A session with a client. */
  public TlsSession newSession() {
    SSLEngine engine = context().createSSLEngine();
    engine.setUseClientMode(false);
    SSLParameters parameters = parameters();
    parameters.setUseCipherSuitesOrder(true);
    switch (clients) {
      case NONE -> {}
      case WANTED -> parameters.setWantClientAuth(true);
      case REQUIRED -> parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    return session(engine);
  }

  /** Collects a server's settings. */
  public static final class Builder extends TlsConfig.Builder<Builder> {
    private ClientCertificate clients = ClientCertificate.NONE;

    private Builder(TlsIdentity identity) {
      super(TlsTrust.nobody());
      identities.add(identity);
    }

    @Override
    Builder self() {
      return this;
    }

    /**
     * A further certificate, for clients that ask for one of its names (SNI): the exact name wins,
     * then a wildcard, then the first certificate of all. Two for the same name may have keys of
     * different kinds.
     */
    public Builder identity(TlsIdentity identity) {
      identities.add(identity);
      return this;
    }

    /** Whether clients show a certificate, and whose is accepted. */
    public Builder clientCertificate(ClientCertificate wish, TlsTrust trust) {
      clients = wish;
      this.trust = trust;
      return this;
    }

    /**
     * Reads the files.
     *
     * @throws TlsConfigException if one of them cannot be used
     */
    public TlsServerConfig build() throws TlsConfigException {
      return new TlsServerConfig(this);
    }
  }
}
