package io.jackfield.socket;

import static io.jackfield.socket.OptionCodec.room;

import io.jackfield.socket.OptionCodec.WriteCodec;
import io.jackfield.socket.option.RepairOptions;
import io.jackfield.socket.option.RepairWindow;
import io.jackfield.socket.option.SignatureKey;
import java.net.InetAddress;
import java.nio.ByteBuffer;

/** The structures of level {@code IPPROTO_TCP}, less {@code tcp_info}. */
final class TcpCodecs {
  /** {@code struct tcp_md5sig}. */
  static final OptionCodec<SignatureKey> SIGNATURE_KEY = new KeyCodec();

  /** An array of {@code struct tcp_repair_opt}: {@code opt_code}, {@code opt_val}. */
  static final OptionCodec<RepairOptions> REPAIR_OPTIONS =
      new WriteCodec<>(RepairOptions.class) {
        @Override
        ByteBuffer write(RepairOptions options) {
          ByteBuffer bytes = room(options.agreed().size() * 8);
          for (RepairOptions.Agreed one : options.agreed()) {
            bytes.putInt(one.kind()).putInt(one.value());
          }
          return bytes;
        }
      };

  /** {@code struct tcp_repair_window}. */
  static final OptionCodec<RepairWindow> REPAIR_WINDOW =
      new OptionCodec<>(RepairWindow.class, 20) {
        @Override
        ByteBuffer write(RepairWindow window) {
          return room(20)
              .putInt(window.sendUpdateSequence())
              .putInt(window.sendWindow())
              .putInt(window.maxWindow())
              .putInt(window.receiveWindow())
              .putInt(window.receiveUpdateSequence());
        }

        @Override
        RepairWindow read(ByteBuffer bytes) {
          return new RepairWindow(
              bytes.getInt(0),
              bytes.getInt(4),
              bytes.getInt(8),
              bytes.getInt(12),
              bytes.getInt(16));
        }
      };

  private TcpCodecs() {}

  private static final class KeyCodec extends WriteCodec<SignatureKey> {
    private static final int FLAGS_AT = KernelAddresses.STORAGE_BYTES;
    private static final int PREFIX_AT = FLAGS_AT + 1;
    private static final int LENGTH_AT = FLAGS_AT + 2;
    private static final int INTERFACE_AT = FLAGS_AT + 4;
    private static final int KEY_AT = FLAGS_AT + 8;
    private static final int PREFIX_FLAG = 1;
    private static final int INTERFACE_FLAG = 2;

    KeyCodec() {
      super(SignatureKey.class);
    }

    @Override
    ByteBuffer write(SignatureKey key) {
      InetAddress peer = key.peer().getAddress();
      if (peer == null) {
        throw new IllegalArgumentException(key.peer() + " has no address");
      }
      ByteBuffer bytes = room(KEY_AT + SignatureKey.MAX_BYTES);
      KernelAddresses.putSocket(bytes, 0, peer, key.peer().getPort());
      int flags = 0;
      if (key.prefixBits() != SignatureKey.WHOLE_ADDRESS) {
        flags |= PREFIX_FLAG;
        bytes.put(PREFIX_AT, (byte) key.prefixBits());
      }
      if (key.interfaceIndex() != 0) {
        flags |= INTERFACE_FLAG;
        bytes.putInt(INTERFACE_AT, key.interfaceIndex());
      }
      byte[] secret = key.key();
      return bytes
          .put(FLAGS_AT, (byte) flags)
          .putShort(LENGTH_AT, (short) secret.length)
          .put(KEY_AT, secret);
    }
  }
}
