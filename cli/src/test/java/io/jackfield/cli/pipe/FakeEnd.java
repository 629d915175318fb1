package io.jackfield.cli.pipe;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.jackfield.reactor.Protocol;
import io.jackfield.reactor.Transport;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An end without a network: it keeps what is asked of it, and the test says what it is told. */
final class FakeEnd implements InvocationHandler {
  private final List<String> asked = new ArrayList<>();
  private final End end;
  private @Nullable Protocol protocol;

  FakeEnd(End.Kind kind) {
    end = new End(kind, _ -> {});
    Object made =
        Proxy.newProxyInstance(
            Transport.class.getClassLoader(), new Class<?>[] {Transport.class}, this);
    end.connectionMade((Transport) made);
    asked.clear();
  }

  FakeEnd() {
    this(End.Kind.CONVERSATION);
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) {
    Object first = arguments == null ? null : arguments[0];
    if (first instanceof Protocol next) {
      protocol = next;
    } else if (first instanceof ByteBuffer bytes) {
      asked.add(method.getName() + " " + UTF_8.decode(bytes));
    } else if (!method.getName().equals("reactor")) {
      asked.add(method.getName());
    }
    return null;
  }

  End end() {
    return end;
  }

  /** Who is told of it now. */
  Protocol protocol() {
    return Objects.requireNonNull(protocol, "nobody");
  }

  /** It says something. */
  void say(String text) {
    protocol().dataReceived(ByteBuffer.wrap(text.getBytes(UTF_8)));
  }

  /** What was asked of it since the last call. */
  List<String> asked() {
    List<String> all = List.copyOf(asked);
    asked.clear();
    return all;
  }
}
