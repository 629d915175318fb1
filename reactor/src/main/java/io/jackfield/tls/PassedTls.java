package io.jackfield.tls;

import io.jackfield.tls.TlsConfigException.Problem;
import io.jackfield.tls.TlsServerConfig.ClientCertificate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A server's settings, as they were read last, as bytes for another process. */
final class PassedTls {
  private PassedTls() {}

  static byte[] encoded(TlsServerConfig config) throws TlsConfigException {
    if (config.keyLog != null) {
      throw unsupported("a key log is its process's, and cannot be passed to another");
    }
    var bytes = new ByteArrayOutputStream();
    TlsConfig.Loaded loaded = config.loaded();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(loaded.identities().size());
      for (LoadedIdentity each : loaded.identities()) {
        write(out, each);
      }
      out.writeUTF(config.clients.name());
      out.writeUTF(config.trust.kind.name());
      write(out, trusted(config.trust.kind, loaded));
      writeTexts(out, config.protocols.stream().map(Enum::name).toList());
      writeTexts(out, config.cipherSuites);
      writeTexts(out, config.applicationProtocols);
      out.writeInt(config.handshakeLimitBytes);
    } catch (TlsConfigException e) {
      throw e;
    } catch (IOException | GeneralSecurityException e) {
      throw TlsConfigException.inGeneral("the certificates cannot be passed: " + e, e);
    }
    return bytes.toByteArray();
  }

  private static TlsConfigException unsupported(String why) {
    return new TlsConfigException(Problem.UNSUPPORTED, null, 0, why, null);
  }

  private static List<X509Certificate> trusted(TlsTrust.Kind kind, TlsConfig.Loaded loaded) {
    return switch (kind) {
      case SYSTEM, EVERYBODY, NOBODY -> List.of();
      case AUTHORITIES -> Arrays.asList(loaded.trust().getAcceptedIssuers());
      case PINNED -> List.of(((PinnedTrustManager) loaded.trust()).pinned());
    };
  }

  private static void write(DataOutputStream out, LoadedIdentity identity)
      throws IOException, GeneralSecurityException {
    byte[] key = identity.key.getEncoded();
    if (key == null || !"PKCS#8".equals(identity.key.getFormat())) {
      throw unsupported("a private key cannot leave its key store to be passed to another process");
    }
    out.writeUTF(identity.key.getAlgorithm());
    out.writeInt(key.length);
    out.write(key);
    write(out, identity.chain);
  }

  private static void write(DataOutputStream out, List<X509Certificate> certificates)
      throws IOException, GeneralSecurityException {
    out.writeInt(certificates.size());
    for (X509Certificate each : certificates) {
      byte[] der = each.getEncoded();
      out.writeInt(der.length);
      out.write(der);
    }
  }

  private static void writeTexts(DataOutputStream out, List<String> texts) throws IOException {
    out.writeInt(texts.size());
    for (String each : texts) {
      out.writeUTF(each);
    }
  }

  // ---- and back ---------------------------------------------------------------------------------

  static TlsServerConfig decoded(byte[] passed) throws TlsConfigException {
    try (var in = new DataInputStream(new ByteArrayInputStream(passed))) {
      int identities = in.readInt();
      TlsServerConfig.Builder builder = TlsServerConfig.builder(readIdentity(in));
      for (int i = 1; i < identities; i++) {
        builder.identity(readIdentity(in));
      }
      ClientCertificate clients = ClientCertificate.valueOf(in.readUTF());
      TlsTrust.Kind kind = TlsTrust.Kind.valueOf(in.readUTF());
      builder.clientCertificate(clients, trust(kind, readCertificates(in)));
      TlsProtocol[] protocols =
          readTexts(in).stream().map(TlsProtocol::valueOf).toArray(TlsProtocol[]::new);
      builder.protocols(protocols[0], Arrays.copyOfRange(protocols, 1, protocols.length));
      builder.cipherSuites(readTexts(in).toArray(String[]::new));
      builder.applicationProtocols(readTexts(in).toArray(String[]::new));
      return builder.handshakeLimit(in.readInt()).build();
    } catch (TlsConfigException e) {
      throw e;
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw TlsConfigException.inGeneral("these are no settings of TLS from another process", e);
    }
  }

  private static TlsTrust trust(TlsTrust.Kind kind, List<X509Certificate> certificates) {
    return switch (kind) {
      case SYSTEM -> TlsTrust.system();
      case AUTHORITIES -> TlsTrust.authorities(certificates);
      case PINNED -> TlsTrust.pinned(certificates.getFirst());
      case EVERYBODY -> TlsTrust.everybody();
      case NOBODY -> TlsTrust.nobody();
    };
  }

  private static TlsIdentity readIdentity(DataInputStream in)
      throws IOException, GeneralSecurityException {
    KeyFactory factory = KeyFactory.getInstance(in.readUTF());
    PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(readBytes(in)));
    return TlsIdentity.of(new LoadedIdentity(key, readCertificates(in)));
  }

  private static byte[] readBytes(DataInputStream in) throws IOException {
    return in.readNBytes(Math.clamp(in.readInt(), 0, in.available()));
  }

  private static List<X509Certificate> readCertificates(DataInputStream in)
      throws IOException, GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      certificates.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(readBytes(in))));
    }
    return certificates;
  }

  private static List<String> readTexts(DataInputStream in) throws IOException {
    List<String> texts = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.add(in.readUTF());
    }
    return texts;
  }
}
