package io.jackfield.socket.option;

/**
 * How packets with a time to be sent at are treated: {@code struct sock_txtime}. Source: {@code
 * linux/net_tstamp.h}, tc-etf(8).
 *
 * @param clock the clock's number, {@code CLOCK_MONOTONIC} 1, {@code CLOCK_TAI} 11
 *     (clock_gettime(2))
 * @param deadlineMode whether the time is the latest, not the exact one
 * @param reportErrors whether packets that missed their time are reported on the error queue
 */
public record TransmitTime(int clock, boolean deadlineMode, boolean reportErrors) {}
