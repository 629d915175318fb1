package io.jackfield.conformance.reactor;

import static org.assertj.core.api.Assertions.assertThat;

import io.jackfield.reactor.DatagramOptions;
import io.jackfield.reactor.endpoint.Endpoint;
import io.jackfield.reactor.endpoint.Endpoints;
import java.io.IOException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The ways to open an endpoint. */
enum EndpointUse {
  LISTEN,
  CONNECT,
  LISTEN_DATAGRAMS,
  CONNECT_DATAGRAMS;

  /** Opens it with {@code connecting} as the protocol of a connection; why that failed, or null. */
  @Nullable Throwable open(Endpoints endpoints, Endpoint endpoint, Recorder connecting)
      throws IOException {
    switch (this) {
      case LISTEN -> endpoints.listen(endpoint, _ -> new Recorder());
      case LISTEN_DATAGRAMS ->
          endpoints.listenDatagrams(endpoint, new DatagramRecorder(), DatagramOptions.DEFAULTS);
      case CONNECT -> {
        return failure(endpoints.connect(endpoint, _ -> connecting));
      }
      case CONNECT_DATAGRAMS -> {
        return failure(
            endpoints.connectDatagrams(endpoint, new DatagramRecorder(), DatagramOptions.DEFAULTS));
      }
    }
    return null;
  }

  static Throwable failure(Future<?> future) {
    assertThat(future.state()).isEqualTo(Future.State.FAILED);
    return future.exceptionNow();
  }
}
