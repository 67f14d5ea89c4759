package dev.belfry.dialects.belfry.delivery;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CloudEventBodyTest {

  private static final JsonMapper STRICT =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  @Test
  void when_only_a_type_is_given_then_the_required_members_are_filled_in() {
    var event = Samples.event(Samples.json("{\"total\": 12.50}"));

    assertThat(text(event))
        .isEqualTo(
            """
            {"specversion":"1.0","id":"%s","source":"/tenants/acme","type":"order.paid",\
            "time":"2026-03-01T12:00:00.000Z","data":{"total": 12.50}}\
            """
                .formatted(event.id()));
  }

  @Test
  void when_all_is_given_then_the_order_is_fixed_and_extensions_keep_theirs() {
    var extensions = new LinkedHashMap<String, Object>();
    extensions.put("zone", "b");
    extensions.put("attempts", -5);
    extensions.put("urgent", true);
    extensions.put("area", "a");
    var attributes =
        new Attributes(
            "i-1",
            "https://shop.example/",
            "order.paid",
            "order/42",
            "2026-03-01T13:00:00+01:00",
            "application/json; charset=utf-8",
            "https://shop.example/schema",
            extensions);

    assertThat(text(Samples.event(attributes, Samples.json("[1 , 2]"))))
        .isEqualTo(
            """
            {"specversion":"1.0","id":"i-1","source":"https://shop.example/","type":"order.paid",\
            "subject":"order/42","time":"2026-03-01T13:00:00+01:00",\
            "datacontenttype":"application/json; charset=utf-8",\
            "dataschema":"https://shop.example/schema",\
            "zone":"b","attempts":-5,"urgent":true,"area":"a","data":[1 , 2]}\
            """);
  }

  @Test
  void when_there_is_no_data_then_there_is_no_member_for_it_unlike_for_null_and_no_bytes() {
    assertThat(parsed(Samples.event(Data.NONE)).has("data")).isFalse();
    assertThat(parsed(Samples.event(Data.NONE)).has("data_base64")).isFalse();
    assertThat(parsed(Samples.event(Samples.json("null"))).get("data").isNull()).isTrue();
    assertThat(parsed(Samples.event(Data.binary(new byte[0]))).get("data_base64").stringValue())
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "\"quoted\"",
        "back\\slash",
        "tab\tline\nreturn\rback\bform\f",
        "\u0000\u001f",
        "\u007f\u0080\u009f",
        "</script>",
        "caf\u00e9",
        "\u20ac \ud83d\ude00",
        "\u2028\u2029\ufeff",
        "\uffff",
        "\ud800\udc00\udbff\udfff",
        "\u07ff\u0800"
      })
  void when_attributes_are_odd_then_a_parser_reads_them_back(String odd) {
    var attributes = new Attributes(odd, odd, odd, odd, odd, odd, odd, Map.of("ext", odd));

    var read = parsed(Samples.event(attributes, Data.NONE));

    assertThat(read.propertyNames())
        .containsExactly(
            "specversion",
            "id",
            "source",
            "type",
            "subject",
            "time",
            "datacontenttype",
            "dataschema",
            "ext");
    read.properties().stream()
        .filter(member -> !member.getKey().equals("specversion"))
        .forEach(member -> assertThat(member.getValue().stringValue()).isEqualTo(odd));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud800", "\udc00", "a\ud800b", "\udc00\ud800"})
  void when_half_a_pair_got_in_then_it_is_replaced_so_that_the_body_stays_utf8(String half) {
    var attributes = new Attributes(half, null, "t", null, null, null, null, Map.of());

    var read = parsed(Samples.event(attributes, Data.NONE));

    assertThat(read.get("id").stringValue())
        .isEqualTo(half.replace('\ud800', '\ufffd').replace('\udc00', '\ufffd'));
  }

  @Test
  void when_events_are_random_then_the_body_is_json_and_the_data_byte_equal() {
    for (int seed = 0; seed < 3_000; seed++) {
      var random = new Random(seed);
      var binary = random.nextBoolean();
      var bytes = binary ? randomBytes(random) : randomJson(random, 4).getBytes(UTF_8);
      var event =
          Samples.event(
              new Attributes(
                  randomText(random),
                  random.nextBoolean() ? randomText(random) : null,
                  randomText(random),
                  random.nextBoolean() ? randomText(random) : null,
                  null,
                  null,
                  null,
                  Map.of("a", randomText(random), "b", random.nextInt(), "c", binary)),
              binary ? Data.binary(bytes) : Data.json(bytes));

      var body = CloudEventBody.structured(event);
      var read = STRICT.readTree(body);

      assertThat(CloudEventBody.structured(event)).as("seed %d", seed).isEqualTo(body);
      assertRead(read, event);
      if (binary) {
        var sent = read.get("data_base64").stringValue();
        assertThat(Base64.getDecoder().decode(sent)).as("seed %d", seed).isEqualTo(bytes);
      } else {
        assertThat(read.get("data")).as("seed %d", seed).isEqualTo(STRICT.readTree(bytes));
        assertThat(new String(body, ISO_8859_1))
            .as("seed %d", seed)
            .endsWith(",\"data\":" + new String(bytes, ISO_8859_1) + "}");
      }
    }
  }

  /** Members of the examples in the JSON Event Format, 3.2; those set to null are left out. */
  @Test
  void when_the_specifications_examples_are_sent_then_they_read_as_written_there() {
    assertExample(
        """
        "datacontenttype":"application/vnd.apache.thrift.binary","data_base64":"AAH/"\
        """,
        "application/vnd.apache.thrift.binary",
        Data.binary(new byte[] {0, 1, (byte) 0xFF}));
    assertExample(
        """
        "datacontenttype":"application/xml","data":"<much wow=\\"xml\\"/>"\
        """,
        "application/xml",
        Samples.json("\"<much wow=\\\"xml\\\"/>\""));
    assertExample(
        """
        "datacontenttype":"application/json",\
        "data":{"appinfoA":"abc","appinfoB":123,"appinfoC":true}\
        """,
        "application/json",
        Samples.json("{\"appinfoA\" : \"abc\", \"appinfoB\" : 123, \"appinfoC\" : true}"));
    assertExample("\"data\":\"I'm just a string\"", null, Samples.json("\"I'm just a string\""));
  }

  private static void assertExample(String members, @Nullable String contentType, Data data) {
    var attributes =
        new Attributes(
            "A234-1234-1234",
            "/mycontext",
            "com.example.someevent",
            null,
            "2018-04-05T17:31:00Z",
            contentType,
            null,
            Map.of("comexampleextension1", "value", "comexampleothervalue", 5));
    var written =
        """
        {"specversion":"1.0","type":"com.example.someevent","source":"/mycontext",
         "id":"A234-1234-1234","time":"2018-04-05T17:31:00Z",
         "comexampleextension1":"value","comexampleothervalue":5,%s}
        """
            .formatted(members);

    assertThat(parsed(Samples.event(attributes, data))).isEqualTo(STRICT.readTree(written));
  }

  private static void assertRead(JsonNode read, Event event) {
    var given = event.attributes();
    assertThat(read.get("specversion").stringValue()).isEqualTo("1.0");
    assertThat(read.get("id").stringValue()).isEqualTo(given.producerId());
    assertThat(read.get("source").stringValue()).isEqualTo(event.source());
    assertThat(read.get("type").stringValue()).isEqualTo(given.type());
    assertThat(text(read.get("subject"))).isEqualTo(given.subject());
    assertThat(read.get("a").stringValue()).isEqualTo(given.extensions().get("a"));
    assertThat(read.get("b").intValue()).isEqualTo(given.extensions().get("b"));
    assertThat(read.get("c").booleanValue()).isEqualTo(given.extensions().get("c"));
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null ? null : node.stringValue();
  }

  private static String text(Event event) {
    return new String(CloudEventBody.structured(event), UTF_8);
  }

  private static JsonNode parsed(Event event) {
    return STRICT.readTree(CloudEventBody.structured(event));
  }

  private static byte[] randomBytes(Random random) {
    var bytes = new byte[random.nextInt(random.nextInt(3_000) + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Any characters, now and then long, but no half pairs. */
  private static String randomText(Random random) {
    var text = new StringBuilder();
    var length = random.nextInt(10) == 0 ? random.nextInt(3_000) : random.nextInt(40);
    for (int i = 0; i < length; i++) {
      var bound = new int[] {0x20, 0x80, 0x800, 0xd800, 0x110000}[random.nextInt(5)];
      var point = random.nextInt(bound);
      text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '"' : point);
    }
    return text.toString();
  }

  private static String randomJson(Random random, int depth) {
    return switch (random.nextInt(depth > 0 ? 6 : 4)) {
      case 0 -> one(random, "true", "false", "null", " null ");
      case 1 -> one(random, "0", "-1.50e+3", "12345678901234567890", "1E2");
      case 2 -> STRICT.writeValueAsString(randomText(random));
      case 3 -> one(random, "\"\\u00e9\\/\"", "{ }", "[\n]", "\"\"");
      case 4 -> "[" + randomJson(random, depth - 1) + " ,\t" + randomJson(random, depth - 1) + "]";
      default ->
          "{\"a\" :"
              + randomJson(random, depth - 1)
              + ", \"b\":"
              + randomJson(random, depth - 1)
              + "}\r\n";
    };
  }

  private static String one(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
