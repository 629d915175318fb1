package io.jackfield.service.ping;

import java.time.Duration;

/**
 * What came of all requests.
 *
 * @param transmitted how many were sent
 * @param received how many of them were answered
 * @param duplicates how many further answers came
 * @param errors how many problems came back
 * @param elapsed from the first request to the last
 * @param min the shortest round trip; this and the next three zero where there was no answer
 * @param average of all round trips, those of duplicates included
 * @param max the longest
 * @param deviation their standard deviation
 */
public record PingStatistics(
    long transmitted,
    long received,
    long duplicates,
    long errors,
    Duration elapsed,
    Duration min,
    Duration average,
    Duration max,
    Duration deviation) {}
