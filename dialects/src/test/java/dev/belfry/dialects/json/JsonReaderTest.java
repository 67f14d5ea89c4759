package dev.belfry.dialects.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonReaderTest {

  /** What T72 asks for in 50 ms; ten times that of CPU, since this may be the first thing run. */
  private static final Duration SOON = Duration.ofMillis(500);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "false",
        "0",
        "-0",
        "10.25",
        "1e5",
        "1E+5",
        "-1.5e-300",
        "\"\"",
        "[]",
        "{}",
        " [ 1 , 2 ]\n",
        "{\"a\":{\"a\":[{},{\"a\":1}]},\"b\":\"\"}",
        "\"\\u00e9\\n\\\\\\/\\\"\"",
        "\"\\ud83d\\ude00 ü € 😀\"",
        "\"\\u0000\"",
        "\"\uffff\ufdd0\"",
        "1e-999",
        "1.7976931348623157e308"
      })
  void when_a_document_is_sound_then_it_is_read_to_its_end(String text) {
    assertThatCode(() -> check(text)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "nul",
        "nulll",
        "True",
        "NaN",
        "Infinity",
        "-Infinity",
        "+1",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "1e+",
        "0x1",
        "1 2",
        "[1,]",
        "[,1]",
        "[1 2]",
        "[",
        "{",
        "{\"a\"",
        "{\"a\":}",
        "{\"a\":1,}",
        "{,}",
        "{a:1}",
        "{'a':1}",
        "{1:1}",
        "\"",
        "\"\\\"",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\u12g4\"",
        "\"a\nb\"",
        "\"\t\"",
        "[1}",
        "{]",
        "// c\n1",
        "/* c */1",
        "\u00a01",
        "1\u0000",
        "\ufeff1"
      })
  void when_a_document_is_not_json_then_it_is_refused(String text) {
    assertThatThrownBy(() -> check(text)).isInstanceOf(MalformedJson.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800x\"",
        "\"\\ud800\\u0041\"",
        "\"\\udc00\\ud800\"",
        "\"\\uD83D\\uD83D\"",
        "{\"\\ud800\":1}",
        "\"\\ud800"
      })
  void when_a_surrogate_stands_alone_then_it_is_refused(String text) {
    assertThatThrownBy(() -> check(text)).isInstanceOf(MalformedJson.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "c080",
        "c1bf",
        "e08080",
        "e09fbf",
        "eda080",
        "edbfbf",
        "f0808080",
        "f08fbfbf",
        "f4908080",
        "f5808080",
        "ff",
        "80",
        "bf",
        "c3",
        "c328",
        "e282",
        "e28228",
        "f09f98",
        "fe",
        "e2",
        "f0"
      })
  void when_bytes_are_not_utf8_then_they_are_refused(String hex) {
    var bytes = java.util.HexFormat.of().parseHex("22" + hex + "22");

    assertThatThrownBy(() -> check(bytes)).isInstanceOf(MalformedJson.class);
  }

  @Test
  void when_it_is_utf16_then_it_is_refused() {
    assertThatThrownBy(() -> check("{\"a\":1}".getBytes(UTF_16LE)))
        .isInstanceOf(MalformedJson.class);
    assertThatThrownBy(() -> check("\u00ff\u00fe{\u0000}\u0000".getBytes(ISO_8859_1)))
        .isInstanceOf(MalformedJson.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"a\":1,\"a\":2}", "{\"a\":1,\"b\":2,\"a\":3}", "{\"a\":1,\"\\u0061\":2}",
        "[{\"x\":{\"a\":1,\"b\":{},\"a\":2}}]", "{\"é\":1,\"\\u00e9\":1}", "{\"\":1,\"\":1}"
      })
  void when_a_member_occurs_twice_then_it_is_refused(String text) {
    assertThatThrownBy(() -> check(text)).hasMessageContaining("twice");
  }

  @Test
  void when_an_object_has_many_members_then_twice_is_noticed_among_them_all() {
    for (int count : new int[] {15, 16, 17, 18, 1000}) {
      var members = IntStream.range(0, count).mapToObj("\"k%d\":{\"k0\":0}"::formatted).toList();
      var sound = "{" + String.join(",", members) + "}";
      for (int twice : new int[] {0, count / 2, count - 1}) {
        var more = new ArrayList<>(members);
        more.add("\"\\u006b" + twice + "\":1");
        assertThatThrownBy(() -> check("{" + String.join(",", more) + "}"))
            .hasMessageContaining("twice");
      }
      assertThatCode(() -> check(sound)).doesNotThrowAnyException();
    }
  }

  @Test
  void when_a_number_has_over_100_digits_then_it_is_refused() {
    assertThatCode(() -> check("-" + "1".repeat(100))).doesNotThrowAnyException();
    assertThatCode(() -> check("0." + "1".repeat(99))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("1".repeat(101))).isInstanceOf(MalformedJson.class);
    assertThatThrownBy(() -> check("0." + "1".repeat(100))).isInstanceOf(MalformedJson.class);
    assertThatThrownBy(() -> check("1e" + "0".repeat(100))).isInstanceOf(MalformedJson.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1e309", "-1e309", "1e999999999", "1.8e308", "10e308"})
  void when_a_number_is_beyond_a_double_then_it_is_refused(String text) {
    assertThatThrownBy(() -> check(text)).hasMessageContaining("double");
  }

  @Test
  void when_it_is_nested_over_64_deep_then_it_is_refused() {
    assertThatCode(() -> check("[".repeat(64) + "]".repeat(64))).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("[".repeat(65) + "]".repeat(65))).hasMessageContaining("deep");
    assertThatThrownBy(() -> check("{\"a\":".repeat(65) + "1" + "}".repeat(65)))
        .hasMessageContaining("deep");
  }

  @Test
  void when_a_name_has_over_1000_characters_then_it_is_refused() {
    assertThatCode(() -> check("{\"" + "é".repeat(1000) + "\":1}")).doesNotThrowAnyException();
    assertThatThrownBy(() -> check("{\"" + "a".repeat(50_000) + "\":1}"))
        .hasMessageContaining("name");
  }

  @Test
  void when_a_bomb_comes_then_it_is_refused_soon_T72() {
    var keys =
        IntStream.range(0, 1_000_000)
            .mapToObj(i -> "\"k" + i + "\":0")
            .collect(Collectors.joining(",", "{", ""));
    var cpu = ManagementFactory.getThreadMXBean();
    for (var bomb :
        new String[] {
          "[".repeat(100_000),
          "{\"a\":".repeat(100_000),
          "9".repeat(10_000_000),
          "1e999999999",
          "{\"" + "n".repeat(50_000) + "\":0}",
          keys
        }) {
      var bytes = bomb.getBytes(UTF_8);
      var began = cpu.getCurrentThreadCpuTime();

      assertThatThrownBy(() -> new JsonReader(bytes).slice(1024 * 1024))
          .isInstanceOfAny(MalformedJson.class, TooLong.class);

      assertThat(Duration.ofNanos(cpu.getCurrentThreadCpuTime() - began)).isLessThan(SOON);
    }
  }

  @Test
  void when_a_value_is_sliced_then_its_bytes_are_as_they_came() {
    var reader = new JsonReader("{\"a\" :  [ 1.0 ,\t\"é\" ]  }".getBytes(UTF_8));
    reader.peek();
    reader.beginObject();
    reader.nextName();

    var slice = reader.slice(100);

    assertThat(new String(slice, UTF_8)).isEqualTo("[ 1.0 ,\t\"é\" ]");
    assertThat(reader.nextName()).isNull();
    reader.end();
  }

  @Test
  void when_a_value_is_longer_than_allowed_then_it_is_not_sliced() {
    assertThat(new JsonReader("[1,2,3]".getBytes(UTF_8)).slice(7)).hasSize(7);
    assertThatThrownBy(() -> new JsonReader("[1,2,3]".getBytes(UTF_8)).slice(6))
        .isInstanceOf(TooLong.class);
  }

  @Test
  void when_strings_are_read_then_they_say_what_was_meant() {
    var reader =
        new JsonReader("[\"a\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00ü😀\"]".getBytes(UTF_8));
    reader.peek();
    reader.beginArray();
    assertThat(reader.hasNext(true)).isTrue();
    reader.peek();

    assertThat(reader.string()).isEqualTo("a\"\\/\b\f\n\r\té😀ü😀");
    assertThat(reader.hasNext(false)).isFalse();
  }

  private static void check(String text) {
    check(text.getBytes(UTF_8));
  }

  private static void check(byte[] bytes) {
    var reader = new JsonReader(bytes);
    reader.skip();
    reader.end();
  }
}
