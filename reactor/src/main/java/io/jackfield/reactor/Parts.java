package io.jackfield.reactor;

import io.jackfield.reactor.LossReason.Lost;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Outgoing;
import io.jackfield.socket.linux.Abi;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What waits to be sent behind {@link WritingHalf#waiting}: files, {@link Parcel parcels}, and the
 * bytes written after them, in order. A connection has one while there is something in it.
 *
 * <p>A file's turn comes when all before it is sent. Then either the kernel sends it, {@link
 * WritingHalf#waiting} staying empty; or else a piece of it is read into that, and the next when it
 * is sent.
 */
final class Parts {
  /** Of a file in one turn, so that others get theirs. */
  private static final int PORTIONS_A_TURN = 4;

  private final StreamTransport stream;
  private final WritingHalf writing;
  private final ArrayDeque<Part> queue = new ArrayDeque<>();

  /** The driver's until it is sent. */
  private @Nullable Parcel pending;

  /** The one being sent. */
  private @Nullable FileRange file;

  /** How many wait, with the one being sent. */
  private int files;

  /** Whether {@link #file} goes by way of the process. */
  private boolean copies;

  /** Whether the driver tells when there is room. */
  private boolean awaitsRoom;

  private int portionsLeft;

  /** Whether a task will go on, the turn's portions being sent. */
  private boolean postponed;

  Parts(StreamTransport stream, WritingHalf writing) {
    this.stream = stream;
    this.writing = writing;
  }

  boolean isEmpty() {
    return queue.isEmpty() && pending == null && file == null;
  }

  boolean awaitsRoom() {
    return awaitsRoom;
  }

  /** How many bytes wait with those of {@code waiting}, a file's not among them. */
  long bytes(long waiting) {
    long bytes = file == null ? waiting : 0;
    bytes += pending == null ? 0 : pending.length();
    for (Part part : queue) {
      bytes +=
          switch (part) {
            case Part.Bytes plain -> plain.outgoing().bytes();
            case Parcel parcel -> parcel.length();
            case Part.File _ -> 0;
          };
    }
    return bytes;
  }

  // ---- what is written --------------------------------------------------------------------------

  void add(Parcel parcel) {
    queue.add(parcel);
  }

  /** Returns whether one more file may wait. */
  boolean hasRoomForFile() {
    return files < FileRange.MOST_WAITING;
  }

  void add(FileRange range) {
    files++;
    queue.add(new Part.File(range));
  }

  /** Where bytes go that are written now; this is not empty. */
  Outgoing last() {
    if (queue.peekLast() instanceof Part.Bytes(Outgoing there)) {
      return there;
    }
    Outgoing made = stream.loop().takeOutgoing();
    queue.add(new Part.Bytes(made));
    return made;
  }

  // ---- what is sent -----------------------------------------------------------------------------

  /** Lets a file go on for a turn. */
  void beginTurn() {
    portionsLeft = PORTIONS_A_TURN;
  }

  /** What was before is sent: returns whether there may be more to send now. */
  boolean next() {
    if (file != null) {
      return goOn(file);
    }
    return switch (queue.poll()) {
      case null -> false;
      case Part.Bytes bytes -> {
        writing.replace(bytes.outgoing());
        yield true;
      }
      case Parcel parcel -> sends(parcel);
      case Part.File next -> {
        file = next.range();
        copies = !stream.sendsFiles();
        yield goOn(next.range());
      }
    };
  }

  private boolean goOn(FileRange range) {
    if (range.isTaken()) {
      file = null;
      files--;
      awaitRoom(false);
      range.sent();
      return true;
    }
    if (portionsLeft == 0) {
      goOnLater();
      return false;
    }
    portionsLeft--;
    return copies ? copy(range) : send(range);
  }

  private boolean send(FileRange range) {
    int sent = range.send(stream.driver(), stream.handle);
    if (sent > 0) {
      writing.sentOf(sent);
      return true;
    }
    switch (sent) {
      case 0 -> fail(range, range.tooShort());
      case -Abi.EAGAIN -> awaitRoom(true);
      case -Abi.EINVAL -> { // A file that it cannot send: of /proc, a directory.
        awaitRoom(false);
        copies = true;
        return true;
      }
      case -Abi.EINTR -> {
        return true;
      }
      default -> stream.lose(new Lost(stream.failure("sendfile", sent)), false);
    }
    return false;
  }

  private boolean copy(FileRange range) {
    try {
      ByteBuffer piece = range.read(FileRange.READ_BYTES);
      writing.waiting().append(piece);
      return true;
    } catch (IOException e) {
      fail(range, e);
    } catch (OutOfMemoryError e) {
      fail(range, new IOException("there is no memory for what is read of it", e));
    }
    return false;
  }

  /** The peer was promised more. */
  private void fail(FileRange range, IOException why) {
    file = null;
    files--;
    stream.lose(new Lost(why), false);
    range.failed(why);
  }

  private void awaitRoom(boolean on) {
    if (awaitsRoom != on) {
      awaitsRoom = on;
      stream.watchRoom();
    }
  }

  private void goOnLater() {
    if (!postponed && !awaitsRoom) { // Else the driver tells of the room that there is.
      postponed = true;
      stream
          .reactor()
          .execute(() -> {
            postponed = false;
            stream.settleSoon();
          });
    }
  }

  private boolean sends(Parcel parcel) {
    int sent = stream.driver().sendMessage(stream.handle, parcel.data(), null, parcel.control());
    if (sent == Driver.PENDING) {
      pending = parcel;
      writing.sending = true;
      return false;
    }
    return isGone(parcel, sent);
  }

  /** A send that was under way is done; returns whether it was a parcel's. */
  boolean sent(int result) {
    Parcel parcel = pending;
    if (parcel == null) {
      return false;
    }
    pending = null;
    boolean _ = isGone(parcel, result);
    return true;
  }

  /** Returns whether there may be more to send now. */
  private boolean isGone(Parcel parcel, int result) {
    parcel.close();
    if (result < 0) {
      stream.lose(new Lost(stream.failure("sendmsg", result)), false);
      return false;
    }
    writing.sentOf(result);
    if (result < parcel.length()) {
      Outgoing rest = stream.loop().takeOutgoing();
      rest.append(parcel.from(result));
      queue.addFirst(new Part.Bytes(rest));
    }
    return true;
  }

  // ---- its end ----------------------------------------------------------------------------------

  /** The connection is no more: tells those who wait for a file. */
  void lost(LossReason why) {
    List<FileRange> left = new ArrayList<>();
    if (file != null) {
      left.add(file);
      file = null;
    }
    for (Part part : queue) {
      if (part instanceof Part.File(FileRange range)) {
        left.add(range);
      }
    }
    queue.removeIf(Part.File.class::isInstance);
    files = 0;
    left.forEach(range -> range.lost(why));
  }

  /** What waits is no more, and the driver sends nothing of it. */
  void clear() {
    for (Part part; (part = queue.poll()) != null; ) {
      switch (part) {
        case Parcel parcel -> parcel.close();
        case Part.Bytes bytes -> bytes.outgoing().clear();
        case Part.File _ -> {} // They ended with the connection.
      }
    }
    if (pending != null) {
      pending.close();
      pending = null;
    }
  }
}
