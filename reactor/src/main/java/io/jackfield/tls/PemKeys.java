package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.tls.Pem.Block;
import io.jackfield.tls.TlsConfigException.Problem;
import java.io.IOException;
import java.nio.CharBuffer;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.BadPaddingException;
import javax.crypto.Cipher;
import javax.crypto.EncryptedPrivateKeyInfo;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Private keys in PEM: {@code PRIVATE KEY} (PKCS#8, RFC 5958), {@code RSA PRIVATE KEY} (PKCS#1),
 * {@code EC PRIVATE KEY} (SEC 1), {@code ENCRYPTED PRIVATE KEY} (PKCS#8 with PBES2, RFC 8018), and
 * the two old ones with {@code Proc-Type: 4,ENCRYPTED} (RFC 1421, as OpenSSL does it).
 */
final class PemKeys {
  private static final List<String> ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

  /** The bytes of a key and the JDK's name for each cipher that {@code DEK-Info} may name. */
  private static final Map<String, Integer> LEGACY =
      Map.of("AES-128-CBC", 16, "AES-192-CBC", 24, "AES-256-CBC", 32, "DES-EDE3-CBC", 24);

  private static final String CONVERT =
      "; convert it: openssl pkcs8 -topk8 -v2 aes-256-cbc -in OLD -out NEW";

  private PemKeys() {}

  static PrivateKey read(Path file, char @Nullable [] passphrase) throws TlsConfigException {
    byte[] curve = null;
    for (Block block : Pem.read(file)) {
      switch (block.type()) {
        case "EC PARAMETERS" -> curve = block.der();
        case "PRIVATE KEY" -> {
          return key(block, block.der());
        }
        case "RSA PRIVATE KEY" -> {
          return key(block, Der.pkcs8OfRsa(opened(block, passphrase)));
        }
        case "EC PRIVATE KEY" -> {
          return sec1(block, opened(block, passphrase), curve);
        }
        case "ENCRYPTED PRIVATE KEY" -> {
          return encrypted(block, passphrase);
        }
        default -> {
          if (block.type().endsWith("PRIVATE KEY")) {
            throw block.problem(
                Problem.UNSUPPORTED, "a key of type " + block.type() + CONVERT, null);
          }
        }
      }
    }
    throw new TlsConfigException(
        Problem.MISSING, file, 0, "no private key in it (-----BEGIN PRIVATE KEY-----)", null);
  }

  private static PrivateKey sec1(Block block, byte[] der, byte @Nullable [] curveBefore)
      throws TlsConfigException {
    try {
      byte[] curve = Der.curveOf(der);
      if (curve == null) {
        curve = curveBefore;
      }
      if (curve == null) {
        throw block.problem(Problem.MALFORMED, "an EC key that does not name its curve", null);
      }
      return key(block, Der.pkcs8OfEc(der, curve));
    } catch (IllegalArgumentException e) {
      throw unreadable(block, e);
    }
  }

  /** Where the key was encrypted and the result is no key, the passphrase was most likely wrong. */
  private static TlsConfigException unreadable(Block block, @Nullable Exception cause) {
    return block.headers().containsKey("DEK-Info")
        ? wrong(block, cause)
        : block.problem(
            Problem.MALFORMED, "not a " + block.type() + " of RSA, EC or EdDSA" + CONVERT, cause);
  }

  private static PrivateKey key(Block block, byte[] pkcs8) throws TlsConfigException {
    PrivateKey key = keyOrNull(new PKCS8EncodedKeySpec(pkcs8));
    if (key == null) {
      throw unreadable(block, null);
    }
    return key;
  }

  private static @Nullable PrivateKey keyOrNull(PKCS8EncodedKeySpec spec) {
    for (String algorithm : ALGORITHMS) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(spec);
      } catch (InvalidKeySpecException e) {
        // The next one may know it.
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }
    return null;
  }

  private static char[] needed(Block block, char @Nullable [] passphrase)
      throws TlsConfigException {
    if (passphrase == null) {
      throw block.problem(
          Problem.PASSPHRASE_NEEDED, "the key is encrypted: give its passphrase", null);
    }
    return passphrase;
  }

  private static TlsConfigException wrong(Block block, @Nullable Exception cause) {
    return block.problem(Problem.PASSPHRASE_WRONG, "the passphrase does not open this key", cause);
  }

  private static PrivateKey encrypted(Block block, char @Nullable [] passphrase)
      throws TlsConfigException {
    var spec = new PBEKeySpec(needed(block, passphrase));
    EncryptedPrivateKeyInfo info;
    Cipher cipher;
    try {
      info = new EncryptedPrivateKeyInfo(block.der());
    } catch (IOException e) {
      throw block.problem(
          Problem.UNSUPPORTED, "an encryption unknown here: " + e.getMessage() + CONVERT, e);
    }
    try {
      String algorithm =
          info.getAlgParameters() == null ? info.getAlgName() : info.getAlgParameters().toString();
      if (!algorithm.startsWith("PBE")) {
        algorithm = info.getAlgName();
      }
      cipher = Cipher.getInstance(algorithm);
      cipher.init(
          Cipher.DECRYPT_MODE,
          SecretKeyFactory.getInstance(algorithm).generateSecret(spec),
          info.getAlgParameters());
    } catch (GeneralSecurityException e) {
      throw block.problem(
          Problem.UNSUPPORTED, "an encryption unknown here: " + e.getMessage() + CONVERT, e);
    } finally {
      spec.clearPassword();
    }
    try {
      PrivateKey key = keyOrNull(info.getKeySpec(cipher));
      if (key == null) {
        throw unreadable(block, null);
      }
      return key;
    } catch (InvalidKeySpecException e) {
      throw wrong(block, e); // Bad padding, or by chance good padding and nonsense before it.
    }
  }

  /** The bytes of an old key, decrypted if they must be. */
  private static byte[] opened(Block block, char @Nullable [] passphrase)
      throws TlsConfigException {
    String info = block.headers().get("DEK-Info");
    if (info == null) {
      return block.der();
    }
    String[] parts = info.split(",", 2);
    Integer keyBytes = LEGACY.get(parts[0]);
    if (keyBytes == null || parts.length < 2) {
      throw block.problem(
          Problem.UNSUPPORTED, "an encryption unknown here: " + info + CONVERT, null);
    }
    char[] word = needed(block, passphrase);
    try {
      byte[] iv = HexFormat.of().parseHex(parts[1].strip());
      String cipherName = parts[0].startsWith("AES") ? "AES" : "DESede";
      Cipher cipher = Cipher.getInstance(cipherName + "/CBC/PKCS5Padding");
      cipher.init(
          Cipher.DECRYPT_MODE,
          new SecretKeySpec(legacyKey(word, iv, keyBytes), cipherName),
          new IvParameterSpec(iv));
      return cipher.doFinal(block.der());
    } catch (BadPaddingException | InvalidKeyException e) {
      throw wrong(block, e);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw block.problem(Problem.MALFORMED, "a damaged DEK-Info or key: " + e.getMessage(), e);
    }
  }

  /** OpenSSL's EVP_BytesToKey with MD5, one round, and the first 8 bytes of the vector as salt. */
  @SuppressWarnings("InsecureCryptoUsage") // To read what exists; nothing is written so.
  private static byte[] legacyKey(char[] passphrase, byte[] iv, int keyBytes)
      throws GeneralSecurityException {
    var encoded = UTF_8.encode(CharBuffer.wrap(passphrase));
    var word = new byte[encoded.remaining()];
    encoded.get(word);
    MessageDigest md5 = MessageDigest.getInstance("MD5");
    byte[] key = new byte[0];
    byte[] digest = new byte[0];
    while (key.length < keyBytes) {
      md5.update(digest);
      md5.update(word);
      md5.update(iv, 0, 8);
      digest = md5.digest();
      int from = key.length;
      key = Arrays.copyOf(key, from + digest.length);
      System.arraycopy(digest, 0, key, from, digest.length);
    }
    return Arrays.copyOf(key, keyBytes);
  }
}
