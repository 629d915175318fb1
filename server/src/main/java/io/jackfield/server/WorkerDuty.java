package io.jackfield.server;

import io.jackfield.server.worker.Message;
import io.jackfield.socket.PassedDescriptor;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What a worker process does. */
sealed interface WorkerDuty permits PassedStreams, PassedDatagrams {
  /** Serves to the end; on the calling thread. */
  void serve();

  /** The server says something. By one thread. */
  void told(Message message, @Nullable PassedDescriptor descriptor) throws IOException;

  /** Ends it as a server that stops. Any thread. */
  void stop();

  /** Nobody hears what is told any more: ends it. By the thread that is told. */
  default void serverGone() {
    stop();
  }

  ServerCounts counts();
}
