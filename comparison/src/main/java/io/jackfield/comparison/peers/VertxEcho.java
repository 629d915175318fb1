package io.jackfield.comparison.peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetServerOptions;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Echo on Vert.x, one event loop: {@code VertxEcho native|jdk PORT}. */
public final class VertxEcho {
  private VertxEcho() {}

  /** Runs until it is killed: Vert.x's threads keep the process alive. */
  public static void main(String[] args)
      throws ExecutionException, InterruptedException, TimeoutException {
    boolean nativeTransport = args[0].equals("native");
    Vertx vertx =
        Vertx.vertx(
            new VertxOptions().setEventLoopPoolSize(1).setPreferNativeTransport(nativeTransport));
    if (vertx.isNativeTransportEnabled() != nativeTransport) {
      throw new IllegalStateException(
          "no native transport", vertx.unavailableNativeTransportCause());
    }
    vertx
        .createNetServer(new NetServerOptions().setTcpNoDelay(true).setAcceptBacklog(4_096))
        .connectHandler(socket ->
            socket.handler(data -> {
              socket.write(data);
              if (socket.writeQueueFull()) {
                socket.pause();
                socket.drainHandler(_ -> socket.resume());
              }
            }))
        .listen(Integer.parseInt(args[1]), "127.0.0.1")
        .toCompletionStage()
        .toCompletableFuture()
        .get(10, TimeUnit.SECONDS);
  }
}
