package io.jackfield.tls;

import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** What a server's sessions have in common. */
public final class TlsServerConfig extends TlsConfig {
  final ClientCertificate clients;

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

  /**
   * As {@link #passed} of another process of the same program gave it.
   *
   * @throws TlsConfigException if it did not
   */
  public static TlsServerConfig ofPassed(byte[] passed) throws TlsConfigException {
    return PassedTls.decoded(passed);
  }

  /**
   * All that it was made of and has read from its files, <b>private keys too</b>, as bytes for
   * another process of the same program; the files are not read there.
   *
   * @throws TlsConfigException if a key cannot leave its key store, or there is a key log, which is
   *     this process's
   */
  public byte[] passed() throws TlsConfigException {
    return PassedTls.encoded(this);
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
