package io.jackfield.tls;

import java.nio.ByteBuffer;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** The calls of an engine that derive secrets; with a key log they are made under its scope. */
final class LoggedEngine {
  final SSLEngine engine;
  private final TlsKeyLog.@Nullable Scope scope;

  LoggedEngine(SSLEngine engine, @Nullable TlsKeyLog log) {
    this.engine = engine;
    scope = log == null ? null : new TlsKeyLog.Scope(log);
  }

  SSLEngineResult wrap(ByteBuffer plain, ByteBuffer cipher) throws SSLException {
    if (scope == null) {
      return engine.wrap(plain, cipher);
    }
    int before = cipher.position();
    SSLEngineResult result =
        ScopedValue.where(TlsKeyLog.SCOPE, scope).call(() -> engine.wrap(plain, cipher));
    if (scope.needsClientHello() && engine.getUseClientMode()) {
      scope.clientHello(cipher.duplicate().flip().position(before));
    }
    return result;
  }

  SSLEngineResult unwrap(ByteBuffer record, ByteBuffer plain) throws SSLException {
    if (scope == null) {
      return engine.unwrap(record, plain);
    }
    if (scope.needsClientHello() && !engine.getUseClientMode()) {
      scope.clientHello(record);
    }
    return ScopedValue.where(TlsKeyLog.SCOPE, scope).call(() -> engine.unwrap(record, plain));
  }

  void runTasks() {
    for (Runnable part; (part = engine.getDelegatedTask()) != null; ) {
      if (scope == null) {
        part.run();
      } else {
        ScopedValue.where(TlsKeyLog.SCOPE, scope).run(part);
      }
    }
  }
}
