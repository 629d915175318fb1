package io.jackfield.reactor;

import io.jackfield.reactor.driver.Capability;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.socket.ConnectionRefusedException;
import io.jackfield.socket.Socket;
import io.jackfield.socket.SocketType;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The file that a Unix socket makes when it is bound: it is put there, and taken away again. For
 * one thread at a time.
 */
public final class BoundPath {

  /** {@code S_IFMT} and {@code S_IFSOCK} of inode(7). */
  private static final int FILE_TYPE = 0170000;

  private static final int SOCKET = 0140000;

  private static final SocketAddress NO_PATH = UnixDomainSocketAddress.of("");

  /** Binds to the address. */
  interface Binding {
    void bind() throws IOException;
  }

  private final SocketPath how;

  /** Absolute; null where the address is no path of this machine's file system. */
  private final @Nullable Path path;

  /** Of our socket's file, while it is bound. */
  private @Nullable Object inode;

  /**
   * Of an address of any kind.
   *
   * @throws IllegalArgumentException if more than the defaults is wanted of one that is no path
   */
  BoundPath(SocketAddress local, SocketPath how) {
    this.how = how;
    this.path =
        local instanceof UnixDomainSocketAddress unix && !unix.getPath().toString().isEmpty()
            ? unix.getPath().toAbsolutePath()
            : null;
    if (path == null && how.wantsMore()) {
      throw new IllegalArgumentException("only a Unix socket's path has permissions and is stale");
    }
  }

  /** Of a driver's, whose paths may be none of the file system: a simulated network's. */
  static BoundPath of(Driver driver, SocketAddress local, SocketPath how) {
    var bound = new BoundPath(local, how);
    if (how.permissions().isPresent()) { // The JDK's channels listen as soon as they are bound.
      Sockets.require(driver, Capability.DESCRIPTORS, "say in who may connect to its Unix sockets");
    }
    if (how.takesStale()) {
      Sockets.require(driver, Capability.SOCKET_FILES, "files of its Unix sockets");
    }
    return driver.capabilities().contains(Capability.SOCKET_FILES)
        ? bound
        : new BoundPath(NO_PATH, SocketPath.DEFAULTS);
  }

  /** Binds a socket to the address; what it throws leaves no file behind. */
  void bind(Binding binding) throws IOException {
    if (path == null) {
      binding.bind();
      return;
    }
    if (how.takesStale()) {
      removeStale(path);
    }
    binding.bind();
    inode = attributes(path).get("fileKey");
    if (how.permissions().isPresent()) {
      try {
        Files.setAttribute(path, "unix:mode", how.permissions().getAsInt());
      } catch (IOException e) {
        remove();
        throw e;
      }
    }
  }

  /** The socket is bound there already, and its file is ours from now on, if it is still there. */
  void adopt() {
    try {
      if (path != null) {
        inode = attributes(path).get("fileKey");
      }
    } catch (IOException e) {
      System.getLogger(BoundPath.class.getName())
          .log(System.Logger.Level.DEBUG, path + " is gone", e);
    }
  }

  /** Leaves the file where it is: others have the socket too. */
  public void leaveToOthers() {
    inode = null;
  }

  private static Map<String, Object> attributes(Path path) throws IOException {
    return Files.readAttributes(path, "unix:mode,fileKey", LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * A datagram socket asks: of a path that is bound by another type the kernel says {@code
   * EPROTOTYPE}, also if that does not listen yet, and nobody's queue gets a connection.
   */
  private static void removeStale(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Map<String, Object> found = attributes(path);
    boolean isSocket = found.get("mode") instanceof Integer mode && (mode & FILE_TYPE) == SOCKET;
    if (!isSocket) {
      return; // The bind says that the address is in use.
    }
    UnixDomainSocketAddress address = UnixDomainSocketAddress.of(path);
    try (Socket asking = Socket.openFor(address, SocketType.DATAGRAM)) {
      asking.connect(address);
    } catch (ConnectionRefusedException stale) {
      // Looked at once more: somebody else may have taken it over meanwhile.
      if (Objects.equals(attributes(path).get("fileKey"), found.get("fileKey"))) {
        Files.delete(path);
      }
    } catch (IOException bound) {
      System.getLogger(BoundPath.class.getName())
          .log(System.Logger.Level.DEBUG, path + " stays as it is", bound);
    }
  }

  /**
   * Takes our file away, unless another one is there by now. To be called before the socket is
   * closed: until then nobody else's file can have the same number. Does nothing the second time.
   */
  public void remove() {
    Object ours = inode;
    inode = null;
    if (ours == null || path == null) {
      return;
    }
    try {
      if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)
          && ours.equals(attributes(path).get("fileKey"))) {
        Files.delete(path);
      }
    } catch (IOException e) {
      System.getLogger(BoundPath.class.getName())
          .log(System.Logger.Level.WARNING, "the path of a closed socket stays: " + e);
    }
  }
}
