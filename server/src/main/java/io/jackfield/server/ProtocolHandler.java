package io.jackfield.server;

/** Runs a protocol on an engine that waits. */
final class ProtocolHandler extends BaseRequestHandler<StreamRequest> {
  private final SharedFactory factory;

  ProtocolHandler(SharedFactory factory) {
    this.factory = factory;
  }

  @Override
  protected void handle() throws Exception {
    if (!(request() instanceof Conversation conversation)) {
      throw new IllegalStateException("an event loop has no handlers of protocols");
    }
    switch (new ConnectionLoop(factory, conversation).run()) {
      case null -> {}
      case Exception failure -> throw failure;
      case Error failure -> throw failure;
      case Throwable failure -> throw new IllegalStateException(failure);
    }
  }
}
