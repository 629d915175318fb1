package io.jackfield.tls;

import io.jackfield.tls.TlsConfigException.Problem;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * What the sessions of one side have in common: certificates, trust, versions, the cache by which
 * sessions are resumed. Its settings never change; {@link #reload} reads the files that they name
 * again. Any thread.
 */
public abstract sealed class TlsConfig permits TlsClientConfig, TlsServerConfig {
  /** What a handshake may take of the peer by default; with long chains some 10,000 are usual. */
  public static final int HANDSHAKE_LIMIT_BYTES = 128 * 1024;

  final List<TlsIdentity> identities;
  final TlsTrust trust;
  final Set<TlsProtocol> protocols;
  final List<String> cipherSuites;
  final List<String> applicationProtocols;
  final int handshakeLimitBytes;
  final @Nullable TlsKeyLog keyLog;
  private final BufferPool pool = new BufferPool();
  private volatile Loaded loaded;

  /**
   * What the files said when they were read last.
   *
   * @param number of the time that they were read
   */
  record Loaded(
      int number,
      List<LoadedIdentity> identities,
      X509ExtendedTrustManager trust,
      SSLContext context) {}

  TlsConfig(Builder<?> builder) throws TlsConfigException {
    identities = List.copyOf(builder.identities);
    trust = builder.trust;
    protocols = EnumSet.copyOf(builder.protocols);
    cipherSuites = List.copyOf(builder.cipherSuites);
    applicationProtocols = List.copyOf(builder.applicationProtocols);
    handshakeLimitBytes = builder.handshakeLimitBytes;
    keyLog = builder.keyLog;
    loaded = load(identities, trust, 1);
    checkCipherSuites();
  }

  /**
   * Reads certificates, keys and trust again. Sessions made from now on use what was read, and
   * resume none that are older; running ones go on as they are. It takes the time of a few file
   * reads: not for a loop's thread.
   *
   * @throws TlsConfigException if something cannot be used; then all stays as it was
   */
  public final synchronized void reload() throws TlsConfigException {
    loaded = load(identities, trust, loaded.number() + 1);
  }

  /** How often they were read: once, and once more with each {@link #reload}. */
  public final int loads() {
    return loaded.number();
  }

  private static Loaded load(List<TlsIdentity> identities, TlsTrust trust, int number)
      throws TlsConfigException {
    List<LoadedIdentity> loaded = new ArrayList<>();
    for (TlsIdentity identity : identities) {
      loaded.add(identity.load());
    }
    try {
      X509ExtendedTrustManager trusted = trust.load();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(
          new KeyManager[] {new IdentityChooser(loaded)}, new TrustManager[] {trusted}, null);
      return new Loaded(number, List.copyOf(loaded), trusted, context);
    } catch (GeneralSecurityException e) {
      throw TlsConfigException.inGeneral("the JDK has no TLS: " + e.getMessage(), e);
    }
  }

  private void checkCipherSuites() throws TlsConfigException {
    List<String> known = List.of(context().getSupportedSSLParameters().getCipherSuites());
    for (String suite : cipherSuites) {
      if (!known.contains(suite)) {
        throw new TlsConfigException(
            Problem.UNSUPPORTED, null, 0, "no cipher suite " + suite + " here", null);
      }
    }
  }

  final Loaded loaded() {
    return loaded;
  }

  final SSLContext context() {
    return loaded.context();
  }

  final SSLParameters parameters() {
    SSLParameters parameters = context().getDefaultSSLParameters();
    parameters.setProtocols(TlsProtocol.jdkNames(protocols));
    if (!cipherSuites.isEmpty()) {
      parameters.setCipherSuites(cipherSuites.toArray(String[]::new));
    }
    parameters.setApplicationProtocols(applicationProtocols.toArray(String[]::new));
    return parameters;
  }

  final TlsSession session(SSLEngine engine) {
    return new TlsSession(new LoggedEngine(engine, keyLog), pool, handshakeLimitBytes);
  }

  /** Collects settings. Not for several threads. */
  public abstract static sealed class Builder<B extends Builder<B>>
      permits TlsClientConfig.Builder, TlsServerConfig.Builder {
    final List<TlsIdentity> identities = new ArrayList<>();
    TlsTrust trust;
    private final Set<TlsProtocol> protocols = EnumSet.allOf(TlsProtocol.class);
    private final List<String> cipherSuites = new ArrayList<>();
    private final List<String> applicationProtocols = new ArrayList<>();
    private int handshakeLimitBytes = HANDSHAKE_LIMIT_BYTES;
    private @Nullable TlsKeyLog keyLog;

    Builder(TlsTrust trust) {
      this.trust = trust;
    }

    abstract B self();

    /** Only these versions; both by default. */
    public final B protocols(TlsProtocol first, TlsProtocol... more) {
      protocols.clear();
      protocols.add(first);
      protocols.addAll(Arrays.asList(more));
      return self();
    }

    /** Only these cipher suites, by their names in IANA's registry; the JDK's choice by default. */
    public final B cipherSuites(String... names) {
      cipherSuites.clear();
      cipherSuites.addAll(Arrays.asList(names));
      return self();
    }

    /**
     * What is spoken inside, the most wanted first, as {@code h2}, {@code http/1.1} (ALPN, RFC
     * 7301). Where the peer names protocols too and none is the same, the handshake fails; where it
     * names none it goes on, and {@link TlsInfo#applicationProtocol} is null.
     */
    public final B applicationProtocols(String... names) {
      applicationProtocols.clear();
      applicationProtocols.addAll(Arrays.asList(names));
      return self();
    }

    /**
     * How many bytes the peer may send before the handshake is done: {@link #HANDSHAKE_LIMIT_BYTES}
     * by default.
     */
    public final B handshakeLimit(int bytes) {
      if (bytes <= 0) {
        throw new IllegalArgumentException("a limit of " + bytes + " bytes");
      }
      handshakeLimitBytes = bytes;
      return self();
    }

    /** Notes the secrets of all sessions for Wireshark; the log stays the caller's to close. */
    public final B keyLog(TlsKeyLog log) {
      keyLog = log;
      return self();
    }
  }
}
