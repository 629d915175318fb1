package io.jackfield.conformance.reactor;

import static java.util.Objects.requireNonNull;

import io.jackfield.socket.ControlMessage.Descriptors;
import io.jackfield.socket.ControlMessage.SendDescriptors;
import io.jackfield.socket.ReceivedMessage;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** What this process has open, by {@code /proc}. */
final class OpenFiles {
  private OpenFiles() {}

  /** How many of this process's descriptors are of the same file as {@code number}. */
  static long sameAs(int number) throws IOException {
    String file = target(Path.of("/proc/self/fd/" + number));
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(one -> target(one).equals(file)).count();
    }
  }

  /** How many sockets this process has open, and descriptors that drivers wait with. */
  static long ofLoops() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(OpenFiles::target)
          .filter(file -> file.startsWith("socket:") || file.startsWith("anon_inode:"))
          .count();
    }
  }

  /** How many ends of pipes this process has open. */
  static long pipeEnds() throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(OpenFiles::target).filter(file -> file.startsWith("pipe:")).count();
    }
  }

  /** How many descriptors this process has of the file with this path. */
  static long of(Path file) throws IOException {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(one -> target(one).equals(file.toString())).count();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // Closed meanwhile.
    }
  }

  /** The descriptor of a file that this process has open just once. */
  static int numberOf(Path file) throws IOException {
    String name = file.toRealPath().toString();
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.filter(one -> target(one).equals(name))
          .mapToInt(one -> Integer.parseInt(one.getFileName().toString()))
          .max()
          .orElseThrow();
    }
  }

  /** Another number for the same socket, which nobody closes: as it was passed to a process. */
  static int copyOf(Socket socket) throws IOException {
    List<Socket> pair = Socket.pair(SocketType.DATAGRAM);
    try (Socket one = pair.getFirst();
        Socket other = pair.getLast()) {
      one.sendMessage(List.of(ByteBuffer.allocate(1)), null, List.of(SendDescriptors.of(socket)));
      ReceivedMessage message = other.receiveMessage(List.of(ByteBuffer.allocate(1)), 64);
      return ((Descriptors) requireNonNull(message).control().getFirst())
          .passed()
          .getFirst()
          .takeNumber();
    }
  }
}
