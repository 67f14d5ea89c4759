package dev.belfry.dialects.apify.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Item 111: every row of the reference's table 10.4, and what the vendor's own program gives. */
class TemplateTest {

  private static final Set<String> ALLOWED =
      Set.of("userId", "createdAt", "eventType", "eventData", "resource", "globals");

  private static final Map<String, Object> CONTEXT =
      Map.of(
          "userId", "u1",
          "eventData",
              JsonText.read(
                  "{\"actorId\":\"a\",\"n\":0,\"f\":false,\"e\":\"\",\"z\":null,\"o\":{},"
                      + "\"arr\":[1,{\"k\":\"v\"}]}"),
          "resource", JsonText.read("{\"id\":\"r\\\"q\",\"list\":[10,20]}"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-|{\"a\":{{userId}}}|{\"a\":\"u1\"}",
        "-|{\"a\":{{resource.missing.deep}}}|{\"a\":null}",
        "-|{\"a\":{{eventData.n}},\"b\":{{eventData.f}},\"c\":{{eventData.e}},\"d\":{{eventData.o}}}"
            + "|{\"a\":null,\"b\":null,\"c\":null,\"d\":{}}",
        "-|{\"a\":{{eventData.arr.1.k}}}|{\"a\":\"v\"}",
        "-|{\"a\":{{resource.id}}}|{\"a\":\"r\\\"q\"}",
        "-|{\"a\":\"x {{userId}} y\"}|{\"a\":\"x {{userId}} y\"}",
        "I|{\"a\":\"x {{userId}} y\"}|{\"a\":\"x u1 y\"}",
        "I|{\"a\":\"{{eventData.arr}}\"}|{\"a\":[1,{\"k\":\"v\"}]}",
        "I|{\"a\":\"{{eventData.n}}\"}|{\"a\":0}",
        "I|{\"a\":\"n={{eventData.n}}\"}|{\"a\":\"n=0\"}",
        "I|{\"a\":\"{{resource.missing}}\",\"b\":1}|{\"b\":1}",
        "I|[\"{{resource.missing}}\",1]|[null,1]",
        "I|{\"a\":\"{{resource.missing.deep}}\"}|{\"a\":null}",
        "I|{\"a\":\"m={{resource.missing}}\"}|{\"a\":\"m=undefined\"}",
        "I|{\"a\":\"m={{resource.missing.deep}}\"}|{\"a\":\"m=null\"}",
        "I|{\"a\":\"o={{eventData}}\"}|{\"a\":\"o=[object Object]\"}",
        "I|{\"a\":\"l={{resource.list}}\"}|{\"a\":\"l=10,20\"}",
        "I|{\"{{userId}}\":1}|{\"{{userId}}\":1}",
        "I|{\"a\":\"{{ userId }}\"}|{\"a\":\"{{ userId }}\"}",
        "I|{\"a\":\"{{resource.id_x}}\"}|{\"a\":\"{{resource.id_x}}\"}",
        "I|{\"a\":\"{{nope}}\"}|{}",
        "-|{{resource}}|{\"id\":\"r\\\"q\",\"list\":[10,20]}",
        "-|{{userId}}|\"u1\""
      })
  void when_it_is_filled_in_then_the_result_is_the_vendors(
      String interpolate, String template, String result) {
    var value = Template.fill(template, CONTEXT, interpolate.equals("I"));

    assertThat(JsonText.write(value)).isEqualTo(result);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "VARIABLE|{\"a\":{{ userId }}}",
        "VARIABLE|{\"a\":{{nope}}}",
        "VARIABLE|{\"a\":{{}}}",
        "JSON|{\"a\":{{userId}},}",
        "JSON|{\"a\":",
        "JSON|``",
        "JSON|{\"a\":{{userId}}{{userId}}}",
        "JSON|{\"a\":\"\\\\\",\"b\":{{userId}}}"
      })
  void when_it_is_wrong_then_it_is_refused_as_the_vendor_does(
      TemplateFault.Kind kind, String template) {
    assertThatThrownBy(() -> Template.check(template, ALLOWED))
        .isInstanceOfSatisfying(TemplateFault.class, e -> assertThat(e.kind()).isEqualTo(kind));
  }

  @Test
  void when_a_value_holds_a_variable_then_that_is_filled_in_too() {
    var context = Map.<String, Object>of("userId", "u1", "resource", "see {{userId}}");

    assertThat(JsonText.write(Template.fill("{\"a\":{{resource}}}", context, true)))
        .isEqualTo("{\"a\":\"see u1\"}");
  }

  @Test
  void when_the_vendors_own_program_fills_them_in_then_2_500_templates_give_the_same()
      throws IOException {
    var lines = lines();
    var context = Map.copyOf(asMap(JsonText.read(lines[0])));

    for (int i = 1; i < lines.length; i++) {
      var line = asMap(JsonText.read(lines[i]));
      var template = String.valueOf(line.get("t"));
      assertThat(checked(template)).as("check of %s", template).isEqualTo(line.get("c"));
      assertThat(filled(template, context, Boolean.TRUE.equals(line.get("i"))))
          .as("filling in %s", template)
          .isEqualTo(line.get("r"));
    }
    assertThat(lines.length).isGreaterThan(2_000);
  }

  @Test
  void when_it_would_grow_without_end_then_it_is_refused() {
    var context = Map.<String, Object>of("resource", "x".repeat(100_000));
    var template = "[" + "{{resource}},".repeat(50) + "1]";

    assertThatThrownBy(() -> Template.fill(template, context, false))
        .isInstanceOfSatisfying(
            TemplateFault.class, e -> assertThat(e.kind()).isEqualTo(TemplateFault.Kind.TOO_LARGE));
  }

  private static String checked(String template) {
    try {
      Template.check(template, ALLOWED);
      return "ok";
    } catch (TemplateFault e) {
      return e.kind().name();
    }
  }

  private static String filled(String template, Map<String, Object> context, boolean interpolate) {
    try {
      return JsonText.write(Template.fill(template, context, interpolate));
    } catch (TemplateFault e) {
      return e.kind().name();
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> asMap(Object value) {
    return (Map<String, Object>) value;
  }

  private static String[] lines() throws IOException {
    try (var in = TemplateTest.class.getResourceAsStream("vendor-results.jsonl")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip().split("\n", -1);
    }
  }
}
