package dev.belfry.engine.filter;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.tenant.TenantId;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FilterTest {

  private static final TenantId ACME = new TenantId("acme");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  /** Tells the time of this thread alone, however busy the machine is. */
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private static final String DATA =
      """
      {"total":150,"price":1.5,"big":18446744073709551615,"huge":1e300,"flag":true,"none":null,
       "text":"hello","items":[{"sku":"a","n":1},{"sku":"b","n":2}],"nested":{"a":{"b":1}}}\
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "data.total > 100 | true",
        "data.total > 100.5 | true",
        "data.total >= 150u | true",
        "data.total == 150.0 | true",
        "data.total == 150u | true",
        "data.price < 2 | true",
        "data.price < 2u | true",
        "1.4 < data.price | true",
        "data.big > 1 | true",
        "data.huge > data.big | true",
        "data.total != 150 | false",
        "data.flag | true",
        "!data.flag | false",
        "data.none == null | true",
        "data.text.startsWith('he') && data.text.endsWith('lo') | true",
        "data.text.contains('ell') | true",
        "data.text.matches('^h.*o$') | true",
        "data.text.matches('ell') | true",
        "matches(data.text, '^ell') | false",
        "data.items.exists(i, i.sku == 'b') | true",
        "data.items.all(i, i.n > 1) | false",
        "data.items.filter(i, i.n > 1).size() == 1 | true",
        "data.items.map(i, i.n)[1] == 2 | true",
        "data.items[0].sku == 'a' | true",
        "data['total'] == 150 | true",
        "size(data.items) == 2 | true",
        "has(data.total) && !has(data.typo) | true",
        "data.nested.a.b == 1 | true",
        "'a' in data.nested | true",
        "type == 'order.paid' && type in ['order.paid', 'order.shipped'] | true",
        "source == '/shop' | true",
        "id == 'e-1' | true",
        "subject == 'order/42' | true",
        "time > timestamp('2026-01-01T00:00:00Z') | true",
        "time.getFullYear() == 2026 | true",
        "time - timestamp('2026-03-01T10:00:00Z') == duration('1h') | true",
        "ext.region == 'eu' && ext.retry == 3 && ext.urgent | true",
        "'region' in ext | true",
        "data.total * 2 == 300 | true",
        "double(data.total) * 1.1 > 160.0 | true"
      })
  void when_an_event_is_judged_then_the_filter_says_what_cel_says(String filter, boolean said) {
    assertThat(judge(filter, DATA)).isEqualTo(new Judgement(said, null));
  }

  @Test
  void when_one_side_of_an_or_is_true_then_the_other_may_fail() {
    assertThat(judge("data.typo == 1 || data.total == 150", DATA)).isEqualTo(Judgement.YES);
    assertThat(judge("data.total == 150 || data.typo == 1", DATA)).isEqualTo(Judgement.YES);
    assertThat(judge("data.typo == 1 || data.total == 151", DATA).fault()).contains("typo");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "data.typo > 1 | typo",
        "!(data.typo == 1) | typo",
        "data.nested.x.y == 1 | x",
        "ext.typo == 1 | typo",
        "data.total > 'x' | No matching overload",
        "data.text.matches(data.text + '(') | linear time",
        "data.total | neither true nor false",
        "data.total / 0 > 1 | zero",
        "timestamp(data.text) < time | hello"
      })
  void when_it_cannot_be_told_then_it_is_no_match_and_says_why(String filter, String why) {
    var judged = judge(filter, DATA);

    assertThat(judged.matches()).isFalse();
    assertThat(judged.fault()).contains(why);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1 +",
        "data.total >",
        "foo > 1",
        "datum.total > 1",
        "'a' + 'b'",
        "1 == 'a'",
        "type > 5",
        "unknown(data)",
        "data.text.matches('(')",
        "data.text.matches('(?=a)')",
        "data.text.matches('((a{500}){500}){500}')",
        "type.matches('(a+)\\\\1')"
      })
  void when_it_does_not_compile_then_that_is_said(String filter) {
    assertThatThrownBy(() -> Filter.compile(filter))
        .isInstanceOf(InvalidFilter.class)
        .hasMessageMatching("(?s)(does not compile|must be true or false|has a pattern).*");
  }

  @Test
  void when_it_is_too_long_or_too_deep_then_it_does_not_compile() {
    for (var filter :
        new String[] {
          "true || ".repeat(600) + "true", "(".repeat(500) + "true" + ")".repeat(500),
          "data" + ".a".repeat(3000) + " == 1", "![" + "[".repeat(1500)
        }) {
      assertThatThrownBy(() -> Filter.compile(filter)).isInstanceOf(InvalidFilter.class);
    }
  }

  @Test
  void when_an_event_has_no_id_subject_or_data_then_they_are_null() {
    var bare = Facts.of(ACME, new NewEvent(Attributes.ofType("a"), Data.NONE), NOON);

    assertThat(
            Filter.compile(
                    "id == null && subject == null && data == null && source == '/tenants/acme'"
                        + " && time == timestamp('2026-03-01T12:00:00Z') && size(ext) == 0")
                .judge(bare))
        .isEqualTo(Judgement.YES);
    assertThat(Filter.compile("subject.startsWith('a')").judge(bare).fault()).isNotNull();
    assertThat(Filter.compile("data.a == 1").judge(bare).matches()).isFalse();
  }

  @Test
  void when_the_data_is_not_json_then_it_is_bytes() {
    var facts =
        Facts.of(
            ACME, new NewEvent(Attributes.ofType("a"), Data.binary("abc".getBytes(UTF_8))), NOON);

    assertThat(Filter.compile("data == b'abc'").judge(facts)).isEqualTo(Judgement.YES);
  }

  @Test
  void when_a_large_event_is_judged_by_a_usual_filter_then_it_is_judged() {
    var items =
        IntStream.range(0, 4000)
            .mapToObj(i -> "{\"sku\":\"s" + i + "\"}")
            .collect(Collectors.joining(","));
    var data = "{\"text\":\"" + "x".repeat(900_000) + "\",\"items\":[" + items + "]}";

    assertThat(judge("data.items.exists(i, i.sku == 's3999')", data)).isEqualTo(Judgement.YES);
    assertThat(judge("data.text.startsWith('xx')", data)).isEqualTo(Judgement.YES);
    assertThat(judge("data.text.contains('y')", data)).isEqualTo(Judgement.NO);
  }

  /** T76: hostile filters over hostile events end soon, always at the same step. */
  @Test
  void when_a_filter_would_take_long_then_it_ends_and_says_so_T76() {
    var numbers =
        IntStream.range(0, 20_000).mapToObj(Integer::toString).collect(Collectors.joining(","));
    var data =
        "{\"s\":\""
            + "a".repeat(400_000)
            + "\",\"t\":\""
            + "a".repeat(200_000)
            + "b\",\"l\":["
            + numbers
            + "]}";
    var hostile = new ArrayList<String>();
    hostile.add("data.l.all(a, data.l.all(b, data.l.all(c, a + b + c >= 0)))");
    hostile.add("data.l.all(a, data == data)");
    hostile.add("data.l.exists(a, a in data.l && a < 0)");
    hostile.add("data.l.map(a, data.l.map(b, a + b)).size() > 0");
    hostile.add("(" + "data.s + ".repeat(90) + "'').size() > 0");
    hostile.add("data.l.all(a, data.s.size() > 0)");
    hostile.add("data.s.contains(data.t) || data.l.all(a, data.s.contains(data.t) || true)");
    hostile.add("data.s.matches('(a*)*b')");
    hostile.add("data.s.matches('(a|aa)+$')");
    hostile.add("data.s.matches(data.t)");
    hostile.add("data.s.matches('(.*a){25}')");
    hostile.add("[" + "data,".repeat(300) + "data] == [" + "data,".repeat(300) + "data]");
    hostile.add("data.l.map(a, [data, data, data]) == data.l.map(a, [data, data, data])");
    var slowest = Duration.ZERO;
    var slowestOne = "";
    for (var filter : hostile) {
      var compiled = Filter.compile(filter);
      var best = Duration.ofDays(1);
      for (var round = 0; round < 3; round++) {
        var began = THREADS.getCurrentThreadCpuTime();
        compiled.judge(facts(data));
        var took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - began);
        best = took.compareTo(best) < 0 ? took : best;
      }
      if (best.compareTo(slowest) > 0) {
        slowest = best;
        slowestOne = filter.substring(0, Math.min(60, filter.length()));
      }
    }
    System.out.printf("T76: the slowest hostile filter took %s: %s%n", slowest, slowestOne);
    assertThat(slowest).as(slowestOne).isLessThan(Duration.ofSeconds(1));
    assertThat(judge(hostile.getFirst(), data).fault()).contains("too many steps");
  }

  /** Every filter that the documents show. */
  @Test
  void when_a_filter_stands_in_the_documents_then_it_compiles() throws IOException {
    var text = Files.readString(Path.of("../docs/filters.md"));
    var table = text.substring(text.indexOf("| filter | wants |"), text.indexOf("What to know"));
    var filters =
        Pattern.compile("(?m)^\\| `(.+?)` \\|")
            .matcher(table)
            .results()
            .map(m -> m.group(1))
            .toList();

    assertThat(filters).hasSizeGreaterThan(5);
    filters.forEach(Filter::compile);
  }

  private static Judgement judge(String filter, String data) {
    return Filter.compile(filter).judge(facts(data));
  }

  private static Facts facts(String data) {
    return Facts.of(
        ACME,
        new NewEvent(
            new Attributes(
                "e-1",
                "/shop",
                "order.paid",
                "order/42",
                "2026-03-01T12:00:00+01:00",
                null,
                null,
                Map.of("region", "eu", "retry", 3, "urgent", true)),
            Data.json(data.getBytes(UTF_8))),
        NOON);
  }
}
