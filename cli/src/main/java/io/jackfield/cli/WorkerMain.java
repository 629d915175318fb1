package io.jackfield.cli;

import io.jackfield.server.WorkerProcess;

/** The worker processes' program: in this module, for which the start-up cache is made. */
public final class WorkerMain {
  private WorkerMain() {}

  /** As {@link WorkerProcess#main}. */
  public static void main(String[] args) {
    WorkerProcess.main(args);
  }
}
