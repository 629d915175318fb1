package io.jackfield.socket;

import static io.jackfield.socket.OptionCodec.room;

import io.jackfield.socket.OptionCodec.IntCodec;
import io.jackfield.socket.OptionCodec.ReadCodec;
import io.jackfield.socket.option.BufferLock;
import io.jackfield.socket.option.Linger;
import io.jackfield.socket.option.SocketMemory;
import java.nio.ByteBuffer;
import java.time.Duration;

/** The structures of {@link SocketOptions}. Each codec names its own. */
final class SocketCodecs {
  /** {@code struct linger}: {@code l_onoff}, {@code l_linger}. */
  static final OptionCodec<Linger> LINGER =
      new OptionCodec<>(Linger.class, 8) {
        @Override
        ByteBuffer write(Linger linger) {
          return room(8).putInt(linger.on() ? 1 : 0).put(TimeCodecs.SECONDS.encode(linger.time()));
        }

        @Override
        Linger read(ByteBuffer bytes) {
          return bytes.getInt(0) == 0
              ? Linger.off()
              : Linger.of(Duration.ofSeconds(bytes.getInt(4)));
        }
      };

  /** {@code u32[SK_MEMINFO_VARS]}, not all of them on an older kernel. */
  static final OptionCodec<SocketMemory> MEMORY =
      new ReadCodec<>(SocketMemory.class, 9 * Integer.BYTES) {
        @Override
        SocketMemory read(ByteBuffer bytes) {
          ByteBuffer all = room(9 * Integer.BYTES).put(bytes);
          return new SocketMemory(
              all.getInt(0),
              all.getInt(4),
              all.getInt(8),
              all.getInt(12),
              all.getInt(16),
              all.getInt(20),
              all.getInt(24),
              all.getInt(28),
              all.getInt(32));
        }
      };

  /** {@code SOCK_SNDBUF_LOCK} is 1, {@code SOCK_RCVBUF_LOCK} is 2. */
  static final OptionCodec<BufferLock> BUFFER_LOCK =
      new IntCodec<>(BufferLock.class) {
        @Override
        int toInt(BufferLock lock) {
          return (lock.send() ? 1 : 0) | (lock.receive() ? 2 : 0);
        }

        @Override
        BufferLock fromInt(int bits) {
          return new BufferLock((bits & 1) != 0, (bits & 2) != 0);
        }
      };

  private SocketCodecs() {}
}
