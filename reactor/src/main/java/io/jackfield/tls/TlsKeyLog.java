package io.jackfield.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.Security;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Set;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * Writes the secrets of sessions to a file, in the format that Wireshark reads ({@code
 * SSLKEYLOGFILE}, RFC 9850). <b>Whoever has the file and the bytes can read all.</b> For looking at
 * what one's own programs say, never for production.
 *
 * <p>The JDK has no place to ask for secrets. While a key log is open, a security provider stands
 * before the JDK's own, for the whole process; it has the JDK's do all the work and notes what they
 * derive on behalf of a session whose configuration names the log. Other uses of these algorithms
 * pass through it unseen. A session of TLS 1.2 that is resumed derives no secret of its own:
 * Wireshark knows it if it has seen the first one.
 *
 * <p>Any thread; one log may serve any number of configurations.
 */
public final class TlsKeyLog implements AutoCloseable {
  /** Whose secrets are being derived on this thread. */
  static final ScopedValue<Scope> SCOPE = ScopedValue.newInstance();

  private final FileChannel file;
  private final KeyLogProvider provider;

  /** A session that has a key log, and the number its client has drawn, once it is known. */
  static final class Scope {
    private final TlsKeyLog log;
    private volatile @Nullable String clientRandom;

    Scope(TlsKeyLog log) {
      this.log = log;
    }

    boolean needsClientHello() {
      return clientRandom == null;
    }

    /** Looks at the first record of a client (RFC 8446 sections 5.1, 4 and 4.1.2). */
    void clientHello(ByteBuffer record) {
      int at = record.position();
      if (record.remaining() >= 43
          && record.get(at) == RecordInput.HANDSHAKE
          && record.get(at + 5) == 1) {
        var random = new byte[32];
        record.get(at + 11, random);
        clientRandom = HexFormat.of().formatHex(random);
      }
    }

    void derived(String label, SecretKey secret) {
      String random = clientRandom;
      byte[] encoded = secret.getEncoded();
      if (random != null && encoded != null) {
        log.write(label + " " + random + " " + HexFormat.of().formatHex(encoded) + "\n");
      }
    }
  }

  private TlsKeyLog(FileChannel file) {
    this.file = file;
    provider = new KeyLogProvider("JackfieldKeyLog" + System.identityHashCode(this));
  }

  /**
   * Begins to write to a file, after what is in it; a new one is for its owner's eyes only.
   *
   * @throws IOException if the file cannot be written
   * @throws UnsupportedOperationException if this JDK takes no providers but those its maker has
   *     signed
   */
  public static TlsKeyLog open(Path path) throws IOException {
    var log =
        new TlsKeyLog(
            FileChannel.open(
                path,
                Set.copyOf(
                    EnumSet.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.APPEND)),
                PosixFilePermissions.asFileAttribute(
                    PosixFilePermissions.fromString("rw-------"))));
    Security.insertProviderAt(log.provider, 1);
    if (!log.provider.isUsed()) {
      log.close();
      throw new UnsupportedOperationException(
          "this JDK takes only providers that its maker has signed: no key log");
    }
    return log;
  }

  /** A line a call, so that lines of several threads do not mix. */
  private void write(String line) {
    try {
      file.write(ByteBuffer.wrap(line.getBytes(US_ASCII)));
    } catch (IOException e) {
      // A log that fails, or is closed, must not end the connection it looks at.
    }
  }

  /** Ends the writing; sessions go on without. */
  @Override
  public void close() throws IOException {
    Security.removeProvider(provider.getName());
    file.close();
  }
}
