package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.tenant.Scope;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist, "Authentication". */
class AuthenticationTest extends OfficeTest {

  @Test
  void item_20_when_there_are_no_credentials_then_401() {
    var answer = list(Map.of());

    assertThat(answer.status()).isEqualTo(401);
    assertThat(answer.body().get("Message").stringValue())
        .isEqualTo("Authorization has been denied for this request.");
  }

  @Test
  void item_21_when_user_and_password_are_right_then_basic_is_accepted() {
    assertThat(authorized(basic(customer.key.key().id() + ":" + customer.key.secret())))
        .isEqualTo(200);
    assertThat(authorized(basic(customer.key.secret() + ":"))).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"SOTicket", "SoTicket", "SOTICKET", "Bearer", "bearer"})
  void items_22_and_23_when_a_ticket_or_token_is_shown_then_it_is_taken_as_it_is(String scheme) {
    assertThat(authorized(scheme + " " + customer.key.secret())).isEqualTo(200);
    assertThat(
            authorized(
                scheme
                    + " "
                    + Base64.getEncoder().encodeToString(customer.key.secret().getBytes(UTF_8))))
        .isEqualTo(401);
  }

  @Test
  void item_24_when_credentials_are_wrong_then_401_with_a_message() {
    for (var wrong :
        List.of(
            basic("key_dev:wrong"),
            basic(rig.givenCustomer().key.key().id() + ":" + customer.key.secret()),
            basic(":"),
            "Basic %%%",
            "Basic",
            "Bearer ",
            "Negotiate abc",
            "x".repeat(10_000))) {
      var answer = list(Map.of("authorization", wrong));
      assertThat(answer.status()).as(wrong).isEqualTo(401);
      assertThat(answer.body().get("Message").stringValue()).isNotEmpty();
    }
  }

  @Test
  void item_25_when_a_browser_is_logged_in_then_it_must_show_the_token_too() {
    var cookie = "a=b; SoTickets=" + customer.key.secret() + "; XSRF-TOKEN=t-1";

    assertThat(list(Map.of("cookie", cookie)).status()).isEqualTo(401);
    assertThat(list(Map.of("cookie", cookie, "x-xsrf-token", "t-2")).status()).isEqualTo(401);
    assertThat(list(Map.of("cookie", cookie, "x-xsrf-token", "t-1")).status()).isEqualTo(200);
    assertThat(
            list(Map.of("cookie", "SoTickets=" + customer.key.secret(), "x-xsrf-token", ""))
                .status())
        .isEqualTo(401);
  }

  @Test
  void item_26_when_there_are_two_applications_then_neither_sees_the_others_webhooks() {
    var mine = Map.of("SO-AppToken", "token-of-mine");
    var theirs = Map.of("SO-AppToken", "token-of-theirs");
    var body = webhook("A", receiver.url("/"), "a.b", "");
    var id = customer.call("POST", "/Webhook", body, mine).body().get("WebhookId").intValue();
    var one = "/Webhook/" + id;

    for (var headers : List.of(theirs, Map.<String, String>of())) {
      assertThat(customer.call("GET", "/Webhook", null, headers).body()).isEmpty();
      for (var method : List.of("GET", "PUT", "PATCH", "DELETE")) {
        assertThat(customer.call(method, one, body, headers).error())
            .isEqualTo("404 SoNotFoundException");
      }
      assertThat(
              customer
                  .call("POST", "/Agents/Webhook/GetWebhook?webhookId=" + id, "null", headers)
                  .text())
          .isEqualTo("null");
      customer.call("POST", "/Agents/Webhook/DeleteWebhook?webhookId=" + id, "null", headers);
    }
    assertThat(customer.call("GET", one, null, mine).status()).isEqualTo(200);
    assertThat(customer.call("GET", "/Webhook", null, mine).body()).hasSize(1);
  }

  @Test
  void when_a_key_may_only_read_then_changes_are_403_with_the_error_object() {
    var reading = rig.newKey(customer.id, Scope.READ);
    var headers = Map.of("authorization", "Bearer " + reading.secret());

    assertThat(customer.call("GET", "/Webhook", null, headers).status()).isEqualTo(200);
    assertThat(customer.call("POST", "/Agents/Webhook/GetAllWebhooks", "{}", headers).status())
        .isEqualTo(200);
    var refused = customer.call("POST", "/Webhook", "{}", headers);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.body().get("Error").booleanValue()).isTrue();
  }

  private int authorized(String header) {
    return list(Map.of("authorization", header)).status();
  }

  private OfficeRig.Answer list(Map<String, String> headers) {
    return rig.ask("GET", "/superoffice/api/v1/Webhook", (String) null, headers);
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8));
  }
}
