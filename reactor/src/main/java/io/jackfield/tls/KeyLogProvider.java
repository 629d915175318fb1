package io.jackfield.tls;

import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.SecureRandom;
import java.security.Security;
import java.security.spec.AlgorithmParameterSpec;
import java.util.List;
import java.util.Map;
import javax.crypto.KDF;
import javax.crypto.KDFParameters;
import javax.crypto.KDFSpi;
import javax.crypto.KeyGenerator;
import javax.crypto.KeyGeneratorSpi;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the JDK's provider in the two places where its TLS derives secrets: HKDF for TLS
 * 1.3 (the name of the key it asks for says which secret it is) and the generators of the master
 * secret for TLS 1.2.
 */
final class KeyLogProvider extends Provider {
  private static final long serialVersionUID = 1L;

  private static final List<String> HKDF = List.of("HKDF-SHA256", "HKDF-SHA384");

  private static final List<String> MASTER =
      List.of("SunTlsMasterSecret", "SunTlsExtendedMasterSecret");

  /** The JDK's names for the secrets, and those of RFC 9850. */
  private static final Map<String, String> LABELS =
      Map.of(
          "TlsClientHandshakeTrafficSecret", "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
          "TlsServerHandshakeTrafficSecret", "SERVER_HANDSHAKE_TRAFFIC_SECRET",
          "TlsClientAppTrafficSecret", "CLIENT_TRAFFIC_SECRET_0",
          "TlsServerAppTrafficSecret", "SERVER_TRAFFIC_SECRET_0",
          "TlsExporterMasterSecret", "EXPORTER_SECRET");

  KeyLogProvider(String name) {
    super(name, "1", "notes TLS secrets for a key log");
    for (String algorithm : HKDF) {
      putService(
          new Made(this, "KDF", algorithm) {
            @Override
            public Object newInstance(@Nullable Object parameters) throws NoSuchAlgorithmException {
              try {
                return new Hkdf(algorithm, (KDFParameters) parameters);
              } catch (InvalidAlgorithmParameterException e) {
                throw new NoSuchAlgorithmException(e);
              }
            }
          });
    }
    for (String algorithm : MASTER) {
      putService(
          new Made(this, "KeyGenerator", algorithm) {
            @Override
            public Object newInstance(@Nullable Object parameters) throws NoSuchAlgorithmException {
              return new Master(algorithm);
            }
          });
    }
  }

  /** Whether the JDK comes to this provider; it silently passes one by that it does not accept. */
  boolean isUsed() {
    try {
      return KDF.getInstance(HKDF.getFirst()).getProviderName().equals(getName());
    } catch (NoSuchAlgorithmException e) {
      return false;
    }
  }

  /** A service that makes its object itself, where others have it made by reflection. */
  private abstract static class Made extends Service {
    Made(Provider provider, String type, String algorithm) {
      super(provider, type, algorithm, "of " + KeyLogProvider.class.getName(), null, null);
    }

    @Override
    public abstract Object newInstance(@Nullable Object parameters) throws NoSuchAlgorithmException;
  }

  /** The provider that would be asked if there were none of ours. */
  private static Provider next(String service) throws NoSuchAlgorithmException {
    Provider[] all = Security.getProviders(service);
    if (all != null) {
      for (Provider each : all) {
        if (!(each instanceof KeyLogProvider)) {
          return each;
        }
      }
    }
    throw new NoSuchAlgorithmException(service);
  }

  private static void note(@Nullable String label, SecretKey secret) {
    if (label != null && TlsKeyLog.SCOPE.isBound()) {
      TlsKeyLog.SCOPE.get().derived(label, secret);
    }
  }

  private static final class Hkdf extends KDFSpi {
    private final KDF next;

    Hkdf(String algorithm, @Nullable KDFParameters parameters)
        throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
      super(parameters);
      next = KDF.getInstance(algorithm, parameters, next("KDF." + algorithm));
    }

    @Override
    protected @Nullable KDFParameters engineGetParameters() {
      return next.getParameters();
    }

    @Override
    protected SecretKey engineDeriveKey(String algorithm, AlgorithmParameterSpec how)
        throws InvalidAlgorithmParameterException, NoSuchAlgorithmException {
      SecretKey secret = next.deriveKey(algorithm, how);
      note(LABELS.get(algorithm), secret);
      return secret;
    }

    @Override
    protected byte[] engineDeriveData(AlgorithmParameterSpec how)
        throws InvalidAlgorithmParameterException {
      return next.deriveData(how);
    }
  }

  private static final class Master extends KeyGeneratorSpi {
    private final KeyGenerator next;

    Master(String algorithm) throws NoSuchAlgorithmException {
      next = KeyGenerator.getInstance(algorithm, next("KeyGenerator." + algorithm));
    }

    @Override
    protected void engineInit(SecureRandom random) {
      next.init(random);
    }

    @Override
    protected void engineInit(AlgorithmParameterSpec how, SecureRandom random)
        throws InvalidAlgorithmParameterException {
      next.init(how, random);
    }

    @Override
    protected void engineInit(int bits, SecureRandom random) {
      next.init(bits, random);
    }

    @Override
    protected SecretKey engineGenerateKey() {
      SecretKey master = next.generateKey();
      note("CLIENT_RANDOM", master);
      return master;
    }
  }
}
