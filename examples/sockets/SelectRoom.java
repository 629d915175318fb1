// Many clients on one thread through select(2): each gets back what it sends, a slow one holds up nobody, and what is typed
// here goes to all.
//   java --enable-native-access=io.jackfield.socket -p cli/target/app --add-modules io.jackfield.socket examples/sockets/SelectRoom.java [PORT]
import io.jackfield.socket.*;

/** Who is there, and what waits to be sent: the first bytes, up to the buffer's position. */
record Guest(Socket socket, ByteBuffer unsent) {}

final int MOST = 900; // select(2) has no room for descriptors from 1,024 on.
final Set<Registration<Guest>> guests = new LinkedHashSet<>();

void main(String[] args) throws IOException {
  int port = args.length > 0 ? Integer.parseInt(args[0]) : 8003;
  try (var listener = Socket.open(StandardProtocolFamily.INET, SocketType.STREAM);
      var typed = StandardStream.INPUT.borrow();
      Multiplexer<Guest> room = Multiplexer.open(Mechanism.SELECT)) {
    listener.bind(new InetSocketAddress("127.0.0.1", port)).listen().timeout(Duration.ZERO);
    room.register(listener, Interest.READABLE, null);
    room.register(typed, Interest.READABLE, null);
    IO.println("listening on " + listener.localAddress());
    while (true) {
      room.await((one, now) -> {
        if (one.waitable() == listener) {
          take(room, listener.accept());
        } else if (one.waitable() == typed) {
          tellAll(room, one, typed);
        } else {
          echo(room, one, now.readable());
        }
      });
    }
  }
}

void take(Multiplexer<Guest> room, Socket socket) throws IOException {
  if (socket == null) {
    return; // Whoever came is gone again.
  }
  if (guests.size() == MOST) {
    socket.close();
    return;
  }
  var guest = new Guest(socket.timeout(Duration.ZERO), ByteBuffer.allocate(65_536));
  guests.add(room.register(socket, Interest.READABLE, guest));
}

void echo(Multiplexer<Guest> room, Registration<Guest> one, boolean readable) throws IOException {
  var socket = one.attachment().socket;
  var unsent = one.attachment().unsent;
  try {
    boolean ended = readable && socket.receive(unsent) < 0;
    socket.send(unsent.flip()); // As much as it takes now, the rest when it is writable.
    unsent.compact();
    if (ended && unsent.position() == 0) {
      leave(one);
      return;
    }
    var reading = ended || !unsent.hasRemaining() ? Interest.NOTHING : Interest.READABLE;
    room.change(one, unsent.position() > 0 ? reading.and(Interest.WRITABLE) : reading);
  } catch (IOException e) {
    leave(one);
  }
}

void tellAll(Multiplexer<Guest> room, Registration<Guest> one, BorrowedDescriptor typed)
    throws IOException {
  var words = ByteBuffer.allocate(4_096);
  if (typed.read(words) < 0) {
    room.remove(one); // The terminal is closed, the room goes on.
  }
  words.flip();
  for (var each : List.copyOf(guests)) {
    if (each.attachment().unsent.remaining() < words.remaining()) {
      leave(each); // Who does not read does not stay.
    } else {
      each.attachment().unsent.put(words.duplicate());
      echo(room, each, false);
    }
  }
}

void leave(Registration<Guest> one) throws IOException {
  guests.remove(one);
  one.attachment().socket.close(); // Which ends the registration, too.
}
