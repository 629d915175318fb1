package io.jackfield.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.jackfield.protocol.proxy.ProxyHeader;
import io.jackfield.reactor.Reactor;
import io.jackfield.socket.EventFd;
import io.jackfield.socket.TooManyOpenFilesException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;

/**
 * A server in a process of its own, whose descriptors run out when it is told so: by lines of its
 * standard input, or by a client for the process of its handler. What happens it says on its
 * standard output.
 */
final class ScarceServer {
  private ScarceServer() {}

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }

  /** Sends back what it is told; told {@code hoard} it has all descriptors until the end. */
  static final class Hoarding extends StreamRequestHandler {
    private final List<EventFd> hoard = new ArrayList<>();

    @Override
    protected void handle() throws Exception {
      for (ByteBuffer chunk; (chunk = in().readChunk()) != null; ) {
        if (US_ASCII.decode(chunk.duplicate()).toString().equals("hoard")) {
          loadAllClasses();
          hoard(hoard);
        }
        out().write(chunk.array(), chunk.arrayOffset(), chunk.remaining());
      }
    }

    @Override
    protected void finish() throws IOException {
      release(hoard);
    }
  }

  /** Serves on the named engine. */
  public static void main(String[] arguments) throws Exception {
    loadAllClasses();
    var finished = new AtomicLong();
    var hooks =
        new ServerHooks<StreamRequest>() {
          @Override
          public void finishRequest(StreamRequest request) {
            finished.incrementAndGet();
          }

          @Override
          public void handleError(StreamRequest request, Throwable error) {
            say("failed " + error.getMessage());
          }

          @Override
          public void handleTakeError(IOException error) {
            say("error " + error.getClass().getSimpleName());
          }
        };
    List<EventFd> hoard = new ArrayList<>();
    try (var server =
        TcpServer.at(Peer.ANY_PORT)
            .engine(engine(arguments[0]))
            .handler(Hoarding.class)
            .hooks(hooks)
            .start()) {
      say("port " + server.address().getPort());
      var in = new BufferedReader(new InputStreamReader(System.in, US_ASCII));
      for (String line; (line = in.readLine()) != null; ) {
        switch (line) {
          case "hoard" -> {
            // One that is closed after that leaves a descriptor: enough for one at a time.
            while (finished.get() < server.counts().taken()) {
              Thread.onSpinWait();
            }
            hoard(hoard);
            say("hoarded");
          }
          case "release" -> {
            release(hoard);
            say("released");
          }
          case "counts" -> say("counts " + server.counts());
          default -> throw new IllegalArgumentException(line);
        }
      }
    }
  }

  private static Engine engine(String name) {
    return AnyEngine.all()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow()
        .engine();
  }

  private static void release(List<EventFd> hoard) throws IOException {
    for (EventFd one : hoard) {
      one.close();
    }
    hoard.clear();
  }

  private static void hoard(List<EventFd> into) throws IOException {
    try {
      for (; ; ) {
        into.add(EventFd.open());
      }
    } catch (TooManyOpenFilesException e) {
      // That was the last.
    }
  }

  /** A class read from a folder needs a descriptor too: all are read before they get scarce. */
  private static void loadAllClasses() throws Exception {
    for (Class<?> one :
        List.of(
            EventFd.class, Reactor.class, ProxyHeader.class, TcpServer.class, ScarceServer.class)) {
      Path folder = Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(folder)) {
        loadAll(folder);
      }
    }
  }

  private static void loadAll(Path folder) throws Exception {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        String name = folder.relativize(file).toString();
        if (name.startsWith("io/jackfield/")
            && name.endsWith(".class")
            && !name.endsWith("Test.class")
            && !name.contains("Test$")
            && !name.endsWith("-info.class")) {
          Class.forName(
              name.substring(0, name.length() - ".class".length()).replace('/', '.'),
              false,
              ScarceServer.class.getClassLoader());
        }
      }
    }
  }
}
