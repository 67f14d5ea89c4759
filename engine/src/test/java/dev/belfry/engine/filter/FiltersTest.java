package dev.belfry.engine.filter;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FiltersTest {

  private final Filters filters = new Filters(40_000);

  private static Facts facts() {
    return Facts.of(
        new TenantId("acme"), new NewEvent(Attributes.ofType("a"), Data.NONE), Instant.EPOCH);
  }

  @Test
  void when_a_filter_is_asked_for_again_then_it_is_the_same() {
    assertThat(filters.find("type == 'a'", facts()))
        .isPresent()
        .isEqualTo(filters.find("type == 'a'", facts()));
    assertThat(filters.find("this is none", facts())).isEmpty();
  }

  @Test
  void when_there_are_more_than_memory_may_hold_then_the_first_are_compiled_again() {
    var first = filters.find("type == 'a'", facts());
    for (int i = 0; i < 50; i++) {
      assertThat(filters.find("type == 'a" + i + "'", facts())).isPresent();
    }

    assertThat(filters.find("type == 'a'", facts())).isPresent().isNotEqualTo(first);
  }

  @Test
  void when_a_long_one_is_compiled_then_that_counts_as_exertion() {
    var long1 = "type == 'a'" + " || type == 'b'".repeat(100);
    var facts = facts();
    var roomy = new Filters();

    roomy.find(long1, facts);
    var once = facts.exertion();
    roomy.find(long1, facts);

    assertThat(once).isGreaterThan(10_000);
    assertThat(facts.exertion()).isEqualTo(once);
  }
}
