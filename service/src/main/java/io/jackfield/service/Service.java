package io.jackfield.service;

import io.jackfield.server.BaseRequestHandler;
import io.jackfield.server.DatagramRequest;
import io.jackfield.server.Request;
import io.jackfield.server.StreamRequest;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A ready service.
 *
 * @param name what the command calls it
 * @param summary one line, for lists
 * @param stream how it is had over TCP, null if it is not
 * @param datagram how it is had over UDP, null if it is not
 */
public record Service(
    String name,
    String summary,
    @Nullable Form<StreamRequest> stream,
    @Nullable Form<DatagramRequest> datagram) {

  /**
   * One transport's form of a service.
   *
   * @param port where it is found if nothing else is said
   * @param handler makes the handler of each request
   */
  public record Form<R extends Request>(
      int port, Supplier<? extends BaseRequestHandler<R>> handler) {}
}
