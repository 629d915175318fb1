package io.jackfield.service.gopher.client;

import java.nio.file.Path;

/** Who is told how far one of {@link Downloads} is. Called by the loop's thread. */
public interface Watcher {
  /** So many bytes are there now, in all. */
  void received(long bytes);

  /** It is whole. */
  void saved(Path at, long bytes);

  /** It is not to be had, or not whole; nothing of it is kept. */
  void failed(Throwable why, long bytes);
}
