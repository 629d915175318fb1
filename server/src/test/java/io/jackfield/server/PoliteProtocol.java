package io.jackfield.server;

import java.util.concurrent.LinkedBlockingQueue;

/** Says good-bye. */
final class PoliteProtocol extends RecordingProtocol {
  PoliteProtocol(LinkedBlockingQueue<String> told) {
    super(told);
  }

  @Override
  public boolean stopping() {
    write("bye");
    return super.stopping();
  }
}
