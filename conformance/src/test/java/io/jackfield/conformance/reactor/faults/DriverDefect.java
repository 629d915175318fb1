package io.jackfield.conformance.reactor.faults;

import io.jackfield.reactor.driver.Chunk;
import io.jackfield.reactor.driver.Driver;
import io.jackfield.reactor.driver.Handle;
import io.jackfield.reactor.driver.Outgoing;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A driver that misbehaves in one way, now and then; and how a run with it looks. */
enum DriverDefect {
  NONE(0),

  A_WAKE_UP_IS_DROPPED(2) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        public void wakeUp() {
          if (!isHit(run)) {
            super.wakeUp();
          }
        }
      };
    }
  },

  A_SEND_IS_TOLD_TWICE(2) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellSent(WatchedHandle handle, int result) {
          super.tellSent(handle, result);
          if (isHit(run) && !handle.closed) {
            super.tellSent(handle, result);
          }
        }
      };
    }
  },

  A_SEND_IS_TOLD_WITH_A_BYTE_LESS(3) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellSent(WatchedHandle handle, int result) {
          super.tellSent(handle, result > 1 && isHit(run) ? result - 1 : result);
        }
      };
    }
  },

  A_SEND_SKIPS_A_BYTE(2) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        public int send(Handle stream, Outgoing outgoing) {
          int sent = super.send(stream, outgoing);
          return sent > 0 && sent < outgoing.bytes() && isHit(run) ? sent + 1 : sent;
        }
      };
    }
  },

  A_SEND_IS_NOT_TOLD(3) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellSent(WatchedHandle handle, int result) {
          if (!isHit(run)) {
            super.tellSent(handle, result);
          }
        }
      };
    }
  },

  BYTES_COME_TWICE(1) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellReceived(WatchedHandle handle, Chunk chunk, int from, int to) {
          super.tellReceived(handle, chunk, from, to);
          if (isHit(run) && !handle.closed) {
            super.tellReceived(handle, chunk, from, to);
          }
        }
      };
    }
  },

  BYTES_ARE_LOST(1) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellReceived(WatchedHandle handle, Chunk chunk, int from, int to) {
          if (!isHit(run)) {
            super.tellReceived(handle, chunk, from, to);
          }
        }
      };
    }
  },

  BYTES_COME_FOR_ANOTHER_HANDLE(1) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        private @Nullable WatchedHandle other;

        @Override
        void tellReceived(WatchedHandle handle, Chunk chunk, int from, int to) {
          WatchedHandle before = other;
          other = handle;
          boolean wrong = before != null && !before.closed && isHit(run);
          super.tellReceived(wrong && before != null ? before : handle, chunk, from, to);
        }
      };
    }
  },

  A_CHUNK_IS_LEAKED(1) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellReceived(WatchedHandle handle, Chunk chunk, int from, int to) {
          super.tellReceived(handle, isHit(run) ? chunk.hold() : chunk, from, to);
        }
      };
    }
  },

  A_SEND_IS_TOLD_AFTER_THE_CLOSE(1) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellClosed(WatchedHandle handle) {
          super.tellClosed(handle);
          handle.completions().sent(1);
        }
      };
    }
  },

  AN_END_IS_NOT_TOLD(1) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellReceiveEnded(WatchedHandle handle, int result) {
          if (result < 0 || !isHit(run)) {
            super.tellReceiveEnded(handle, result);
          }
        }
      };
    }
  },

  A_RESET_IS_TOLD_AS_AN_END(2) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellReceiveEnded(WatchedHandle handle, int result) {
          super.tellReceiveEnded(handle, 0);
        }
      };
    }
  },

  A_HALF_CLOSE_IS_LOST(3) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        public int shutdownSending(Handle stream) {
          return isHit(run) ? 0 : super.shutdownSending(stream);
        }
      };
    }
  },

  A_CONNECTION_IS_SWALLOWED(1) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellAccepted(WatchedHandle port, @Nullable WatchedHandle connection, int result) {
          if (!isHit(run)) {
            super.tellAccepted(port, connection, result);
          }
        }
      };
    }
  },

  A_REFUSAL_IS_TOLD_AS_A_CONNECTION(2) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        @Override
        void tellConnected(WatchedHandle handle, int result) {
          super.tellConnected(handle, result < 0 && isHit(run) ? 0 : result);
        }
      };
    }
  },

  A_CLOSE_IS_TOLD_TO_NOBODY(1) {
    @Override
    WatchedDriver between(Driver inner, Scenario run) {
      return new WatchedDriver(inner, run.verdict) {
        private final List<WatchedHandle> kept = new ArrayList<>();

        @Override
        void tellClosed(WatchedHandle handle) {
          if (isHit(run)) {
            kept.add(handle);
          } else {
            super.tellClosed(handle);
          }
        }
      };
    }
  };

  /** One that finds it. */
  final long seed;

  DriverDefect(long seed) {
    this.seed = seed;
  }

  /** Rarely enough that runs get somewhere. */
  private static boolean isHit(Scenario run) {
    return run.dice.chance(0.2);
  }

  WatchedDriver between(Driver inner, Scenario run) {
    return new WatchedDriver(inner, run.verdict);
  }
}
