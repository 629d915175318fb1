package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SoakVerdictTest {
  private static final int HELD = 1_000;
  private static final SoakLook BEFORE = look(0, 12, 20, 1 << 20, 300 << 20, "");
  private static final SoakLook BEGIN = look(HELD, 1_012, 20, 2 << 20, 310 << 20, "");

  private static SoakLook look(
      int held, long descriptors, long threads, long heap, long resident, String fault) {
    String counted = "refused=0 reset_unasked=0 ended_unasked=0 stuck=0 bad=0 ";
    String name = fault.isEmpty() ? "refused" : fault;
    String faults = fault.isEmpty() ? counted : counted.replace(name + "=0", name + "=1");
    Sample churn = Sample.parse("held=" + held + " made=0 " + faults);
    return new SoakLook(1, churn, descriptors, threads, new MemoryUse(heap, resident), true);
  }

  private static List<String> verdict(SoakLook end, SoakLook after) {
    return SoakVerdict.of(BEFORE, List.of(BEGIN, end), after, HELD);
  }

  @Test
  void whatIsAtTheToleranceIsFlat() {
    SoakLook end =
        look(
            HELD,
            1_012 + SoakVerdict.DESCRIPTORS,
            20 + SoakVerdict.THREADS,
            (2 << 20) + SoakVerdict.HEAP_BYTES,
            (310 << 20) + SoakVerdict.RESIDENT_BYTES,
            "");
    SoakLook after = look(0, 12 + SoakVerdict.DESCRIPTORS, 20, 0, 0, "");
    assertThat(verdict(end, after)).isEmpty();
  }

  @Test
  void whatIsOnePastItHasGrown() {
    SoakLook end =
        look(
            HELD,
            1_013 + SoakVerdict.DESCRIPTORS,
            21 + SoakVerdict.THREADS,
            (2 << 20) + SoakVerdict.HEAP_BYTES + 1,
            (310 << 20) + SoakVerdict.RESIDENT_BYTES + 1,
            "");
    SoakLook after = look(0, 13 + SoakVerdict.DESCRIPTORS, 20, 0, 0, "");
    assertThat(verdict(end, after))
        .hasSize(5)
        .contains("descriptors besides connections: from 12 to 21, more than 8 more");
  }

  @Test
  void everyFaultTheLoadSawCounts() {
    for (String fault : List.of("refused", "reset_unasked", "ended_unasked", "stuck", "bad")) {
      assertThat(verdict(look(HELD, 1_012, 20, 2 << 20, 310 << 20, fault), BEFORE))
          .containsExactly(fault + ": 1");
    }
  }

  @Test
  void allMustBeHeld() {
    assertThat(verdict(look(HELD - 1, 1_011, 20, 2 << 20, 310 << 20, ""), BEFORE))
        .containsExactly("held 999 of 1000 at 1 s");
  }
}
