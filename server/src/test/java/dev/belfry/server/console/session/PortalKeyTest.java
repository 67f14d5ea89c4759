package dev.belfry.server.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class PortalKeyTest {

  private static final Who.Guest GUEST =
      new Who.Guest(new TenantId("acme_1-x"), true, "dark", Instant.parse("2026-11-21T13:00:00Z"));

  private final PortalKey key = new PortalKey(new byte[32]);

  @Test
  void when_a_link_is_read_back_then_it_says_what_was_put_in() {
    var plain = new Who.Guest(GUEST.tenant(), false, "", GUEST.until());

    assertThat(key.read(key.token(GUEST))).contains(GUEST);
    assertThat(key.read(key.token(plain))).contains(plain);
  }

  @Test
  void when_any_character_of_a_link_is_another_then_it_opens_nothing() {
    var token = key.token(GUEST);
    for (int i = 0; i < token.length(); i++) {
      var other = token.charAt(i) == 'a' ? 'b' : 'a';
      var forged = token.substring(0, i) + other + token.substring(i + 1);
      assertThat(key.read(forged)).as(forged).isEmpty();
    }
    assertThat(key.read("")).isEmpty();
    assertThat(key.read("....")).isEmpty();
  }

  @Test
  void when_another_server_signed_a_link_then_it_opens_nothing_here() {
    var other = new byte[32];
    other[0] = 1;

    assertThat(key.read(new PortalKey(other).token(GUEST))).isEmpty();
  }
}
