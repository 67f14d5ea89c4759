package dev.belfry.engine.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What a row of the log tells is bounded, whatever was changed. */
class ChangeTest {

  private static final JsonMapper JSON = JsonMapper.shared();

  @Test
  void when_a_change_is_small_then_it_is_told_whole() {
    var text = "x".repeat(3000);

    assertThat(new Change().of("description", null, text).text(null))
        .isEqualTo("{\"description\":{\"before\":null,\"after\":\"" + text + "\"}}");
  }

  @Test
  void when_a_text_is_long_then_its_beginning_and_its_length_are_told() {
    var told =
        JSON.readTree(
            new Change().of("filter", "y".repeat(9000), "z").of("name", "a", "b").text(null));

    assertThat(told.at("/filter/before").asString())
        .isEqualTo("y".repeat(1024) + "… (9000 characters)");
    assertThat(told.at("/filter/after").asString()).isEqualTo("z");
    assertThat(told.at("/name/after").asString()).isEqualTo("b");
  }

  @Test
  void when_a_map_has_many_long_values_then_each_is_told_by_its_beginning() {
    var told =
        JSON.readTree(new Change().of("metadata", null, metadata(25, "€".repeat(1024))).text(null));

    assertThat(told.at("/metadata/after")).hasSize(25);
    assertThat(told.at("/metadata/after/m7").asString())
        .startsWith("€€€")
        .endsWith("… (1024 characters)");
  }

  @Test
  void when_anything_at_all_is_changed_then_it_is_valid_and_names_its_parts_in_8_KiB() {
    var random = new SplittableRandom(4);
    var characters = new String[] {"a", "€", "\u0000", "😀", "\"", "\\"};
    for (int i = 0; i < 200; i++) {
      var change = new Change();
      var parts = random.nextInt(1, 25);
      for (int part = 0; part < parts; part++) {
        var text = characters[random.nextInt(6)].repeat(random.nextInt(3000));
        switch (random.nextInt(3)) {
          case 0 -> change.of("part" + part, text + "-", text);
          case 1 -> change.of("part" + part, null, metadata(random.nextInt(1, 50), text));
          default ->
              change.of("part" + part, Collections.nCopies(random.nextInt(1, 100), text), 17);
        }
      }
      var note =
          random.nextBoolean() ? "{\"by\":\"" + "n".repeat(random.nextInt(9000)) + "\"}" : null;

      var told = Objects.requireNonNull(change.text(note));

      assertThat(told.getBytes(UTF_8)).hasSizeLessThanOrEqualTo(Shortened.MOST);
      var json = JSON.readTree(told);
      for (int part = 0; part < parts; part++) {
        assertThat(json.get("part" + part)).as(told).hasSize(2);
      }
      assertThat(json.has("note")).isEqualTo(note != null);
    }
  }

  private static Map<String, String> metadata(int members, String value) {
    var metadata = new LinkedHashMap<String, String>();
    for (int i = 0; i < members; i++) {
      metadata.put("m" + i, value);
    }
    return metadata;
  }
}
