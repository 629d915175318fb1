package io.jackfield.tls;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the certificate: on a server by the name the client asks for (RFC 6066 section 3), on a
 * client by who the server says it trusts. An alias is the number of the identity.
 */
final class IdentityChooser extends X509ExtendedKeyManager {
  private final List<LoadedIdentity> identities;

  IdentityChooser(List<LoadedIdentity> identities) {
    this.identities = List.copyOf(identities);
  }

  /**
   * Those with the very name, else those with a wildcard for it, else the first; of these, the
   * first with a key of the kind that the client understands.
   */
  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    String host = requestedHost(engine);
    int[] candidates = {0};
    if (host != null) {
      int[] exact = matching(identity -> identity.isFor(host));
      int[] wildcard = matching(identity -> identity.isForByWildcard(host));
      candidates = exact.length > 0 ? exact : wildcard.length > 0 ? wildcard : candidates;
    }
    return Arrays.stream(candidates)
        .filter(index -> index < identities.size() && isOfKind(identities.get(index), keyType))
        .mapToObj(Integer::toString)
        .findFirst()
        .orElse(null);
  }

  private int[] matching(Predicate<LoadedIdentity> wanted) {
    return IntStream.range(0, identities.size())
        .filter(index -> wanted.test(identities.get(index)))
        .toArray();
  }

  private static @Nullable String requestedHost(SSLEngine engine) {
    return engine.getHandshakeSession() instanceof ExtendedSSLSession session
        ? session.getRequestedServerNames().stream()
            .filter(SNIHostName.class::isInstance)
            .map(name -> ((SNIHostName) name).getAsciiName())
            .findFirst()
            .orElse(null)
        : null;
  }

  private static boolean isOfKind(LoadedIdentity identity, String keyType) {
    return identity.chain.getFirst().getPublicKey().getAlgorithm().equals(keyType);
  }

  /**
   * One that an authority named by the server has issued; where none fits the first, since a server
   * that says why it refuses helps more than a client that shows nothing.
   */
  @Override
  public @Nullable String chooseEngineClientAlias(
      String[] keyTypes, Principal @Nullable [] issuers, SSLEngine engine) {
    List<Principal> named = issuers == null ? List.of() : List.of(issuers);
    List<String> kinds = List.of(keyTypes);
    Predicate<LoadedIdentity> possible =
        identity -> kinds.stream().anyMatch(kind -> isOfKind(identity, kind));
    int[] fitting = matching(possible.and(identity -> issuedBy(identity, named)));
    int[] all = fitting.length > 0 ? fitting : matching(possible);
    return all.length > 0 ? Integer.toString(all[0]) : null;
  }

  private static boolean issuedBy(LoadedIdentity identity, List<Principal> named) {
    return named.isEmpty()
        || identity.chain.stream().anyMatch(each -> named.contains(each.getIssuerX500Principal()));
  }

  @Override
  public X509Certificate @Nullable [] getCertificateChain(String alias) {
    LoadedIdentity identity = identity(alias);
    return identity == null ? null : identity.chain.toArray(X509Certificate[]::new);
  }

  @Override
  public @Nullable PrivateKey getPrivateKey(String alias) {
    LoadedIdentity identity = identity(alias);
    return identity == null ? null : identity.key;
  }

  private @Nullable LoadedIdentity identity(String alias) {
    int index = Integer.parseInt(alias);
    return index < identities.size() ? identities.get(index) : null;
  }

  // What only the JDK's own sockets ask for: there are none here.

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
    return null;
  }
}
