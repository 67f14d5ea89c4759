package dev.belfry.server.console.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TokensTest {

  @Test
  void when_tokens_are_made_then_none_is_like_another_and_what_is_derived_tells_nothing() {
    var one = Tokens.fresh();
    var two = Tokens.fresh();

    assertThat(one).hasSize(43).isNotEqualTo(two);
    assertThat(Tokens.proof(one))
        .isNotEqualTo(Tokens.shelf(one))
        .isNotEqualTo(Tokens.proof(two))
        .doesNotContain(one);
  }
}
