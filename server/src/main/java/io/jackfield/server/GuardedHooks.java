package io.jackfield.server;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.function.Consumer;

/** Hooks whose own failures end nothing but are logged; {@link #verified} refuses then. */
final class GuardedHooks<R extends Request> {

  private final ServerHooks<R> hooks;

  GuardedHooks(ServerHooks<R> hooks) {
    this.hooks = hooks;
  }

  private void guarded(String name, Consumer<ServerHooks<R>> call) {
    try {
      call.accept(hooks);
    } catch (Throwable e) {
      System.getLogger(BaseServer.class.getName()).log(Level.ERROR, "hook " + name + " failed", e);
    }
  }

  boolean verified(R request) {
    try {
      return hooks.verifyRequest(request);
    } catch (Throwable e) {
      handleError(request, e);
      return false;
    }
  }

  void processRequest(R request) {
    guarded("processRequest", to -> to.processRequest(request));
  }

  void finishRequest(R request) {
    guarded("finishRequest", to -> to.finishRequest(request));
  }

  void handleError(R request, Throwable error) {
    guarded("handleError", to -> to.handleError(request, error));
  }

  void handleTimeout(R request) {
    guarded("handleTimeout", to -> to.handleTimeout(request));
  }

  void handleTakeError(IOException error) {
    guarded("handleTakeError", to -> to.handleTakeError(error));
  }

  void serviceActions() {
    guarded("serviceActions", ServerHooks::serviceActions);
  }
}
