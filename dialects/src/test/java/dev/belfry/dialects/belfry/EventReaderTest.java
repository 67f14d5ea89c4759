package dev.belfry.dialects.belfry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private static final int MOST = 1024 * 1024;

  private final EventReader reader = new EventReader(MOST);

  @Test
  void when_only_a_type_is_given_then_the_rest_is_left_out() {
    var event = one("{\"type\":\"order.paid\"}");

    assertThat(event.attributes()).isEqualTo(Attributes.ofType("order.paid"));
    assertThat(event.data()).isEqualTo(Data.NONE);
  }

  @Test
  void when_all_is_given_then_all_is_read_and_data_stays_as_it_came() {
    var event =
        one(
            """
            {"specversion":"1.0","id":"A-1","source":"/shop","type":"order.paid","subject":"order/42",
             "time":"2026-01-31T12:00:00.5+01:00","datacontenttype":"application/json; charset=utf-8",
             "dataschema":"https://example.com/s#x","traceparent":"00-ab-cd-01","flag":true,"seq":-7,
             "none":null,"data": { "total" : 1.50,\t"name":"Zo\\u00eb" } }\
            """);

    assertThat(event.attributes())
        .isEqualTo(
            new Attributes(
                "A-1",
                "/shop",
                "order.paid",
                "order/42",
                "2026-01-31T12:00:00.5+01:00",
                "application/json; charset=utf-8",
                "https://example.com/s#x",
                Map.of("traceparent", "00-ab-cd-01", "flag", true, "seq", -7)));
    assertThat(event.attributes().extensions().keySet())
        .containsExactly("traceparent", "flag", "seq");
    assertThat(event.data().kind()).isEqualTo(Data.Kind.JSON);
    assertThat(text(event)).isEqualTo("{ \"total\" : 1.50,\t\"name\":\"Zo\\u00eb\" }");
  }

  @Test
  void when_data_is_base64_then_its_bytes_are_taken() {
    var event = one("{\"type\":\"a\",\"datacontenttype\":\"image/png\",\"data_base64\":\"AP8=\"}");

    assertThat(event.data().kind()).isEqualTo(Data.Kind.BINARY);
    assertThat(event.data().bytes()).containsExactly(0, 255);
  }

  @Test
  void when_data_is_null_or_a_string_then_it_is_kept_as_json() {
    assertThat(text(one("{\"type\":\"a\",\"data\":null}"))).isEqualTo("null");
    assertThat(text(one("{\"type\":\"a\",\"datacontenttype\":\"text/plain\",\"data\":\"x\"}")))
        .isEqualTo("\"x\"");
  }

  @Test
  void when_much_is_wrong_then_every_fault_is_told_at_once() {
    var faults =
        faults(
            """
            {"specversion":"0.3","id":"","source":"a b","subject":7,"time":"yesterday",
             "datacontenttype":"json","dataschema":"/relative","Upper":1,"x_y":1,"a/b~c":2,"obj":{},
             "big":2147483648,"frac":1.5,"averyveryverylongname":1,"data":1,"data_base64":"!"}\
            """);

    assertThat(faults)
        .containsExactlyInAnyOrder(
            "/specversion",
            "/id",
            "/source",
            "/subject",
            "/time",
            "/datacontenttype",
            "/dataschema",
            "/Upper",
            "/x_y",
            "/a~1b~0c",
            "/obj",
            "/big",
            "/frac",
            "/averyveryverylongname",
            "/data_base64",
            "/data_base64",
            "/type");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | /type",
        "{\"type\":null} | /type",
        "{\"type\":\"\"} | /type",
        "{\"type\":5} | /type",
        "{\"type\":\"belfry.test\"} | /type",
        "{\"type\":\"a\\u0007b\"} | /type",
        "{\"type\":\"a\",\"subject\":\"\\ufdd0\"} | /subject",
        "{\"type\":\"a\",\"subject\":\"\\ud83f\\udfff\"} | /subject",
        "{\"type\":\"a\",\"x\":\"\\u0085\"} | /x",
        "{\"type\":\"a\",\"source\":\"1a:b\"} | /source",
        "{\"type\":\"a\",\"source\":\"%4\"} | /source",
        "{\"type\":\"a\",\"source\":\"#a#b\"} | /source",
        "{\"type\":\"a\",\"source\":\"http://[::1\"} | /source",
        "{\"type\":\"a\",\"time\":\"2026-02-29T00:00:00Z\"} | /time",
        "{\"type\":\"a\",\"time\":\"2026-01-01T00:00:00\"} | /time",
        "{\"type\":\"a\",\"time\":\"2026-01-01 00:00:00Z\"} | /time",
        "{\"type\":\"a\",\"time\":\"2026-01-01T00:00:00.Z\"} | /time",
        "{\"type\":\"a\",\"tenant\":[]} | /tenant",
        "5 | ''",
        "null | ''",
        "\"x\" | ''"
      })
  void when_an_event_is_wrong_then_the_pointer_tells_where(String json, String pointer) {
    assertThat(faults(json)).containsExactly(pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "urn:uuid:6e8bc430-9c3a-11d9-9669-0800200c9a66",
        "mailto:a@b.example",
        "/a/b?c=d#e",
        "1-555-123",
        "https://[2001:db8::1]:8080/x",
        "a/b:c",
        "?q",
        "%C3%A9",
        "http://h/%20(x)!*'"
      })
  void when_a_source_is_a_uri_reference_then_it_is_taken(String source) {
    assertThat(one("{\"type\":\"a\",\"source\":\"" + source + "\"}").attributes().source())
        .isEqualTo(source);
  }

  @Test
  void when_a_text_is_too_long_then_it_is_refused() {
    assertThat(faults("{\"type\":\"" + "t".repeat(257) + "\"}")).containsExactly("/type");
    assertThat(faults("{\"type\":\"a\",\"id\":\"" + "t".repeat(257) + "\"}"))
        .containsExactly("/id");
    assertThat(faults("{\"type\":\"a\",\"x\":\"" + "t".repeat(1025) + "\"}")).containsExactly("/x");
    assertThat(one("{\"type\":\"" + "t".repeat(256) + "\"}").attributes().type()).hasSize(256);
  }

  @Test
  void when_there_are_too_many_extensions_or_members_then_they_are_refused() {
    assertThat(faults(withMembers(65))).containsExactly("");
    assertThat(faults(withMembers(100_000))).containsExactly("");
    assertThat(one(withMembers(64)).attributes().extensions()).hasSize(64);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "{\"type\":\"a\"",
        "{\"type\":\"a\"}{}",
        "{\"type\":\"a\",\"type\":\"a\"}",
        "{\"type\":\"a\",\"data\":{\"x\":1,\"x\":2}}",
        "{\"type\":\"a\",\"data\":1e999}",
        "{\"type\":\"a\",\"data\":\"\\ud800\"}",
        "{\"type\":\"a\",\"data\":NaN}",
        "{\"type\":5,\"data\":[1,]}",
        "[{\"type\":\"a\"},]",
        "[{\"type\":\"a\"}"
      })
  void when_it_cannot_be_parsed_then_nothing_else_is_told(String json) {
    assertThatThrownBy(() -> read(json)).isInstanceOf(MalformedJson.class);
  }

  @Test
  void when_data_is_nested_64_deep_then_it_is_taken_in_every_mode_and_deeper_in_none() {
    var deep = "[".repeat(64) + "]".repeat(64);

    assertThat(text(one("{\"type\":\"a\",\"data\":" + deep + "}"))).isEqualTo(deep);
    assertThat(read("[{\"type\":\"a\",\"data\":" + deep + "}]").events()).hasSize(1);
    assertThat(text(binary(Map.of("ce-type", "a", "content-type", "application/json"), deep)))
        .isEqualTo(deep);
    assertThatThrownBy(() -> one("{\"type\":\"a\",\"data\":[" + deep + "]}"))
        .isInstanceOf(MalformedJson.class);
    assertThatThrownBy(() ->
            binary(Map.of("ce-type", "a", "content-type", "application/json"), "[" + deep + "]"))
        .isInstanceOf(MalformedJson.class);
  }

  @Test
  void when_a_batch_comes_then_its_events_keep_their_order_and_pointers_their_index() {
    var given = read("[{\"type\":\"a\"}, {\"type\":\"b\"}]");

    assertThat(given.isBatch()).isTrue();
    assertThat(given.events())
        .extracting(event -> event.attributes().type())
        .containsExactly("a", "b");
    assertThat(faults("[{\"type\":\"a\"},{\"typo\":{}},7]"))
        .containsExactly("/1/typo", "/1/type", "/2");
    assertThat(read("[]").events()).isEmpty();
  }

  @Test
  void when_a_batch_has_over_1000_events_then_it_is_too_large() {
    var thousand = IntStream.range(0, 1000).mapToObj(_ -> "{\"type\":\"a\"}").toList();
    var more = new ArrayList<>(thousand);
    more.add("{\"type\":\"a\"}");

    assertThat(read(thousand.toString()).events()).hasSize(1000);
    assertThat(status(() -> read(more.toString()))).isEqualTo(413);
  }

  @Test
  void when_data_is_over_the_limit_then_it_is_too_large() {
    var fits = "\"" + "x".repeat(MOST - 2) + "\"";

    assertThat(text(one("{\"type\":\"a\",\"data\": " + fits + " }"))).isEqualTo(fits);
    assertThat(status(() -> one("{\"type\":\"a\",\"data\":\"x" + fits.substring(1) + "}")))
        .isEqualTo(413);
    assertThat(status(() -> binary(Map.of("ce-type", "a"), "x".repeat(MOST + 1)))).isEqualTo(413);
    assertThat(
            status(() ->
                one("{\"type\":\"a\",\"data_base64\":\"" + "AAAA".repeat(MOST / 3 + 1) + "\"}")))
        .isEqualTo(413);
  }

  @Test
  void when_attributes_come_as_headers_then_they_are_decoded_and_the_body_is_the_data() {
    var event =
        binary(
            Map.of(
                "ce-type", "order.paid",
                "ce-subject", "Euro%20%E2%82%AC%20%F0%9F%98%80",
                "ce-source", "/shop?a=%2541",
                "ce-seq", "7",
                "ce-quoted", "\"a \\\"b\\\" %25\"",
                "content-type", "text/plain; charset=latin1"),
            "\u0000\r\n");

    assertThat(event.attributes().subject()).isEqualTo("Euro € 😀");
    assertThat(event.attributes().source()).isEqualTo("/shop?a=%41");
    assertThat(event.attributes().dataContentType()).isEqualTo("text/plain; charset=latin1");
    assertThat(event.attributes().extensions())
        .isEqualTo(Map.of("seq", "7", "quoted", "a \"b\" %"));
    assertThat(event.data().kind()).isEqualTo(Data.Kind.BINARY);
    assertThat(text(event)).isEqualTo("\u0000\r\n");
  }

  @Test
  void when_a_body_says_it_is_json_then_it_must_be() {
    var json = Map.of("ce-type", "a", "content-type", "application/vnd.x+json");

    assertThat(binary(json, " {} ").data().kind()).isEqualTo(Data.Kind.JSON);
    assertThat(text(binary(json, " {} "))).isEqualTo(" {} ");
    assertThat(binary(json, "").data()).isEqualTo(Data.NONE);
    assertThatThrownBy(() -> binary(json, "{")).isInstanceOf(MalformedJson.class);
    assertThat(binary(Map.of("ce-type", "a"), "{").data().kind()).isEqualTo(Data.Kind.BINARY);
  }

  @ParameterizedTest
  @CsvSource({
    "ce-source,x,/type",
    "ce-type,,/type",
    "ce-type,%,/type",
    "ce-type,%ff,/type",
    "ce-type,ü,/type",
    "ce-a_b,x,/a_b",
    "ce-data,x,/data",
    "ce-datacontenttype,a/b,/datacontenttype",
    "ce-specversion,0.3,/specversion",
    "ce-type,a%00b,/type"
  })
  void when_a_header_is_wrong_then_the_pointer_tells_which(
      String name, @org.jspecify.annotations.Nullable String value, String pointer) {
    var headers = new LinkedHashMap<String, String>();
    if (!name.equals("ce-type") && !name.equals("ce-source")) {
      headers.put("ce-type", "a");
    }
    headers.put(name, value == null ? "" : value);

    var problem = catchThrowableOfType(Problem.class, () -> binary(headers, ""));

    assertThat(problem).isNotNull();
    assertThat(problem.faults()).extracting(Fault::pointer).containsExactly(pointer);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "application/json; charset=utf-16",
        "json"
      })
  void when_the_content_type_is_none_of_ours_then_it_is_refused(String type) {
    assertThat(status(() -> reader.read(request(Map.of("content-type", type), "{}"))))
        .isEqualTo(415);
  }

  @Test
  void when_there_is_no_content_type_or_a_content_encoding_then_it_is_refused() {
    assertThat(status(() -> reader.read(request(Map.of(), "{\"type\":\"a\"}")))).isEqualTo(415);
    assertThat(
            status(() ->
                reader.read(
                    request(
                        Map.of("content-type", "application/json", "content-encoding", "gzip"),
                        "{\"type\":\"a\"}"))))
        .isEqualTo(415);
  }

  @Test
  void when_a_batch_type_carries_an_object_then_it_is_wrong() {
    var type = Map.of("content-type", "application/cloudevents-batch+json; charset=UTF-8");

    assertThat(status(() -> reader.read(request(type, "{\"type\":\"a\"}")))).isEqualTo(422);
    assertThat(reader.read(request(type, "[{\"type\":\"a\"}]")).events()).hasSize(1);
  }

  private EventReader.Given read(String json) {
    return reader.read(request(Map.of("content-type", "application/cloudevents+json"), json));
  }

  private NewEvent one(String json) {
    return read(json).events().getFirst();
  }

  private NewEvent binary(Map<String, String> headers, String body) {
    return reader.read(request(headers, body)).events().getFirst();
  }

  private List<String> faults(String json) {
    var problem = catchThrowableOfType(Problem.class, () -> read(json));
    assertThat(problem).as(json.substring(0, Math.min(200, json.length()))).isNotNull();
    assertThat(problem.status()).isEqualTo(422);
    return problem.faults().stream().map(Fault::pointer).toList();
  }

  private static int status(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    var problem = catchThrowableOfType(Problem.class, call);
    assertThat(problem).isNotNull();
    return problem.status();
  }

  private static String withMembers(int extensions) {
    return IntStream.range(0, extensions)
        .mapToObj(i -> ",\"x" + i + "\":1")
        .collect(Collectors.joining("", "{\"type\":\"a\"", "}"));
  }

  private static String text(NewEvent event) {
    return new String(event.data().bytes(), UTF_8);
  }

  private static Map<String, List<String>> headers(Map<String, String> headers) {
    return headers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> List.of(entry.getValue())));
  }

  private static Request request(Map<String, String> headers, String body) {
    return new Request(
        "POST", "/v1/events", "", headers(headers), body.getBytes(UTF_8), Map.of(), "", "");
  }
}
