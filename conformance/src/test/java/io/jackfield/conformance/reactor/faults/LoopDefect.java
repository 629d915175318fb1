package io.jackfield.conformance.reactor.faults;

import static io.jackfield.conformance.reactor.faults.Mutation.negated;
import static io.jackfield.conformance.reactor.faults.Mutation.withoutAssignment;
import static io.jackfield.conformance.reactor.faults.Mutation.withoutCall;

/** Defects planted in the loop, and a seed that finds each. */
enum LoopDefect {
  WAKE_UPS_ARE_DROPPED_AFTER_THE_FIRST(withoutCall("EventLoop", "runTasks", "set"), 1),
  A_TASK_FROM_OUTSIDE_WAKES_NOBODY(withoutCall("EventLoop", "execute", "wakeUp"), 1),
  A_WRITE_BETWEEN_TURNS_WAKES_NOBODY(
      withoutCall("EventLoop", "unsettled", "wakeUpIfBetweenTurns"), 1),
  A_TIMER_BETWEEN_TURNS_WAKES_NOBODY(
      withoutCall("EventLoop", "timersChanged", "wakeUpIfBetweenTurns"), 489),
  WHAT_TIMERS_WROTE_IS_NOT_SENT(withoutCall("EventLoop", "turn", "settle"), 3),
  A_STREAM_IS_SETTLED_ONLY_ONCE(withoutAssignment("SettledStream", "settle", "settling"), 1),
  A_SECOND_SEND_BEGINS_BEFORE_THE_FIRST_ENDS(
      withoutAssignment("WritingHalf", "flush", "sending"), 2),
  WHAT_WAS_SENT_LATER_IS_SENT_AGAIN(withoutCall("WritingHalf", "sent", "took"), 2),
  AFTER_A_LATE_SEND_NOTHING_GOES_ON(withoutCall("StreamTransport", "sent", "endTelling"), 3),
  A_HALF_CLOSE_IS_LOST(withoutCall("StreamTransport", "endSending", "shutdownSending"), 1),
  AN_END_OF_INPUT_IS_FORGOTTEN(withoutAssignment("ReadingHalf", "end", "ended"), 1),
  A_CLOSE_HAS_NO_DEADLINE(withoutCall("StreamTransport", "settleNow", "startDeadline"), 61),
  UNSENT_CHUNKS_ARE_LEAKED(withoutCall("WritingHalf", "clear", "clear"), 2),
  HELD_BACK_CHUNKS_ARE_LEAKED(withoutCall("HeldMessages", "release", "release"), 2),
  DELIVERED_CHUNKS_ARE_LEAKED(withoutCall("HeldMessages", "deliver", "release"), 8),
  A_CLOSE_DOES_NOT_READ_ON(withoutCall("StreamTransport", "discard", "receive"), 61),
  A_CLOSES_TIMER_IS_LEFT(withoutCall("WritingHalf", "release", "cancel"), 2),
  A_LOSS_IS_TOLD_TWICE(withoutAssignment("StreamTransport", "tellLoss", "lossTold"), 5),
  A_LOSS_IS_NOT_TOLD(withoutCall("StreamTransport", "lose", "settleSoon"), 2),
  HELD_BACK_INPUT_IS_NOT_DELIVERED(withoutCall("ReadingHalf", "readOn", "execute"), 9),
  AFTER_HELD_BACK_INPUT_NOTHING_IS_READ(withoutCall("ReadingHalf", "deliverHeld", "receive"), 9),
  A_PAUSE_DELIVERS_AND_ITS_END_HOLDS_BACK(negated("ReadingHalf", "received", 0), 3),
  INPUT_IS_DELIVERED_AFTER_A_CLOSE(withoutCall("ReadingHalf", "deliver", "isDeaf"), 8),
  WRITE_RESUMED_IS_TOLD_AGAIN_AND_AGAIN(
      withoutAssignment("WritingHalf", "tellMarks", "paused").atPlace(1), 3),
  A_PRODUCER_IS_ASKED_ONCE(withoutAssignment("WritingHalf", "ask", "requested"), 17),
  A_LOST_STREAM_IS_COUNTED_FOR_EVER(withoutAssignment("StreamList", "remove", "size"), 1),
  A_PORT_COUNTS_LOST_CONNECTIONS(withoutAssignment("StreamListener", "lost", "connections"), 3),
  A_FULL_PORT_ACCEPTS_ON(withoutCall("Acceptor", "accepted", "acceptIfWanted"), 131),
  AFTER_A_SHORTAGE_NOTHING_IS_ACCEPTED(
      withoutCall("Acceptor", "refused", "acceptIfWanted").atPlace(1), 27),
  A_CANCELLED_CONNECT_BUILDS_A_PROTOCOL(withoutCall("StreamConnector", "connected", "isDone"), 67),
  A_SECOND_ADDRESS_IS_NOT_TRIED(withoutCall("StreamConnector", "failed", "attemptNext"), 1),
  A_CONNECTS_DEADLINE_IS_LEFT(withoutCall("ConnectAttempt", "end", "cancel"), 1),
  A_FULL_QUEUE_IS_NOT_ASKED_AGAIN(withoutCall("ConnectAttempt", "connected", "callLater"), 9),
  A_CLOSED_STREAM_DOES_NOT_HEAR_ITS_PEERS_END(withoutCall("Lingering", "<init>", "receive"), 1),
  A_STOP_DOES_NOT_SEE_THE_LAST_STREAM_GO(withoutCall("Connections", "lingeringOver", "run"), 10),
  A_CRASH_LEAVES_STREAMS_OPEN(withoutCall("Connections", "abortAll", "forEach"), 2),
  A_CRASH_LEAVES_CLOSED_STREAMS_LINGERING(withoutCall("ReactorLife", "end", "resetLingering"), 706),
  SENT_CHUNKS_ARE_LEAKED(withoutCall("driver.Outgoing", "removeFirst", "release"), 1),
  A_CHUNK_IS_USED_AGAIN_WHILE_IT_IS_SENT(withoutCall("driver.Outgoing", "lend", "hold"), 1),
  A_SENT_PIECE_IS_SENT_AGAIN(withoutAssignment("driver.Outgoing$Pieces", "removeFirst", "head"), 1),
  PIECES_ARE_REORDERED_WHEN_THE_RING_GROWS(
      withoutAssignment("driver.Outgoing$Pieces", "grow", "head"), 317),
  A_SLOT_OF_TIMERS_FORGETS_ITS_EARLIEST(withoutAssignment("TimerList", "append", "earliest"), 1),
  TIMERS_ARE_LOST_WITHIN_A_TICK(withoutCall("TimerWheel", "takeSome", "place"), 2);

  @SuppressWarnings("ImmutableEnumChecker") // A record of strings.
  final Mutation mutation;

  final long seed;

  LoopDefect(Mutation mutation, long seed) {
    this.mutation = mutation;
    this.seed = seed;
  }
}
