package io.jackfield.comparison.runner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MemoryUseTest {
  private static final String HEAP =
      """
      31827:
      DefNew     total 78656K, used 15748K [0x00000000f0000000, 0x00000000f5550000)
       eden space 69952K,  22% used [0x00000000f0000000, 0x00000000f4450000)
       from space 8704K,   0% used [0x00000000f4cd0000, 0x00000000f5550000)
      Tenured    total 174784K, used 2048K [0x00000000f5550000, 0x0000000100000000)
       the  space 174784K,   1% used [0x00000000f5550000, 0x0000000100000000)
      Metaspace  used 7204K, committed 7424K, reserved 1114112K
      """;

  @Test
  void theHeapIsBothGenerations() throws IOException {
    assertThat(MemoryUse.heapBytes(HEAP)).isEqualTo((15_748 + 2_048) * 1_024L);
  }

  @Test
  void anotherCollectorsHeapIsRefused() {
    assertThatThrownBy(() -> MemoryUse.heapBytes("garbage-first heap total 262144K, used 2048K"))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("not the heap of SerialGC: garbage-first");
  }

  @Test
  void whatIsResidentIsInKilobytes() throws IOException {
    assertThat(MemoryUse.residentBytes(List.of("Rss:  9999 kB", "Pss_Anon:\t    1480 kB")))
        .isEqualTo(1_480 * 1_024L);
    assertThatThrownBy(() -> MemoryUse.residentBytes(List.of("Rss:  9999 kB")))
        .isInstanceOf(IOException.class);
  }
}
