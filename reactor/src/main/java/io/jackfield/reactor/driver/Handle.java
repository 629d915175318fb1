package io.jackfield.reactor.driver;

/**
 * Something a driver works on: a socket, a pipe, somebody else's descriptor. What it is made of is
 * the driver's affair. Belongs to the thread of its loop.
 */
public abstract class Handle {
  private Completions completions = Completions.NOBODY;

  /** For drivers. */
  protected Handle() {}

  /** Who is told of its completions from now on. */
  public final void attach(Completions to) {
    completions = to;
  }

  /** Who is told. */
  public final Completions completions() {
    return completions;
  }
}
