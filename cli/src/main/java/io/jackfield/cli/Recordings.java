package io.jackfield.cli;

import io.jackfield.socket.SocketObservers;
import jdk.jfr.FlightRecorder;
import jdk.jfr.FlightRecorderListener;
import jdk.jfr.Recording;
import jdk.jfr.RecordingState;
import org.jspecify.annotations.Nullable;

/**
 * Has what happens on sockets written into the JDK's flight recorder while a recording runs,
 * whether it began with the program or by {@code jcmd} later. Does not wake the recorder itself.
 * Told of changes by whichever thread makes them.
 */
final class Recordings implements FlightRecorderListener {
  /** Guarded by this; null while nothing is recorded. */
  private SocketObservers.@Nullable Registration observing;

  private Recordings() {}

  /** From now on, to the end of the process. */
  static void observe() {
    FlightRecorder.addListener(new Recordings());
  }

  @Override
  public void recorderInitialized(FlightRecorder recorder) {
    follow(recorder);
  }

  @Override
  public void recordingStateChanged(Recording recording) {
    follow(FlightRecorder.getFlightRecorder());
  }

  private synchronized void follow(FlightRecorder recorder) {
    boolean runs =
        recorder.getRecordings().stream().anyMatch(one -> one.getState() == RecordingState.RUNNING);
    if (runs && observing == null) {
      observing = SocketObservers.add(new io.jackfield.socket.FlightRecorder());
    } else if (!runs && observing != null) {
      observing.close();
      observing = null;
    }
  }
}
