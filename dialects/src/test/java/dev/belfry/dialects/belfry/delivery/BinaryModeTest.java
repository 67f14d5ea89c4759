package dev.belfry.dialects.belfry.delivery;

import static dev.belfry.dialects.belfry.delivery.Samples.NOON;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16BE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.delivery.Callback.Occasion;
import dev.belfry.engine.delivery.Callback.Prepared;
import dev.belfry.engine.delivery.DeliveryId;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import java.net.URLDecoder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Binary mode: the bare data and {@code ce-*} headers. */
class BinaryModeTest {

  private final BelfryCallback callback = new BelfryCallback("1");

  /** The four events of the JSON Event Format, 3.2, as that page re-encodes them. */
  @Test
  void when_the_specifications_examples_are_sent_then_they_look_as_it_says() {
    var thrift = new byte[] {0, 1, (byte) 0xFF};
    assertExample(
        "A234-1234-1234", "application/vnd.apache.thrift.binary", Data.binary(thrift), thrift);
    assertExample(
        "B234-1234-1234",
        "application/xml",
        Samples.json("\"<much wow=\\\"xml\\\"/>\""),
        "<much wow=\"xml\"/>".getBytes(UTF_8));
    var object = "{ \"appinfoA\" : \"abc\", \"appinfoB\" : 123, \"appinfoC\" : true }";
    assertExample(
        "C234-1234-1234", "application/json", Samples.json(object), object.getBytes(UTF_8));
    assertExample(
        "D234-1234-1234",
        null,
        Samples.json("\"I'm just a string\""),
        "\"I'm just a string\"".getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      value = {
        "Euro \u20ac \ud83d\ude00, Euro%20%E2%82%AC%20%F0%9F%98%80",
        "100%, 100%25",
        "say \"hi\", say%20%22hi%22",
        "!#$&'()*+;<=>?@[]^_`{|}~~, !#$&'()*+;<=>?@[]^_`{|}~~",
        "caf\u00e9, caf%C3%A9",
        "order/42, order/42",
      })
  void when_attributes_have_other_than_plain_characters_then_these_are_percent_encoded(
      String value, String encoded) {
    assertThat(BinaryEvent.percentEncoded(value)).isEqualTo(encoded);
  }

  @Test
  void when_attributes_hold_any_characters_then_headers_are_clean_and_decode_to_them() {
    var random = new Random(7);
    for (int i = 0; i < 5_000; i++) {
      var text = new StringBuilder();
      for (int length = random.nextInt(20); length >= 0; length--) {
        var point = random.nextInt(new int[] {0x20, 0x80, 0xd800, 0x110000}[random.nextInt(4)]);
        text.appendCodePoint(point >= 0xd800 && point < 0xe000 ? '\r' : point);
      }

      var encoded = BinaryEvent.percentEncoded(text.toString());

      assertThat(encoded.chars()).allMatch(c -> c > 0x20 && c < 0x7f && c != '"');
      assertThat(URLDecoder.decode(encoded.replace("+", "%2B"), UTF_8)).isEqualTo(text.toString());
    }
  }

  @Test
  void when_all_is_given_then_every_attribute_but_the_content_type_has_its_header() {
    var extensions = new LinkedHashMap<String, Object>();
    extensions.put("zone", "b c");
    extensions.put("count", -7);
    extensions.put("urgent", false);
    var attributes =
        new Attributes(
            "i", "/s", "t", "caf\u00e9", "2026-03-01T12:00:00Z", "text/x", "/d", extensions);

    var request = request(Samples.event(attributes, Data.NONE));

    assertThat(request.headers().subList(4, request.headers().size()))
        .containsExactly(
            new Header("content-type", "text/x"),
            new Header("ce-specversion", "1.0"),
            new Header("ce-id", "i"),
            new Header("ce-source", "/s"),
            new Header("ce-type", "t"),
            new Header("ce-subject", "caf%C3%A9"),
            new Header("ce-time", "2026-03-01T12:00:00Z"),
            new Header("ce-dataschema", "/d"),
            new Header("ce-zone", "b%20c"),
            new Header("ce-count", "-7"),
            new Header("ce-urgent", "false"));
    assertThat(request.body()).isEmpty();
  }

  @Test
  void when_neither_data_nor_type_of_it_is_given_then_there_is_no_content_type() {
    assertThat(headersOf(Data.NONE)).doesNotContain("content-type");
    assertThat(headersOf(Data.binary(new byte[] {1}))).doesNotContain("content-type");
    assertThat(headersOf(Samples.json("1"))).contains("content-type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/json", "text/JSON", "application/a+json", "APPLICATION/B+JSON ;a=b"})
  void when_the_content_type_is_json_then_a_string_stays_in_its_quotes(String contentType) {
    var request = request(Samples.event(contentType, Samples.json("\"a\\u00e9\"")));

    assertThat(new String(request.body(), UTF_8)).isEqualTo("\"a\\u00e9\"");
  }

  @Test
  void when_text_was_given_as_a_json_string_then_it_is_sent_in_its_character_set() {
    var text = Samples.json("\"\\u00e9\\n\u00fc\\/\"");

    assertThat(body("text/plain", text)).isEqualTo("\u00e9\n\u00fc/".getBytes(UTF_8));
    assertThat(body("text/plain; charset=ISO-8859-1", text))
        .isEqualTo("\u00e9\n\u00fc/".getBytes(ISO_8859_1));
    assertThat(body("text/plain; a=b; Charset=\"utf-16be\"", text))
        .isEqualTo("\u00e9\n\u00fc/".getBytes(UTF_16BE));
    assertThat(body("text/plain", Samples.json("{\"a\":1}")))
        .isEqualTo("{\"a\":1}".getBytes(UTF_8));
    assertThat(body("text/plain", Data.binary("\"a\"".getBytes(UTF_8))))
        .isEqualTo("\"a\"".getBytes(UTF_8));
  }

  @Test
  void when_text_is_a_mebibyte_then_it_is_unwrapped_whole() {
    var text = "\u00e9x".repeat(1 << 20);

    assertThat(body("text/plain", Samples.json("\"" + text + "\"")))
        .isEqualTo(text.getBytes(UTF_8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain; charset=us-ascii",
        "text/plain; charset=nowhere",
        "text/plain; charset=%%",
        "text/plain\r\nx-evil: 1",
        "text/caf\u00e9"
      })
  void when_the_data_cannot_be_sent_as_its_content_type_says_then_nothing_is(String contentType) {
    var prepared = prepared(Samples.event(contentType, Samples.json("\"\u20ac\"")));

    assertThat(prepared).isInstanceOf(Prepared.Unsendable.class);
    assertThat(((Prepared.Unsendable) prepared).error()).isEqualTo("template");
  }

  private void assertExample(String id, @Nullable String contentType, Data data, byte[] body) {
    var extensions = new LinkedHashMap<String, Object>();
    extensions.put("comexampleextension1", "value");
    extensions.put("comexampleothervalue", 5);
    var attributes =
        new Attributes(
            id,
            "/mycontext",
            "com.example.someevent",
            null,
            "2018-04-05T17:31:00Z",
            contentType,
            null,
            extensions);

    var request = request(Samples.event(attributes, data));

    var sent = new LinkedHashMap<String, String>();
    request.headers().forEach(header -> sent.put(header.name(), header.value()));
    assertThat(sent)
        .containsAllEntriesOf(
            Map.of(
                "ce-specversion", "1.0",
                "ce-type", "com.example.someevent",
                "ce-source", "/mycontext",
                "ce-id", id,
                "ce-time", "2018-04-05T17:31:00Z",
                "ce-comexampleextension1", "value",
                "ce-comexampleothervalue", "5",
                "content-type", contentType == null ? "application/json" : contentType));
    assertThat(sent.keySet()).doesNotContain("ce-subject", "ce-datacontenttype");
    assertThat(request.body()).isEqualTo(body);
  }

  private List<String> headersOf(Data data) {
    return request(Samples.event(data)).headers().stream().map(Header::name).toList();
  }

  private byte[] body(String contentType, Data data) {
    return request(Samples.event(contentType, data)).body();
  }

  private OutgoingRequest request(Event event) {
    return ((Prepared.Ready) prepared(event)).request();
  }

  private Prepared prepared(Event event) {
    return callback.prepare(
        new Occasion(Samples.binaryWebhook(), new DeliveryId(9), event, 1, NOON));
  }
}
