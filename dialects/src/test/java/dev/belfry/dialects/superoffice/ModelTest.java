package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Checklist, "JSON model" and "$select". */
class ModelTest extends OfficeTest {

  private static final List<String> MEMBERS =
      List.of(
          "WebhookId",
          "Name",
          "Events",
          "TargetUrl",
          "Secret",
          "State",
          "Type",
          "Headers",
          "Properties",
          "Registered",
          "RegisteredAssociate",
          "Updated",
          "UpdatedAssociate",
          "ErrorsEmail",
          "ErrorEmails",
          "ErrorAssociates",
          "Description",
          "NotifyVia",
          "NotifyWhen",
          "TotalCalls",
          "TotalErrors",
          "ConsecutiveErrors",
          "LastError",
          "_Links");

  @Test
  void items_39_and_88_when_a_webhook_is_read_then_all_members_are_there_in_order() {
    var hook = customer.get(given("a.b"));

    assertThat(hook.propertyNames()).containsExactlyElementsOf(MEMBERS);
    assertThat(hook.get("Secret").isNull()).isTrue();
  }

  @Test
  void items_40_and_41_when_names_have_another_case_or_are_unknown_then_that_is_no_matter() {
    var made =
        post(
            """
            {"name":"A","EVENTS":["a.b"],"targetUrl":"%s","secret":"s","webhookid":7,
             "errorAssociates":[{"id":5,"name":"x"}],"nope":{"a":[1]},"registeredAssociate":{"x":1}}
            """
                .formatted(receiver.url("/")));

    assertThat(made.get("Secret").stringValue()).isEqualTo("s");
    assertThat(made.at("/ErrorAssociates/0/Id").intValue()).isEqualTo(5);
    assertThat(made.has("nope")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Active\"|Active",
        "\"active\"|Active",
        "1|Active",
        "\"1\"|Active",
        "\"STOPPED\"|Stopped",
        "2|Stopped",
        "3|TooManyErrors",
        "0|Active",
        "null|Active",
        "\"Unknown\"|Active"
      })
  void item_42_when_a_state_is_given_in_any_form_then_it_is_written_as_a_name(
      String given, String written) {
    assertThat(made(",\"State\":" + given).get("State").stringValue()).isEqualTo(written);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|None|None",
        "1|Email|FirstFailure",
        "2|InApp|Disabling",
        "3|Email, InApp|FirstFailure, Disabling",
        "\"3\"|Email, InApp|FirstFailure, Disabling",
        "null|None|None",
        "\"none\"|None|None"
      })
  void item_43_when_flags_are_given_then_they_are_written_as_names(
      String given, String via, String when) {
    var hook = made(",\"NotifyVia\":" + given + ",\"NotifyWhen\":" + given);

    assertThat(hook.get("NotifyVia").stringValue()).isEqualTo(via);
    assertThat(hook.get("NotifyWhen").stringValue()).isEqualTo(when);
  }

  @Test
  void item_43_when_flags_are_names_then_they_are_understood() {
    var hook = made(",\"NotifyVia\":\"inapp,Email\",\"NotifyWhen\":\"Disabling\"");

    assertThat(hook.get("NotifyVia").stringValue()).isEqualTo("Email, InApp");
    assertThat(hook.get("NotifyWhen").stringValue()).isEqualTo("Disabling");
  }

  @Test
  void items_44_45_and_46_when_dictionaries_come_back_then_nothing_in_them_has_changed() {
    var properties =
        "{\"aB\":{\"x\":[1,2]},\"l\":[],\"n\":25.50,\"b\":true,\"z\":null,\"t\":\"Ä☂👍\"}";
    var hook =
        made(
            ",\"Secret\":\"orange-tractor\",\"Headers\":{\"x-ONE\":\"a\",\"X-one\":\"b\"},\"Properties\":"
                + properties);

    assertThat(hook.get("Headers").toString()).isEqualTo("{\"x-ONE\":\"a\",\"X-one\":\"b\"}");
    assertThat(hook.get("Properties").get("n").decimalValue()).isEqualByComparingTo("25.5");
    assertThat(hook.get("Properties").propertyNames())
        .containsExactly("aB", "l", "n", "b", "z", "t");
    assertThat(hook.get("Properties").get("t").stringValue()).isEqualTo("Ä☂👍");
    assertThat(hook.get("Properties").get("aB").toString()).isEqualTo("{\"x\":[1,2]}");
    assertThat(hook.get("Secret").stringValue()).isEqualTo("orange-tractor");
  }

  @Test
  void items_47_48_and_72_when_dates_are_read_then_they_are_the_right_instants() {
    var hook = made("");

    assertThat(hook.get("Updated").stringValue()).isEqualTo("0001-01-01T00:00:00");
    assertThat(OffsetDateTime.parse(hook.get("Registered").stringValue()).toInstant())
        .isEqualTo(rig.clock.instant());
    assertThat(hook.get("UpdatedAssociate").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"0000-12-31T23:06:32.000Z\"",
        "\"0001-01-01T04:56:02.000Z\"",
        "\"never\"",
        "null",
        "\"2016-04-18T09:41:00.1118281+02:00\""
      })
  void item_49_when_a_client_echoes_a_date_then_it_is_not_looked_at(String date) {
    var hook = made(",\"Registered\":" + date + ",\"Updated\":" + date);

    assertThat(hook.get("Updated").stringValue()).isEqualTo("0001-01-01T00:00:00");
  }

  @Test
  void item_50_when_read_only_members_are_sent_then_they_do_not_change() {
    var hook =
        made(
            ",\"WebhookId\":794,\"TotalCalls\":5,\"TotalErrors\":5,\"ConsecutiveErrors\":5,\"LastError\":\"x\","
                + "\"RegisteredAssociate\":{\"AssociateId\":999},\"UpdatedAssociate\":{\"AssociateId\":9}");

    assertThat(hook.get("TotalCalls").intValue()).isZero();
    assertThat(hook.get("LastError").isNull()).isTrue();
    assertThat(hook.at("/RegisteredAssociate/AssociateId").intValue()).isNotEqualTo(999);
    assertThat(hook.get("UpdatedAssociate").isNull()).isTrue();
  }

  @Test
  void item_51_when_a_key_makes_a_webhook_then_it_is_the_associate() {
    var associate = made("").get("RegisteredAssociate");

    assertThat(associate.get("AssociateId").intValue())
        .isPositive()
        .isEqualTo(Associates.id(customer.key.key().id()));
    assertThat(associate.get("Name").stringValue()).isEqualTo(customer.key.key().id());
    assertThat(associate.get("Type").stringValue()).isEqualTo("InternalAssociate");
    assertThat(associate.get("FullName").stringValue()).isNotEmpty();
    assertThat(associate.get("TableRight").isNull()).isTrue();
    assertThat(associate.get("FieldProperties").toString()).isEqualTo("{}");
  }

  @Test
  void items_52_53_and_54_when_a_zone_is_named_then_dates_are_its_own() {
    rig.clock.set(Instant.parse("2026-03-04T05:06:07.120Z"));
    var id = given("a.b");
    var oslo = LocalDateTime.ofInstant(rig.clock.instant(), ZoneId.of("Europe/Oslo")).toString();

    assertThat(registered(id, "NO"))
        .isEqualTo("2026-03-04T06:06:07.12")
        .startsWith(oslo.substring(0, 19));
    assertThat(registered(id, "NO, includeTZOffset")).isEqualTo("2026-03-04T06:06:07.12+01:00");
    assertThat(registered(id, "NO,includeTZOffset")).isEqualTo("2026-03-04T06:06:07.12+01:00");
    assertThat(registered(id, "includeTZOffset")).isEqualTo("2026-03-04T05:06:07.12Z");
    assertThat(registered(id, "US-NY")).isEqualTo("2026-03-04T00:06:07.12");
    assertThat(registered(id, "Asia/Tokyo, includeTZOffset"))
        .isEqualTo("2026-03-04T14:06:07.12+09:00");
    assertThat(
            customer
                .call("GET", "/Webhook/" + id, null, Map.of("SO-TimeZone", "Middle-Earth"))
                .status())
        .isEqualTo(400);
  }

  @Test
  void items_55_and_56_when_languages_are_asked_for_then_stored_texts_stay() {
    var id = given("/in", "a.b", ",\"Description\":\"US:\\\"Hi\\\";NO:\\\"Hei\\\"\"");
    for (var header :
        List.of("Accept-Language", "SO-Language", "SO-Culture", "SO-Browser-TZ-Offset")) {
      for (var value : List.of("", "*", "x", "no", "en-us, sv;q=0.5", "-300")) {
        var hook =
            customer.call("GET", "/Webhook/" + id, null, Map.of(header, value)).orFail().body();
        assertThat(hook.get("Description").stringValue()).isEqualTo("US:\"Hi\";NO:\"Hei\"");
      }
    }
  }

  @Test
  void items_85_86_and_89_when_members_are_selected_then_the_others_are_null() {
    var id = given("/in", "a.b", ",\"Secret\":\"s\"");

    var hook = customer.call("GET", "/Webhook/" + id + "?$select=%20NAME%20,,nope", null).body();

    assertThat(hook.propertyNames()).containsExactlyElementsOf(MEMBERS);
    for (var member : hook.properties()) {
      assertThat(member.getValue().isNull())
          .as(member.getKey())
          .isEqualTo(!member.getKey().equals("Name") && !member.getKey().equals("_Links"));
    }
    assertThat(customer.get(id).get("Secret").stringValue()).isEqualTo("s");
  }

  @Test
  void item_87_when_a_route_can_select_then_it_does() {
    var body = webhook("A", receiver.url("/"), "a.b", ",\"Secret\":\"s\"");
    var id = given("a.b");
    var select = "?$select=webhookId";
    for (var answer :
        List.of(
            customer.call("POST", "/Webhook" + select, body),
            customer.call("PUT", "/Webhook/" + id + select, body),
            customer.call("PATCH", "/Webhook/" + id + select, "{\"Name\":\"N\"}"),
            customer.agent("GetWebhook" + select + "&webhookId=" + id, "null"))) {
      assertThat(answer.body().get("WebhookId").isNull()).isFalse();
      assertThat(answer.body().get("Name").isNull()).isTrue();
    }
    for (var list :
        List.of(
            customer.call("GET", "/Webhook" + select, null),
            customer.agent("GetAllWebhooks" + select, "{}"))) {
      assertThat(list.body().get(0).get("WebhookId").isNull()).isFalse();
      assertThat(list.body().get(0).get("Name").isNull()).isTrue();
    }
    assertThat(customer.get(id).get("Secret").stringValue()).isEqualTo("s");
  }

  @Test
  void item_90_when_a_nested_member_is_selected_then_only_that_is_kept() {
    var id = given("a.b");

    var hook =
        customer.call("GET", "/Webhook/" + id + "?$select=registeredAssociate/name", null).body();

    assertThat(hook.at("/RegisteredAssociate/Name").stringValue())
        .isEqualTo(customer.key.key().id());
    assertThat(hook.at("/RegisteredAssociate/FullName").isNull()).isTrue();
    assertThat(hook.get("Name").isNull()).isTrue();
  }

  @Test
  void when_one_address_is_given_then_it_is_the_first_of_the_list() {
    var hook = made(",\"ErrorsEmail\":\"a@b.example\"");
    assertThat(hook.get("ErrorEmails").toString()).isEqualTo("[\"a@b.example\"]");
    var id = hook.get("WebhookId").intValue();

    var after =
        customer
            .call(
                "PATCH",
                "/Webhook/" + id,
                "[{\"op\":\"replace\",\"path\":\"errorsEmail\",\"value\":\"c@d.example\"}]")
            .orFail()
            .body();
    assertThat(after.get("ErrorEmails").toString()).isEqualTo("[\"c@d.example\"]");
    after =
        customer
            .call("PATCH", "/Webhook/" + id, "{\"ErrorEmails\":[\"x@y.example\",\"c@d.example\"]}")
            .orFail()
            .body();
    assertThat(after.get("ErrorsEmail").stringValue()).isEqualTo("x@y.example");
  }

  private String registered(int id, String zone) {
    return customer
        .call("GET", "/Webhook/" + id, null, Map.of("SO-TimeZone", zone))
        .orFail()
        .body()
        .get("Registered")
        .stringValue();
  }

  private JsonNode made(String more) {
    return post(webhook("A", receiver.url("/"), "a.b", more));
  }

  private JsonNode post(String body) {
    return customer.call("POST", "/Webhook", body).orFail().body();
  }
}
