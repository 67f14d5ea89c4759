package dev.belfry.bench.program;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class UsageTest {

  private static final String STATUS =
      "Name:\tjava\nVmPeak:\t 9000000 kB\nVmHWM:\t  204800 kB\nVmRSS:\t  102400 kB\n";

  @Test
  void when_the_name_has_spaces_and_parentheses_then_the_times_are_still_found() {
    var stat = "4711 (a) (b) c) S 1 4711 4711 0 -1 4194304 100 0 5 0 1234 66 7 8 20 0 30 0 99";

    var usage = Usage.parse(stat, STATUS);

    assertThat(usage.cpu()).isEqualTo(Duration.ofSeconds(13));
    assertThat(usage.memory()).isEqualTo(100L << 20);
    assertThat(usage.peakMemory()).isEqualTo(200L << 20);
  }

  @Test
  void when_this_very_process_is_asked_then_it_has_memory_and_a_peak_not_below_it()
      throws IOException {
    var usage = Usage.of(ProcessHandle.current().pid());

    assertThat(usage.memory()).isPositive();
    assertThat(usage.peakMemory()).isGreaterThanOrEqualTo(usage.memory());
  }

  @Test
  void when_the_cores_are_read_then_user_nice_system_and_steal_count() {
    var cores = Cores.parse("cpu  100 20 300 9999 5 6 7 80 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10\n");

    assertThat(cores.processes()).isEqualTo(Duration.ofMillis(4200));
    assertThat(cores.stolen()).isEqualTo(Duration.ofMillis(800));
  }
}
