package io.jackfield.socket;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The calls that may wait, each with a socket on which it has to. */
enum WaitingCall {
  ACCEPT {
    @Override
    Stuck open() throws IOException {
      Socket listener = Pairs.listener(ANY_PORT);
      return new Stuck(listener, () -> requireNonNull(listener.accept()), List.of());
    }
  },
  CONNECT {
    @Override
    Stuck open() throws IOException {
      var queued = new ArrayList<Socket>();
      queued.add(Socket.openFor(ANY_PORT, SocketType.STREAM).bind(ANY_PORT).listen(0));
      SocketAddress full = requireNonNull(queued.getFirst().localAddress());
      for (int i = 0; i < QUEUED; i++) {
        Socket client = Socket.openFor(full, SocketType.STREAM).timeout(Duration.ZERO);
        client.connect(full);
        queued.add(client);
      }
      Socket socket = Socket.openFor(full, SocketType.STREAM);
      return new Stuck(socket, () -> socket.connect(full), queued);
    }
  },
  RECEIVE {
    @Override
    Stuck open() throws IOException {
      return stream(socket -> socket.receive(room()));
    }
  },
  RECEIVE_FROM {
    @Override
    Stuck open() throws IOException {
      return datagram(socket -> requireNonNull(socket.receiveFrom(room())));
    }
  },
  RECEIVE_MESSAGE {
    @Override
    Stuck open() throws IOException {
      return datagram(socket -> requireNonNull(socket.receiveMessage(List.of(room()), 64)));
    }
  },
  RECEIVE_BATCH {
    @Override
    Stuck open() throws IOException {
      return datagram(socket -> socket.receiveBatch(new DatagramBatch(4, 64)));
    }
  },
  READ_SCATTERED {
    @Override
    Stuck open() throws IOException {
      return stream(socket -> socket.read(new ByteBuffer[] {room(), room()}));
    }
  },
  SEND_ALL {
    @Override
    Stuck open() throws IOException {
      return stream(socket -> {
        socket.sendAll(ByteBuffer.allocate(MUCH));
        return MUCH;
      });
    }
  },
  SEND_MESSAGE {
    @Override
    Stuck open() throws IOException {
      return full(socket -> socket.sendMessage(List.of(Pairs.bytes("x")), null, List.of()));
    }
  },
  WRITE_GATHERED {
    @Override
    Stuck open() throws IOException {
      return full(socket -> socket.write(new ByteBuffer[] {Pairs.bytes("x"), Pairs.bytes("y")}));
    }
  };

  private static final InetSocketAddress ANY_PORT =
      new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);

  /** More than a listener's queue takes. */
  private static final int QUEUED = 4;

  /** More than the buffers of a connection take. */
  private static final int MUCH = 64 << 20;

  abstract Stuck open() throws IOException;

  private interface Call {
    Object on(Socket socket) throws Exception;
  }

  private static ByteBuffer room() {
    return ByteBuffer.allocate(8);
  }

  private static Stuck stream(Call call) throws IOException {
    List<Socket> ends = Socket.pair(SocketType.STREAM);
    Socket socket = ends.getFirst();
    return new Stuck(socket, () -> call.on(socket), ends);
  }

  private static Stuck full(Call call) throws IOException {
    Stuck stuck = stream(call);
    stuck.socket.timeout(Duration.ZERO);
    while (stuck.socket.send(ByteBuffer.allocate(1 << 16)) > 0) {
      // Until it takes no more.
    }
    stuck.socket.timeout(Socket.NEVER);
    return stuck;
  }

  private static Stuck datagram(Call call) throws IOException {
    Socket socket = Socket.open(StandardProtocolFamily.INET, SocketType.DATAGRAM).bind(ANY_PORT);
    return new Stuck(socket, () -> call.on(socket), List.of());
  }

  /** A call that has to wait, and what it needs beside its own socket. */
  record Stuck(Socket socket, Callable<Object> call, List<Socket> others) implements AutoCloseable {
    @Override
    public void close() throws IOException {
      socket.close();
      for (Socket other : others) {
        other.close();
      }
    }
  }
}
