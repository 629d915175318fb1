package io.jackfield.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Remembers what a server of conversations tells, a word each, in order. Any thread. */
class ToldHooks implements ServerHooks<StreamRequest> {
  final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();

  @Override
  public boolean verifyRequest(StreamRequest request) {
    return told.add("verify");
  }

  @Override
  public void processRequest(StreamRequest request) {
    told.add("process");
  }

  @Override
  public void handleError(StreamRequest request, Throwable error) {
    told.add("error: " + error.getMessage());
  }

  @Override
  public void handleTimeout(StreamRequest request) {
    told.add("time-out");
  }

  @Override
  public void finishRequest(StreamRequest request) {
    told.add("finish after " + request.bytesIn());
  }

  /** Waits for so many. */
  final List<String> next(int count) throws InterruptedException {
    return next(told, count);
  }

  static List<String> next(BlockingQueue<String> told, int count) throws InterruptedException {
    var steps = new ArrayList<String>();
    while (steps.size() < count) {
      steps.add(told.take());
    }
    return steps;
  }

  /** Waits for all of one request. */
  final List<String> untilFinished() throws InterruptedException {
    var steps = new ArrayList<String>();
    while (steps.isEmpty() || !steps.getLast().startsWith("finish after ")) {
      steps.add(told.take());
    }
    return steps;
  }
}
