package io.jackfield.cli;

import io.jackfield.server.WorkerProcess;

/** The worker processes' program: in this module, for which the start-up cache is made. */
public final class WorkerMain {
  private WorkerMain() {}

  /** As {@link WorkerProcess#main}; to be restarted is the server's, with its workers. */
  public static void main(String[] args) {
    Restarts.ignored();
    OpenedEarly.openAll();
    WorkerProcess.main(args);
  }
}
