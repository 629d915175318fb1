package io.jackfield.reactor.driver;

import io.jackfield.socket.CallFailure;
import io.jackfield.socket.Errno;
import io.jackfield.socket.SelectLimitException;
import io.jackfield.socket.linux.Abi;
import io.jackfield.socket.linux.ParkingEpoll;
import io.jackfield.socket.linux.ReadinessSet;
import io.jackfield.socket.linux.ReadyBatch;
import io.jackfield.socket.linux.Select;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/**
 * The driver on a kernel mechanism that tells readiness: epoll, poll, select.
 *
 * <p>Invariants: {@code handles} has each handle that the set watches; it does so for {@link
 * KernelHandle#watchedFor}, which is what it {@linkplain KernelHandle#wanted wants} but for handles
 * in {@code changes}. Level-triggered: what one turn leaves over is reported by the next, and a
 * handle that wants nothing is not in the set, so that an error cannot make the loop spin.
 */
final class ReadinessDriver extends ReadyDriver {
  private final String name;
  private final ReadinessSet set;
  private final ReadyBatch ready = new ReadyBatch();
  private final WakeUp wakeUp;
  private final HandleTable handles = new HandleTable();
  private int lastGeneration;

  private final ArrayDeque<KernelHandle> changes = new ArrayDeque<>();

  /** Regular files that epoll refuses: ready whenever something is asked of them. */
  private final ArrayList<KernelHandle> alwaysReady = new ArrayList<>();

  private ReadinessDriver(String name, ReadinessSet set, WakeUpDescriptor wakeUp) {
    super(receiveChunks());
    this.name = name;
    this.set = set;
    this.wakeUp = wakeUp;
  }

  /** One for a thread that may be virtual, and has one connection as a rule. */
  ReadinessDriver(String name, ParkingEpoll set) {
    this.name = name;
    this.set = set;
    this.wakeUp = new ParkedWakeUp(set);
  }

  /** One for a thread that does nothing else; takes over {@code set}. */
  static ReadinessDriver ofLoop(String name, ReadinessSet set) throws IOException {
    WakeUpDescriptor wakeUp;
    try {
      wakeUp = WakeUpDescriptor.open();
    } catch (IOException e) {
      set.close();
      throw e;
    }
    var driver = new ReadinessDriver(name, set, wakeUp);
    driver.watchWakeUps();
    return driver;
  }

  private void watchWakeUps() throws IOException {
    int added = set.add(wakeUp.number(), Abi.READABLE, 0);
    if (added < 0) {
      IOException obstacle = obstacle(wakeUp.number());
      close();
      throw obstacle != null
          ? obstacle
          : new CallFailure(name, new Errno(-added), null, null).exception();
    }
  }

  @Override
  @Nullable IOException obstacle(int number) {
    return set instanceof Select && number >= Select.LIMIT
        ? new SelectLimitException(number)
        : null;
  }

  @Override
  public String name() {
    return name;
  }

  // ---- asking -----------------------------------------------------------------------------------

  @Override
  int awaits(KernelHandle handle) {
    return handle.wanted();
  }

  @Override
  void change(KernelHandle handle) {
    if (!handle.changed
        && !handle.closed
        && !alwaysReady.contains(handle)
        && handle.wanted() != handle.watchedFor) {
      handle.changed = true;
      changes.add(handle);
    }
  }

  @Override
  public void close(Handle closing, boolean reset) {
    KernelHandle handle = ours(closing);
    if (handle.closed) {
      return;
    }
    handle.closed = true;
    if (handle.watchedFor != 0) {
      // Before the number is free for another file.
      set.remove(handle.number);
      handle.watchedFor = 0;
      handles.remove(handle.number);
    }
    closeSoon(handle, reset);
  }

  // ---- telling ----------------------------------------------------------------------------------

  @Override
  public void await(long timeoutNanos) throws IOException {
    applyChanges();
    boolean nothingToWaitFor = !due.isEmpty() || anyFileWants();
    int found = set.await(nothingToWaitFor ? 0 : timeoutNanos, ready);
    if (found < 0 && found != -Abi.EINTR) {
      throw new CallFailure(name, new Errno(-found), null, null).exception();
    }
    if (wakeUp.isRequested() && ready.contains(wakeUp.number())) {
      wakeUp.answer();
    }
  }

  @Override
  public int complete() {
    int told = due.tell() + dispatchFiles();
    while (ready.next()) {
      if (ready.number() == wakeUp.number()) {
        continue; // Answered by the wait.
      }
      KernelHandle handle = handles.get(ready.number());
      // An earlier completion of this batch may have closed it, and another have its number.
      if (handle != null && handle.mark == ready.generation()) {
        dispatch(handle, ready.events());
        told++;
      }
    }
    return told;
  }

  private boolean anyFileWants() {
    for (int i = 0; i < alwaysReady.size(); i++) {
      if (alwaysReady.get(i).wanted() != 0) {
        return true;
      }
    }
    return false;
  }

  private int dispatchFiles() {
    int told = 0;
    for (int i = 0; i < alwaysReady.size(); i++) {
      KernelHandle file = alwaysReady.get(i);
      if (file.wanted() != 0) {
        dispatch(file, file.wanted());
        told++;
      }
    }
    alwaysReady.removeIf(file -> file.closed);
    return told;
  }

  private void applyChanges() {
    for (KernelHandle handle; (handle = changes.poll()) != null; ) {
      handle.changed = false;
      int wanted = handle.wanted();
      if (!handle.closed && wanted != handle.watchedFor) {
        apply(handle, wanted);
      }
    }
  }

  private void apply(KernelHandle handle, int wanted) {
    int number = handle.number;
    int result;
    if (wanted == 0) {
      result = set.remove(number);
      handles.remove(number);
    } else if (handle.watchedFor == 0) {
      lastGeneration = (lastGeneration + 1) & Integer.MAX_VALUE;
      handle.mark = lastGeneration;
      result = set.add(number, wanted, handle.mark);
      if (result >= 0) {
        handles.put(handle);
      }
    } else {
      result = set.change(number, wanted, handle.mark);
    }
    if (result >= 0) {
      handle.watchedFor = (short) wanted;
    } else if (result == -Abi.EPERM) {
      alwaysReady.add(handle);
    } else {
      refuse(handle, result);
    }
  }

  // ---- the rest ---------------------------------------------------------------------------------

  @Override
  public void wakeUp() {
    wakeUp.request();
  }

  @Override
  public void close() {
    wakeUp.close();
    reserve.close();
    set.close();
  }
}
