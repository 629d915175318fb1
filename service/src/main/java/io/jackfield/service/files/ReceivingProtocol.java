package io.jackfield.service.files;

import io.jackfield.protocol.files.FileHeader;
import io.jackfield.protocol.files.FilesProtocolException;
import io.jackfield.protocol.files.Received;
import io.jackfield.protocol.files.ReceiverCodec;
import io.jackfield.reactor.LossReason;
import io.jackfield.reactor.Transport;
import io.jackfield.server.ServerProtocol;
import io.jackfield.service.files.TransferListener.Transfer;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One sender's conversation. Each step that needs the disk is done by another thread, one at a
 * time; what arrives meanwhile waits, and when that is 64 KiB, the sender is held up. The loop's.
 */
final class ReceivingProtocol implements ServerProtocol {
  private static final int WAITING_BYTES = 65_536;
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Folder folder;
  private final TransferListener listener;
  private final ReceiverCodec codec = new ReceiverCodec();
  private @Nullable Transport transport;

  /** What has arrived and is not looked at yet, to be appended to. */
  private ByteBuffer arrived = NOTHING;

  /** What is being looked at, or written to the disk. */
  private ByteBuffer current = NOTHING;

  private boolean isHeldUp;

  /** Whether another thread does a step of this conversation. */
  private boolean isBusy;

  /** The sender says no more. */
  private boolean hasEnded;

  /** Nothing that it says matters any more. */
  private boolean isOver;

  /** The reactor stops: no further file. */
  private boolean isLast;

  private boolean saidAnything;
  private String failure = "";

  /** Of the file that was announced last; empty when that is done with. */
  private String name = "";

  /** Whether its content has begun: then its transfer is told how it ends. */
  private boolean hasBegun;

  private @Nullable IncomingFile file;
  private Transfer transfer = Transfer.UNSEEN;

  ReceivingProtocol(Folder folder, TransferListener listener) {
    this.folder = folder;
    this.listener = listener;
  }

  // ---- what the connection tells ----------------------------------------------------------------

  @Override
  public void connectionMade(Transport made) {
    transport = made;
  }

  @Override
  public void dataReceived(ByteBuffer data) {
    if (isOver) {
      return;
    }
    saidAnything = true;
    append(data);
    if (arrived.position() >= WAITING_BYTES && !isHeldUp) {
      isHeldUp = true;
      transport().pauseReading();
    }
    goOn();
  }

  private void append(ByteBuffer data) {
    if (arrived.remaining() < data.remaining()) {
      int needed = arrived.position() + data.remaining();
      ByteBuffer larger = ByteBuffer.allocate(Math.max(needed, 2 * arrived.capacity()));
      arrived = larger.put(arrived.flip());
    }
    arrived.put(data);
  }

  @Override
  public boolean isMidway() {
    return !isOver && codec.isMidway();
  }

  @Override
  public void writeResumed() {
    goOn();
  }

  @Override
  public boolean endReceived() {
    hasEnded = true;
    goOn();
    return true; // It is closed when the last step is answered.
  }

  @Override
  public boolean stopping() {
    isLast = true;
    return !isOver && !codec.isBetweenFiles();
  }

  @Override
  public void connectionLost(LossReason reason) {
    isOver = true;
    fail(
        switch (reason) {
          case LossReason.Done _ -> "the connection was closed";
          case LossReason.Lost lost -> "the connection was lost: " + lost.cause().getMessage();
          case LossReason.Aborted _ -> "the connection was cut off";
          case LossReason.TimedOut late ->
              "the sender was silent for too long (" + late.what() + ")";
        });
    if (saidAnything) {
      listener.over(failure);
    }
  }

  private Transport transport() {
    return Objects.requireNonNull(transport, "not connected");
  }

  // ---- what it says -----------------------------------------------------------------------------

  /**
   * Looks at what has arrived, until there is no more of it, the disk is needed, or the sender does
   * not take the answers.
   */
  private void goOn() {
    while (!isBusy && !isOver && !transport().isWritePaused()) {
      Received event;
      try {
        event = codec.next(current);
      } catch (FilesProtocolException e) {
        refuse(DiskWords.of(e));
        return;
      }
      if (event != null) {
        handle(event);
      } else if (!take()) {
        if (hasEnded) {
          end();
        }
        return;
      }
    }
  }

