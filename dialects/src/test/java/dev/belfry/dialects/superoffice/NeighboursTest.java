package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Section 11: the archive and the lists. */
class NeighboursTest extends OfficeTest {

  @BeforeEach
  void fill() {
    customer.givenWebhook(webhook("Alpha", receiver.url("/1"), "a.b", ""));
    customer.givenWebhook(webhook("beta", receiver.url("/2"), "a.b,c.d", ",\"State\":\"Stopped\""));
    customer.givenWebhook(webhook("Alphabet", receiver.url("/3"), "c.d,e.f,g.h", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "webhookId eq 2 | 2",
        "webhookId = 2 or name is 'ALPHA' | 12",
        "webhookId ne 2 | 13",
        "webhookId gt 1 and webhookId lt 3 | 2",
        "name begins 'alpha' | 13",
        "name contains 'bet' | 23",
        "name isNot 'Alpha' | 23",
        "name begins 'alpha' and (eventCount gt 2 or eventCount lt 1) | 3",
        "webhookId oneOf (1,3) | 13",
        "webhookUsage/status eq 'Stopped' | 2",
        "registeredDate before '2026-01-01' | ''",
        "registeredDate after '2026-01-01' | 123",
        "registeredDate between '2026-03-01' and '2026-03-03' | 123",
        "name is 'O''Hara' | ''"
      })
  void when_the_archive_is_filtered_then_only_those_rows_are_there(String filter, String ids) {
    assertThat(ids(archive("?$filter=" + encoded(filter)))).isEqualTo(ids);
  }

  @Test
  void when_rows_are_selected_ordered_and_paged_then_the_next_link_leads_on() {
    var first = archive("?$select=name,eventCount&$orderby=" + encoded("name desc") + "&$top=2");

    assertThat(first.at("/value/0").toString())
        .isEqualTo(
            "{\"PrimaryKey\":2,\"EntityName\":\"webhook\",\"name\":\"beta\",\"eventCount\":2}");
    assertThat(ids(first)).isEqualTo("23");
    var next = first.get("odata.nextLink").stringValue();
    var second =
        rig.ask(
                "GET",
                next.substring("http://belfry.example".length()),
                "",
                Map.of("authorization", "Bearer " + customer.key.secret()))
            .orFail()
            .body();
    assertThat(ids(second)).isEqualTo("1");
    assertThat(second.get("odata.nextLink").isNull()).isTrue();
    assertThat(first.get("odata.metadata").isString()).isTrue();
  }

  @Test
  void when_statistics_are_asked_for_then_they_have_the_names_asked_for() {
    var answer =
        customer
            .call(
                "GET",
                "/Archive/dynamic?$select=webhook_usage.total_calls&$filter="
                    + encoded("webhook_usage.webhook_usage_id eq 2"),
                null)
            .orFail()
            .body();

    assertThat(answer.get("value").toString())
        .isEqualTo(
            "[{\"PrimaryKey\":2,\"EntityName\":\"webhook_usage\",\"webhook_usage.total_calls\":0}]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "$filter=nope eq 1",
        "$filter=name eq",
        "$filter=name near 'x'",
        "$filter=name eq 'x",
        "$filter=(name eq 'x'",
        "$filter=webhookId eq x",
        "$filter=registeredDate after soon",
        "$filter=name oneOf ('x'",
        "$filter=name eq 'x' 'y'",
        "$top=-1",
        "$skip=x",
        "$orderby=nope",
        "$orderby=name sideways"
      })
  void when_a_query_cannot_be_understood_then_400(String query) {
    var equals = query.indexOf('=');
    var answer =
        customer.call(
            "GET",
            "/Archive/Webhook?"
                + query.substring(0, equals + 1)
                + encoded(query.substring(equals + 1)),
            null);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body().get("Message").stringValue()).isNotEmpty();
  }

  @Test
  void when_names_for_a_picker_are_asked_for_then_all_documented_ones_are_there() {
    assertThat(Catalogue.fixed()).hasSize(47).doesNotHaveDuplicates();
    var events = customer.call("GET", "/MDOList/webhookeventlist", null).orFail().body();
    assertThat(events.valueStream().map(item -> item.get("Name").stringValue()).toList())
        .contains("contact.created", "list.category.softdeleted")
        .hasSize(47 + 57 * 3);
    assertThat(customer.call("GET", "/MDOList/webhookentitylist", null).orFail().text())
        .contains("\"Name\":\"chatsession\"");
  }

  private JsonNode archive(String query) {
    return customer.call("GET", "/Archive/Webhook" + query, null).orFail().body();
  }

  private static String ids(JsonNode archive) {
    return archive
        .get("value")
        .valueStream()
        .map(row -> row.get("PrimaryKey").asString())
        .collect(Collectors.joining());
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
