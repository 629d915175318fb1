package io.jackfield.testkit;

/**
 * How capricious the simulated drivers are within what the seam allows; each a probability, 0 to 1,
 * drawn at each occasion.
 *
 * @param shortReceives a receive brings less than is there
 * @param shortSends a send takes less than there is room for
 * @param pendingSends a send that could be done at once is pending
 * @param lateReceives bytes come once more after receiving was switched off in the same turn
 * @param postponed what has completed is told by a later turn only
 */
public record Quirks(
    double shortReceives,
    double shortSends,
    double pendingSends,
    double lateReceives,
    double postponed) {
  /** As straight as can be. */
  public static final Quirks NONE = new Quirks(0, 0, 0, 0, 0);

  /** All of them often, the default: a correct loop does not notice. */
  public static final Quirks ALL = new Quirks(0.3, 0.3, 0.3, 0.5, 0.2);
}