  /** Whether there is more to look at. */
  private boolean take() {
    ByteBuffer empty = current.clear();
    current = arrived.flip();
    // What a slow sender needs no more is not kept for it.
    arrived = empty.capacity() > WAITING_BYTES / 4 && !isHeldUp ? NOTHING : empty;
    if (isHeldUp) {
      isHeldUp = false;
      transport().resumeReading();
    }
    return current.hasRemaining();
  }

  private void handle(Received event) {
    switch (event) {
      case Received.Hello _ -> answer(codec.ok());
      case Received.Name(String said) -> {
        name = said;
        step(() -> folder.target(said), _ -> answer(codec.ok()));
      }
      case Received.Size(long bytes) -> {
        IncomingFile next = IncomingFile.plain(folder, name, bytes);
        file = next;
        step(
            () -> {
              next.open();
              return next;
            },
            this::begin);
      }
      case Received.Put(FileHeader header) -> {
        name = header.path();
        IncomingFile next = IncomingFile.announced(folder, header);
        file = next;
        step(next::find, found -> found(next, found));
      }
      case Received.From(long offset) -> {
        IncomingFile now = file();
        transfer = listener.begun(now.name(), now.size(), offset);
        hasBegun = true;
        step(
            () -> {
              now.from(offset);
              return now;
            },
            _ -> {});
      }
      case Received.Content(ByteBuffer bytes) -> {
        IncomingFile now = file();
        step(
            () -> {
              now.write(bytes);
              return now;
            },
            written -> transfer.at(written.position()));
      }
      case Received.Whole(@Nullable String digest) -> {
        IncomingFile now = file();
        step(
            () -> {
              now.finish(digest);
              return now;
            },
            _ -> whole());
      }
    }
  }

  private IncomingFile file() {
    return Objects.requireNonNull(file, "no file has begun");
  }

  private void begin(IncomingFile ready) {
    transfer = listener.begun(ready.name(), ready.size(), 0);
    hasBegun = true;
    answer(codec.ok());
  }

  private void found(IncomingFile one, IncomingFile.Found found) {
    if (found.whole()) {
      file = null;
      name = "";
      listener.same(one.name());
      answer(codec.have(found.digest()));
    } else {
      answer(codec.okFrom(found.bytes(), found.digest()));
    }
  }

  private void whole() {
    file = null;
    name = "";
    hasBegun = false;
    transfer.done();
    transfer = Transfer.UNSEEN;
    answer(codec.ok());
    if (isLast) {
      isOver = true;
      transport().close();
    }
  }

  private void answer(ByteBuffer bytes) {
    transport().write(bytes);
  }

  /** Has another thread do something, and goes on with what came of it. */
  private <T> void step(Callable<T> work, Consumer<T> then) {
    isBusy = true;
    var _ =
        transport()
            .reactor()
            .deferToThread(work)
            .whenComplete((result, why) -> {
              isBusy = false;
              if (isOver) {
                return; // The file has been told by then.
              }
              if (why != null) {
                refuse(DiskWords.of(why));
                return;
              }
              goOn(result, then);
            });
  }

  /** Nobody else would see what is thrown here. */
  private <T> void goOn(T result, Consumer<T> then) {
    try {
      then.accept(result);
      goOn();
    } catch (RuntimeException e) {
      System.getLogger(ReceivingProtocol.class.getName())
          .log(System.Logger.Level.WARNING, "a conversation is torn down", e);
      transport().abort();
    }
  }

  // ---- the end ----------------------------------------------------------------------------------

  private void end() {
    if (codec.isBetweenFiles()) {
      isOver = true;
      transport().write(codec.farewell());
      transport().close();
    } else {
      IncomingFile now = file;
      refuse(
          now == null
              ? "the conversation ended in the midst of a line"
              : "the file ended too early: "
                  + now.position()
                  + " of "
                  + now.size()
                  + " bytes came");
    }
  }

  private void refuse(String why) {
    isOver = true;
    failure = why;
    if (!hasBegun) {
      listener.refused(name, why);
    }
    fail(why);
    transport().write(codec.refuse(why));
    transport().close();
  }

  /** Lets go of a file that is not whole. */
  private void fail(String why) {
    IncomingFile unfinished = file;
    if (unfinished != null) {
      file = null;
      failure = why;
      unfinished.abandon();
      transfer.failed(why);
      transfer = Transfer.UNSEEN;
    }
  }
}
