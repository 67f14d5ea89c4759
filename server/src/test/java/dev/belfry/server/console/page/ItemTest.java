package dev.belfry.server.console.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ItemTest {

  @Test
  void when_numbers_are_shown_then_they_have_all_their_digits() {
    var total = "12345678901234567890.10";

    assertThat(Item.read(bytes("{\"total\":" + total + "}")).text("total")).isEqualTo(total);
    assertThat(Text.pretty("{\"total\":" + total + "}")).contains(" : " + total);
  }

  /** Events may have them: as a double each is zero. */
  @ParameterizedTest
  @ValueSource(strings = {"1e-99999999999", "0e99999999999", "0.0e-2147483649"})
  void when_a_number_is_no_decimal_number_of_java_then_the_rest_is_shown_all_the_same(String odd) {
    var item = Item.read(bytes("{\"x\":" + odd + ",\"type\":\"a\"}"));

    assertThat(item.text("type")).isEqualTo("a");
    assertThat(item.text("x")).isIn("0.0", "0");
    assertThat(Text.pretty("{\"x\":" + odd + "}")).contains("\"x\"");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
