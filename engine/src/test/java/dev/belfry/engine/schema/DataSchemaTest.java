package dev.belfry.engine.schema;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belfry.engine.event.Data;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataSchemaTest {

  private static final String ORDER =
      """
      {"$schema":"https://json-schema.org/draft/2020-12/schema","$id":"https://acme.example/order",
       "type":"object","required":["id","lines"],"additionalProperties":false,
       "properties":{"id":{"type":"string","pattern":"^[A-Z]{2}-\\\\d+$"},
                     "total":{"type":"number","minimum":0},
                     "lines":{"type":"array","minItems":1,"items":{"$ref":"#/$defs/line"}}},
       "$defs":{"line":{"type":"object","required":["sku"],
                        "properties":{"sku":{"type":"string"},"a/b~c":{"type":"null"}}}}}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"id\":\"AB-1\",\"lines\":[{\"sku\":\"x\"}]} | ",
        "{\"id\":\"AB-1\",\"lines\":[{\"sku\":\"x\"}],\"total\":1.5} | ",
        "{\"id\":\"AB-1\",\"lines\":[{\"sku\":5}]} | /data/lines/0/sku",
        "{\"id\":\"AB-1\",\"lines\":[{\"sku\":\"x\",\"a/b~c\":1}]} | /data/lines/0/a~1b~0c",
        "{\"id\":\"ab-1\",\"lines\":[]} | /data/id /data/lines",
        "{\"id\":\"AB-1\",\"lines\":[{}],\"total\":-1} | /data/lines/0 /data/total",
        "{\"id\":\"AB-1\",\"lines\":[{\"sku\":\"x\"}],\"typo\":1} | /data",
        "{} | /data /data",
        "5 | /data",
        "null | /data"
      })
  void when_data_is_checked_then_each_fault_has_its_pointer(String data, String pointers) {
    var faults = DataSchema.compile(ORDER).faults(Data.json(data.getBytes(UTF_8)));

    assertThat(faults.stream().map(SchemaFault::pointer).sorted().collect(Collectors.joining(" ")))
        .as(faults.toString())
        .isEqualTo(pointers == null ? "" : pointers);
  }

  @Test
  void when_there_is_no_data_or_it_is_not_json_then_that_is_the_fault() {
    var schema = DataSchema.compile("{}");

    assertThat(schema.faults(Data.NONE)).extracting(SchemaFault::pointer).containsExactly("/data");
    assertThat(schema.faults(Data.binary(new byte[1])))
        .extracting(SchemaFault::pointer)
        .containsExactly("/data");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "5 | ``",
        "\"x\" | ``",
        "[] | ``",
        "{\"type\":\"objct\"} | /type",
        "{\"type\":5} | /type",
        "{\"properties\":{\"a\":{\"minimum\":\"x\"}}} | /properties/a/minimum",
        "{\"$schema\":\"http://json-schema.org/draft-07/schema#\"} | /$schema",
        "{\"$ref\":\"https://example.com/x\"} | /$ref",
        "{\"$ref\":\"other.json\"} | /$ref",
        "{\"properties\":{\"a\":{\"$ref\":\"file:///etc/passwd\"}}} | /properties/a/$ref",
        "{\"properties\":{\"const\":{\"$ref\":\"http://127.0.0.1/\"}}} | /properties/const/$ref",
        "{\"$dynamicRef\":\"https://example.com/x\"} | /$dynamicRef",
        "{\"$ref\":\"#/$defs/nothing\"} | ``",
        "{\"pattern\":\"(?=a)\"} | /pattern",
        "{\"pattern\":\"(a)\\\\1\"} | /pattern",
        "{\"pattern\":\"((a{999}){999}){999}\"} | /pattern",
        "{\"patternProperties\":{\"(\":true}} | /patternProperties/(",
        "{\"$ref\":\"#\"} | ``",
        "{\"allOf\":[{\"$ref\":\"#/$defs/a\"}],\"$defs\":{\"a\":{\"$ref\":\"#\"}}} | ``"
      })
  void when_a_schema_is_wrong_then_it_is_told_where(String schema, String pointer) {
    var wrong = catchThrowableOfType(InvalidSchema.class, () -> DataSchema.compile(schema));

    assertThat(wrong).isNotNull();
    assertThat(wrong.faults()).extracting(SchemaFault::pointer).contains(pointer);
  }

  @Test
  void when_the_validator_refuses_a_schema_then_none_of_its_class_names_are_told() {
    var wrong =
        catchThrowableOfType(InvalidSchema.class, () -> DataSchema.compile("{\"id\":{\"x\":1}}"));

    assertThat(wrong).isNotNull();
    assertThat(wrong.faults())
        .singleElement()
        .extracting(SchemaFault::detail)
        .asString()
        .startsWith("cannot be used: ")
        .doesNotContain("Exception", "java");
  }

  @Test
  void when_a_schema_is_over_64_kilobytes_then_it_is_refused() {
    var wrong =
        catchThrowableOfType(
            InvalidSchema.class,
            () -> DataSchema.compile("{\"title\":\"" + "x".repeat(64 * 1024) + "\"}"));

    assertThat(wrong.faults()).extracting(SchemaFault::detail).first().asString().contains("64");
  }

  @Test
  void when_names_of_properties_look_like_keywords_then_they_are_only_names() {
    var schema =
        DataSchema.compile(
            """
            {"properties":{"$ref":{"type":"string"},"pattern":{"type":"integer"},
                           "enum":{"type":"null"}},
             "const":{"$ref":"http://anywhere.example/","pattern":"("}}\
            """);

    assertThat(schema.faults(Data.json("{\"$ref\":5}".getBytes(UTF_8))))
        .extracting(SchemaFault::pointer)
        .contains("/data/$ref");
  }

  @Test
  void when_a_pattern_has_characters_by_number_then_they_are_understood() {
    var schema = DataSchema.compile("{\"pattern\":\"^\\\\u00e9+$\"}");

    assertThat(schema.faults(Data.json("\"éé\"".getBytes(UTF_8)))).isEmpty();
    assertThat(schema.faults(Data.json("\"e\"".getBytes(UTF_8)))).hasSize(1);
  }

  /** T76: schemas that grow without bound are stopped, whatever the data. */
  @Test
  void when_a_check_would_take_long_then_it_ends_and_says_so_T76() {
    var doubling =
        "{\"$defs\":{"
            + IntStream.range(0, 60)
                .mapToObj(i ->
                    "\"d%d\":{\"allOf\":[{\"$ref\":\"#/$defs/d%d\"},{\"$ref\":\"#/$defs/d%d\"}]}"
                        .formatted(i, i + 1, i + 1))
                .collect(Collectors.joining(","))
            + ",\"d60\":{\"type\":\"array\"}},\"items\":{\"$ref\":\"#/$defs/d0\"}}";
    var recursive =
        "{\"anyOf\":[{\"items\":{\"$ref\":\"#\"},\"minItems\":2},"
            + "{\"minItems\":2,\"items\":{\"$ref\":\"#\"}},{\"type\":\"null\"}]}";
    var deep = "[".repeat(60) + "5" + "]".repeat(60);
    var texts =
        "["
            + IntStream.range(0, 200)
                .mapToObj(i -> "\"" + "a".repeat(4000) + "\"")
                .collect(Collectors.joining(","))
            + "]";
    var slow =
        List.of(
            new String[] {doubling, "[[]]"},
            new String[] {recursive, deep},
            new String[] {"{\"items\":{\"pattern\":\"(.*a){20}b\"}}", texts});

    for (var one : slow) {
      var schema = DataSchema.compile(one[0]);
      var began = System.nanoTime();
      var faults = schema.faults(Data.json(one[1].getBytes(UTF_8)));
      var took = Duration.ofNanos(System.nanoTime() - began);
      assertThat(faults).extracting(SchemaFault::detail).first().asString().contains("too many");
      assertThat(took).as(one[0].substring(0, 30)).isLessThan(Duration.ofSeconds(10));
    }
  }

  @Test
  void when_a_large_event_has_a_usual_schema_then_it_is_checked() {
    var lines =
        IntStream.range(0, 20_000)
            .mapToObj(i -> "{\"sku\":\"s" + i + "\"}")
            .collect(Collectors.joining(","));

    assertThat(
            DataSchema.compile(ORDER)
                .faults(Data.json(("{\"id\":\"AB-1\",\"lines\":[" + lines + "]}").getBytes(UTF_8))))
        .isEmpty();
  }
}
