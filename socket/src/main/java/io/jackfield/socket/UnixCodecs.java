package io.jackfield.socket;

import io.jackfield.socket.OptionCodec.ReadCodec;
import io.jackfield.socket.option.PeerCredentials;
import io.jackfield.socket.option.PeerGroups;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The structures of {@link UnixOptions}. Each codec names its own. */
final class UnixCodecs {
  /** {@code struct ucred}: {@code pid}, {@code uid}, {@code gid}. */
  static final OptionCodec<PeerCredentials> CREDENTIALS =
      new ReadCodec<>(PeerCredentials.class, 12) {
        @Override
        PeerCredentials read(ByteBuffer bytes) {
          return new PeerCredentials(bytes.getInt(0), bytes.getInt(4), bytes.getInt(8));
        }
      };

  /** C's {@code int}, the number of a new descriptor. */
  static final OptionCodec<PassedDescriptor> DESCRIPTOR =
      new ReadCodec<>(PassedDescriptor.class, Integer.BYTES) {
        @Override
        PassedDescriptor read(ByteBuffer bytes) {
          return new PassedDescriptor(bytes.getInt(0));
        }
      };

  /** As many {@code gid_t}s as fit a call of ours; the kernel allows four times as many. */
  static final OptionCodec<PeerGroups> GROUPS =
      new ReadCodec<>(PeerGroups.class, 65_536) {
        @Override
        PeerGroups read(ByteBuffer bytes) {
          List<Integer> groups = new ArrayList<>();
          for (int at = 0; at < bytes.limit(); at += Integer.BYTES) {
            groups.add(bytes.getInt(at));
          }
          return new PeerGroups(groups);
        }
      };

  private UnixCodecs() {}
}
