package io.jackfield.cli;

/**
 * An address that could not be listened on.
 *
 * @param sentence which, and why
 * @param remedy what can be done; empty where nobody knows
 */
record Refusal(String sentence, String remedy) {
  /** Of a service that was to be had at {@code endpoint}. */
  static Refusal of(String service, String endpoint, Throwable why) {
    return new Refusal(
        "%s cannot listen on %s: %s".formatted(service, endpoint, Sentences.whyNotBound(why)),
        Sentences.remedyOfBind(why));
  }

  /** Both. */
  @Override
  public String toString() {
    return remedy.isEmpty() ? sentence : sentence + "; " + remedy;
  }
}
