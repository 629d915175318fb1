package io.jackfield.socket;

import static io.jackfield.socket.OptionRow.absentHere;
import static io.jackfield.socket.OptionRow.flag;
import static io.jackfield.socket.OptionRow.readsAsSet;
import static io.jackfield.socket.OptionRow.refused;
import static io.jackfield.socket.OptionRow.row;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jackfield.socket.OptionRow.On;
import io.jackfield.socket.option.PeerCredentials;
import io.jackfield.socket.option.PeerGroups;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The rows of {@link UnixOptions}. */
final class UnixRows {
  private static final int SCM_INQ = 84;

  private UnixRows() {}

  static Stream<OptionRow> all() {
    return Stream.of(
        row(UnixOptions.REPORT_CREDENTIALS, "names each sender", UnixRows::namesEachSender),
        row(UnixOptions.PEER_CREDENTIALS, "are this process", UnixRows::tellsThePeer),
        row(UnixOptions.PEER_SECURITY, "is a label", UnixRows::tellsALabel),
        flag(UnixOptions.REPORT_SECURITY, On.UNIX),
        row(UnixOptions.PEER_GROUPS, "are this process's", UnixRows::tellsTheGroups),
        absentHere(UnixOptions.REPORT_PROCESS, On.UNIX, true, "ENOPROTOOPT", "before Linux 6.5"),
        row(UnixOptions.PEER_PROCESS, "is this process", UnixRows::opensThePeer),
        row(UnixOptions.TAKE_DESCRIPTORS, "keeps descriptors out", UnixRows::keepsThemOut),
        row(UnixOptions.REPORT_QUEUED, "tells what is left", UnixRows::tellsWhatIsLeft));
  }

  private interface OnPair {
    void run(Socket one, Socket other) throws Exception;
  }

  private static void onPair(OnPair body) throws Exception {
    List<Socket> pair = Socket.pair(SocketType.STREAM);
    try (Socket one = pair.getFirst();
        Socket other = pair.getLast()) {
      body.run(one, other);
    }
  }

  /** The words of a line of {@code /proc/self/status}. */
  private static List<String> status(String field) throws Exception {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(field + ":"))
        .flatMap(line -> Pattern.compile("\\s+").splitAsStream(line.substring(field.length() + 1)))
        .filter(word -> !word.isEmpty())
        .toList();
  }

  private static PeerCredentials own() throws Exception {
    return new PeerCredentials(
        (int) ProcessHandle.current().pid(),
        Integer.parseInt(status("Uid").get(1)),
        Integer.parseInt(status("Gid").get(1)));
  }

  private static ReceivedMessage receive(Socket from, int bytes) throws Exception {
    return requireNonNull(from.receiveMessage(List.of(ByteBuffer.allocate(bytes)), 512));
  }

  private static void namesEachSender() throws Exception {
    onPair((one, other) -> {
      readsAsSet(other, UnixOptions.REPORT_CREDENTIALS, false, true);
      one.sendAll(Pairs.bytes("x"));
      PeerCredentials own = own();
      assertThat(receive(other, 8).control())
          .containsExactly(
              new ControlMessage.Credentials(own.processId(), own.userId(), own.groupId()));
    });
  }

  private static void tellsThePeer() throws Exception {
    onPair((one, _) -> assertThat(one.getOption(UnixOptions.PEER_CREDENTIALS)).isEqualTo(own()));
    try (Socket alone = On.UNIX.open()) {
      assertThat(alone.getOption(UnixOptions.PEER_CREDENTIALS))
          .isEqualTo(new PeerCredentials(0, -1, -1));
    }
  }

  private static void tellsALabel() throws Exception {
    onPair((one, _) -> {
      try {
        assertThat(one.getOption(UnixOptions.PEER_SECURITY)).isNotEmpty();
      } catch (KernelException e) {
        refused(
            e,
            UnixOptions.PEER_SECURITY,
            "ENOPROTOOPT",
            "no security module with labels is at work");
      }
    });
  }

  private static void tellsTheGroups() throws Exception {
    onPair((one, _) -> {
      PeerGroups groups = one.getOption(UnixOptions.PEER_GROUPS);
      assertThat(groups.groupIds().stream().map(String::valueOf))
          .containsExactlyElementsOf(status("Groups"));
    });
  }

  private static void opensThePeer() throws Exception {
    onPair((one, _) -> {
      try (PassedDescriptor process = one.getOption(UnixOptions.PEER_PROCESS)) {
        assertThat(Files.readAllLines(Path.of("/proc/self/fdinfo/" + process.number())))
            .contains("Pid:\t" + ProcessHandle.current().pid());
      } catch (KernelException e) {
        refused(e, UnixOptions.PEER_PROCESS, "ENOPROTOOPT", "before Linux 6.5");
      }
    });
  }

  private static void keepsThemOut() throws Exception {
    onPair((one, other) -> {
      try {
        readsAsSet(other, UnixOptions.TAKE_DESCRIPTORS, true, false);
      } catch (KernelException e) {
        refused(e, UnixOptions.TAKE_DESCRIPTORS, "ENOPROTOOPT", "before Linux 6.16");
      }
      assertThatThrownBy(() ->
              one.sendMessage(
                  List.of(Pairs.bytes("x")), null, List.of(ControlMessage.SendDescriptors.of(one))))
          .isInstanceOf(PermissionDeniedException.class);
    });
  }

  private static void tellsWhatIsLeft() throws Exception {
    onPair((one, other) -> {
      try {
        other.setOption(UnixOptions.REPORT_QUEUED, true);
      } catch (KernelException e) {
        refused(e, UnixOptions.REPORT_QUEUED, "ENOPROTOOPT", "before Linux 6.17");
      }
      one.sendAll(Pairs.bytes("12345"));
      assertThat(Datagrams.other(receive(other, 2).control(), 1, SCM_INQ)).isEqualTo(3);
    });
  }
}
