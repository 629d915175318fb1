package io.jackfield.socket;

import static io.jackfield.socket.OptionCodec.room;

import io.jackfield.socket.OptionCodec.WriteCodec;
import io.jackfield.socket.option.SocketFilter;
import io.jackfield.socket.option.Timestamping;
import io.jackfield.socket.option.TransmitTime;
import java.nio.ByteBuffer;

/** The structures of {@link TimestampOptions} and {@link FilterOptions}. */
final class PacketCodecs {
  /** {@code struct so_timestamping}; before Linux 5.15 the flags alone. */
  static final OptionCodec<Timestamping> TIMESTAMPING =
      new OptionCodec<>(Timestamping.class, 8) {
        @Override
        ByteBuffer write(Timestamping stamping) {
          return room(8)
              .putInt(KernelNumbers.bits(stamping.flags()))
              .putInt(stamping.hardwareClock());
        }

        @Override
        Timestamping read(ByteBuffer bytes) {
          return new Timestamping(
              KernelNumbers.among(Timestamping.Flag.class, bytes.getInt(0)),
              bytes.limit() < 8 ? 0 : bytes.getInt(4));
        }
      };

  /** {@code struct sock_txtime}: {@code clockid}, {@code flags}. */
  static final OptionCodec<TransmitTime> TRANSMIT_TIME =
      new OptionCodec<>(TransmitTime.class, 8) {
        @Override
        ByteBuffer write(TransmitTime time) {
          return room(8)
              .putInt(time.clock())
              .putInt((time.deadlineMode() ? 1 : 0) | (time.reportErrors() ? 2 : 0));
        }

        @Override
        TransmitTime read(ByteBuffer bytes) {
          int flags = bytes.getInt(4);
          return new TransmitTime(bytes.getInt(0), (flags & 1) != 0, (flags & 2) != 0);
        }
      };

  /** {@code struct sock_fprog}: {@code len}, a pointer to {@code struct sock_filter}s. */
  static final OptionCodec<SocketFilter> FILTER =
      new WriteCodec<>(SocketFilter.class) {
        @Override
        ByteBuffer write(SocketFilter filter) {
          int count = filter.instructions().size();
          ByteBuffer bytes = room(16 + count * 8).putShort((short) count).position(16);
          for (SocketFilter.Instruction one : filter.instructions()) {
            bytes
                .putShort((short) one.code())
                .put((byte) one.ifTrue())
                .put((byte) one.ifFalse())
                .putInt(one.operand());
          }
          return bytes;
        }

        @Override
        int pointerAt() {
          return 8;
        }
      };

  private PacketCodecs() {}
}
