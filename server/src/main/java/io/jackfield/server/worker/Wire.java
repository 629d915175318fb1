package io.jackfield.server.worker;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.socket.address.AbstractUnixAddress;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How values are written for a process of the same program, and read there. */
public final class Wire {
  private static final int INET = 0;
  private static final int UNIX_PATH = 1;
  private static final int UNIX_NAME = 2;

  private Wire() {}

  /** Writes something. */
  public interface Writing {
    void to(DataOutputStream out) throws IOException;
  }

  /** What it writes. */
  public static byte[] written(Writing what) {
    var bytes = new ByteArrayOutputStream();
    try {
      what.to(new DataOutputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory takes all.
    }
    return bytes.toByteArray();
  }

  static void bytes(DataOutputStream out, byte[] bytes) throws IOException {
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  static byte[] bytes(DataInputStream in) throws IOException {
    int length = in.readInt();
    if (length < 0 || length > in.available()) {
      throw new IOException("a message of a worker's line promises " + length + " bytes");
    }
    return in.readNBytes(length);
  }

  /** Of any length, unlike {@code writeUTF}. */
  static void text(DataOutputStream out, String text) throws IOException {
    bytes(out, text.getBytes(UTF_8));
  }

  static String text(DataInputStream in) throws IOException {
    return new String(bytes(in), UTF_8);
  }

  static void optionalText(DataOutputStream out, @Nullable String text) throws IOException {
    out.writeBoolean(text != null);
    if (text != null) {
      text(out, text);
    }
  }

  static @Nullable String optionalText(DataInputStream in) throws IOException {
    return in.readBoolean() ? text(in) : null;
  }

  static void texts(DataOutputStream out, Map<String, String> texts) throws IOException {
    out.writeInt(texts.size());
    for (Map.Entry<String, String> each : texts.entrySet()) {
      text(out, each.getKey());
      text(out, each.getValue());
    }
  }

  static Map<String, String> texts(DataInputStream in) throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    for (int left = in.readInt(); left > 0; left--) {
      texts.put(text(in), text(in));
    }
    return texts;
  }

  /** Of any length. */
  public static void duration(DataOutputStream out, Duration duration) throws IOException {
    out.writeLong(duration.toSeconds());
    out.writeInt(duration.toNanosPart());
  }

  /** As above. */
  public static Duration duration(DataInputStream in) throws IOException {
    return Duration.ofSeconds(in.readLong(), in.readInt());
  }

  static void address(DataOutputStream out, SocketAddress address) throws IOException {
    switch (address) {
      case InetSocketAddress inet -> {
        out.writeByte(INET);
        bytes(out, inet.getAddress().getAddress());
        out.writeInt(inet.getAddress() instanceof Inet6Address v6 ? v6.getScopeId() : 0);
        out.writeShort(inet.getPort());
      }
      case UnixDomainSocketAddress path -> {
        out.writeByte(UNIX_PATH);
        text(out, path.getPath().toString());
      }
      case AbstractUnixAddress name -> {
        out.writeByte(UNIX_NAME);
        bytes(out, name.name());
      }
      default -> throw new IOException("no address of a server's: " + address);
    }
  }

  static SocketAddress address(DataInputStream in) throws IOException {
    int kind = in.readByte();
    return switch (kind) {
      case INET -> {
        byte[] bytes = bytes(in);
        int scope = in.readInt();
        InetAddress host =
            scope == 0
                ? InetAddress.getByAddress(bytes)
                : Inet6Address.getByAddress(null, bytes, scope);
        yield new InetSocketAddress(host, in.readUnsignedShort());
      }
      case UNIX_PATH -> UnixDomainSocketAddress.of(text(in));
      case UNIX_NAME -> AbstractUnixAddress.of(bytes(in));
      default -> throw new IOException("an address of unknown kind " + kind);
    };
  }
}
