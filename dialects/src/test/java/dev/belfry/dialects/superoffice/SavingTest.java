package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.superoffice.OfficeRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import dev.belfry.testkit.TestCertificate;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checklist, "Create", "Read and list", "Delete" and "RPC save". */
class SavingTest extends OfficeTest {

  @Test
  void items_57_58_59_and_60_when_one_is_made_then_it_has_an_id_and_links_of_its_own() {
    var made =
        customer
            .call("POST", "/Webhook", webhook("A", receiver.url("/"), "a.b", ",\"WebhookId\":794"))
            .body();

    var id = made.get("WebhookId").intValue();
    assertThat(id).isPositive().isNotEqualTo(794);
    var self = made.at("/_Links/Self").stringValue();
    assertThat(self).isEqualTo("http://belfry.example/superoffice/cust12341/api/v1/Webhook/" + id);
    assertThat(made.at("/_Links/Archive").stringValue())
        .isEqualTo("http://belfry.example/superoffice/cust12341/api/v1/Webhook");
    var read =
        rig.ask(
            "GET",
            self.substring("http://belfry.example".length()),
            "",
            Map.of("authorization", "Bearer " + customer.key.secret()));
    assertThat(read.body()).isEqualTo(made);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://plain.example.test/x?secret=1",
        "ftp://x.example/",
        "nonsense",
        "https://"
      })
  void item_61_when_the_target_is_not_https_then_it_is_refused(String url, @TempDir Path other) {
    try (var strict = new OfficeRig(other, SuperOfficeSettings.USUAL, false)) {
      var theirs = strict.givenCustomer();
      var answer = theirs.call("POST", "/Webhook", webhook("A", url, "a.b", ""));

      assertThat(answer.error()).isEqualTo("400 ArgumentException");
      assertThat(answer.body().get("Message").stringValue())
          .contains(url.replaceAll("\\?.*", ""))
          .doesNotContain("secret");
      assertThat(theirs.call("GET", "/Webhook", null).body()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Name\":\"A\",\"Events\":[\"a.b\"]",
        "\"Name\":\"A\",\"Events\":[\"a.b\"],\"TargetUrl\":\" \"",
        "\"Name\":\"A\",\"Events\":[],\"TargetUrl\":\"URL\"",
        "\"Name\":\"A\",\"TargetUrl\":\"URL\"",
        "\"Events\":[\"a.b\"],\"TargetUrl\":\"URL\"",
        "\"Name\":\"\",\"Events\":[\"a.b\"],\"TargetUrl\":\"URL\"",
        "\"Name\":\"A\",\"Events\":[\"a,b\"],\"TargetUrl\":\"URL\"",
        "\"Name\":\"A\",\"Events\":[\"\"],\"TargetUrl\":\"URL\"",
        "\"Name\":\"A\",\"Events\":\"a.b\",\"TargetUrl\":\"URL\"",
        "\"Name\":{},\"Events\":[\"a.b\"],\"TargetUrl\":\"URL\"",
        "\"Name\":\"A\",\"Events\":[\"a.b\"],\"TargetUrl\":\"URL\",\"Type\":\"aliquam\"",
        "\"Name\":\"A\",\"Events\":[\"a.b\"],\"TargetUrl\":\"URL\",\"State\":\"Nope\"",
        "\"Name\":\"A\",\"Events\":[\"a.b\"],\"TargetUrl\":\"URL\",\"NotifyVia\":7",
        "\"Name\":\"A\",\"Events\":[\"a.b\"],\"TargetUrl\":\"URL\",\"Headers\":[]",
        "\"Name\":\"A\",\"Events\":[\"a.b\"],\"TargetUrl\":\"URL\",\"ErrorEmails\":[\"a\\nb@c\"]",
        "\"Name\":\"A\",\"Events\":[\"a.b\"],\"TargetUrl\":\"http://169.254.169.254/\""
      })
  void items_62_63_and_64_when_something_is_missing_or_wrong_then_400_and_nothing_is_stored_or_sent(
      String members) {
    var body = "{" + members.replace("URL", receiver.url("/").toString()) + "}";

    for (var answer :
        List.of(customer.call("POST", "/Webhook", body), customer.agent("SaveWebhook", body))) {
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.body().get("Message").stringValue()).isNotEmpty();
    }
    assertThat(customer.call("GET", "/Webhook", null).body()).isEmpty();
    assertThat(receiver.count()).isZero();
  }

  @Test
  void items_65_66_and_73_when_type_and_state_are_left_out_then_they_have_defaults() {
    var first = customer.get(given("button.clicked"));
    var second = customer.get(given("button.clicked"));

    assertThat(first.get("Type").stringValue()).isEqualTo("webhook");
    assertThat(first.get("State").stringValue()).isEqualTo("Active");
    assertThat(second.get("Name")).isEqualTo(first.get("Name"));
  }

  @Test
  void item_67_when_one_is_made_then_one_test_event_goes_out_before() {
    receiver
        .script()
        .always(
            Reply.chosen(_ -> {
              assertThat(customer.call("GET", "/Webhook", null).body()).isEmpty();
              return Reply.ok();
            }));
    customer.givenWebhook(webhook("A", receiver.url("/in"), "a.b", ""));

    assertThat(receiver.requests()).hasSize(1);
    assertThat(receiver.requests().getFirst().header("X-SuperOffice-Event")).hasValue("test");
  }

  @Test
  void items_68_and_69_when_the_target_fails_then_400_and_nothing_is_stored() {
    receiver.script("/500").always(Reply.status(500));
    for (var url : List.of(receiver.url("/500").toString(), "http://127.0.0.1:1/")) {
      var answer = customer.call("POST", "/Webhook", webhook("A", url, "a.b", ""));
      assertThat(answer.error()).isEqualTo("400 ArgumentException");
    }
    assertThat(customer.call("GET", "/Webhook", null).body()).isEmpty();
  }

  @Test
  void item_70_when_a_certificate_is_self_signed_then_it_is_refused_unless_checks_are_off(
      @TempDir Path other) {
    var tls = TestCertificate.of("127.0.0.1").context();
    try (var secure = FakeReceiver.startTls(tls);
        var checking = new OfficeRig(other, OfficeRig.settings(true, true), true)) {
      var body = webhook("A", secure.url("/"), "a.b", "");
      var refused = checking.givenCustomer().call("POST", "/Webhook", body);
      assertThat(refused.error()).isEqualTo("400 ArgumentException");
      assertThat(refused.body().get("Message").stringValue()).contains("SSL/TLS");

      assertThat(customer.call("POST", "/Webhook", body).status()).isEqualTo(200);
      assertThat(secure.count()).isEqualTo(1);
    }
  }

  @Test
  void item_71_when_the_type_is_a_script_then_it_is_stored_and_never_called() {
    var id = customer.givenWebhook(webhook("A", "my include", "a.b", ",\"Type\":\"CRMScript\""));
    signal("a.b", 1, "{}");
    customer.fire("a.b", "a/1", "{}");

    var hook = customer.get(id);
    assertThat(hook.get("Type").stringValue()).isEqualTo("crmscript");
    assertThat(hook.get("TargetUrl").stringValue()).isEqualTo("my include");
    assertThat(hook.get("TotalCalls").intValue()).isZero();
    assertThat(customer.fire("a.b", "a/1", "{}")).isZero();
  }

  @Test
  void items_74_and_75_when_an_id_is_unknown_then_rest_says_404_and_the_agent_null() {
    var answer = customer.call("GET", "/Webhook/99999", null);
    assertThat(answer.error()).isEqualTo("404 SoNotFoundException");
    assertThat(answer.body().get("Error").booleanValue()).isTrue();

    var agent = customer.agent("GetWebhook?webhookId=99999", "null");
    assertThat(agent.status()).isEqualTo(200);
    assertThat(agent.text()).isEqualTo("null");
    assertThat(customer.agent("GetLastError", "{\"webhookId\":99999}").text()).isEqualTo("\"\"");
  }

  @Test
  void items_76_to_80_and_84_when_a_list_is_filtered_then_all_filters_hold() {
    for (var hook :
        List.of(
            webhook("One", receiver.url("/"), "a.b", ""),
            webhook("Two", receiver.url("/"), "a.b,c.d", ",\"State\":\"Stopped\""),
            webhook("one", receiver.url("/"), "C.D", ",\"State\":\"Stopped\""))) {
      customer.givenWebhook(hook);
    }
    assertThat(listed("")).isEqualTo("123");
    assertThat(listed("?nameFilter=ONE")).isEqualTo("13");
    assertThat(listed("?eventFilter=c.d")).isEqualTo("23");
    assertThat(listed("?statusFilter=Stopped")).isEqualTo("23");
    assertThat(listed("?statusFilter=2")).isEqualTo("23");
    assertThat(listed("?statusFilter=Unknown&nameFilter=")).isEqualTo("123");
    assertThat(listed("?statusfilter=stopped&NAMEFILTER=one&eventFilter=c.d")).isEqualTo("3");
    assertThat(listed("?nameFilter=On")).isEmpty();
    assertThat(listed("?$filter=name eq 'x'&$top=1&$skip=1&$orderby=name")).isEqualTo("123");
    assertThat(customer.call("GET", "/Webhook", null).body().get(0).has("_Links")).isFalse();
  }

  @Test
  void items_81_82_and_83_when_the_agent_lists_then_filters_may_be_empty() {
    given("a.b");
    for (var body :
        new String[] {
          "{}",
          "{\"nameFilter\":null,\"eventFilter\":null,\"statusFilter\":\"Unknown\"}",
          "{\"NameFilter\":\"\",\"EventFilter\":\"\",\"StatusFilter\":\"\"}",
          null
        }) {
      assertThat(customer.agent("GetAllWebhooks", body).body()).hasSize(1);
    }
    assertThat(customer.agent("GetAllWebhooks", "{\"nameFilter\":\"nobody\"}").text())
        .isEqualTo("[]");
    assertThat(customer.agent("GetAllWebhooks", "{\"statusFilter\":\"Nonsense\"}").status())
        .isEqualTo(400);
    assertThat(customer.call("GET", "/Webhook?statusFilter=Nonsense", null).status())
        .isEqualTo(400);
  }

  @Test
  void items_109_110_and_112_when_one_is_deleted_then_it_is_gone() {
    var id = given("a.b");
    var other = given("a.b");

    assertThat(customer.call("DELETE", "/Webhook/" + id, null).status()).isEqualTo(204);
    assertThat(customer.call("GET", "/Webhook/" + id, null).status()).isEqualTo(404);
    assertThat(customer.call("DELETE", "/Webhook/" + id, null).error())
        .isEqualTo("404 SoNotFoundException");
    var deleted = customer.agent("DeleteWebhook?WebhookId=" + other, "null");
    assertThat(deleted.status()).isEqualTo(204);
    assertThat(deleted.text()).isEmpty();
    assertThat(customer.agent("DeleteWebhook?WebhookId=" + other, "null").status()).isEqualTo(204);
    assertThat(customer.call("GET", "/Webhook", null).body()).isEmpty();
  }

  @Test
  void item_111_when_one_is_deleted_then_it_gets_no_more() {
    var id = given("/gone", "a.b", "");
    given("/stays", "a.b", "");
    customer.call("DELETE", "/Webhook/" + id, null).orFail();
    signal("a.b", 1, "{}");

    assertThat(await(1).getFirst().path()).isEqualTo("/stays");
  }

  @Test
  void items_125_and_126_when_the_agent_saves_then_an_id_says_which_one() {
    var body = webhook("A", receiver.url("/"), "a.b", ",\"webhookId\":0");
    var made = customer.agent("SaveWebhook", body).orFail().body();
    assertThat(made.has("_Links")).isFalse();
    var id = made.get("WebhookId").intValue();

    var saved =
        customer
            .agent("SaveWebhook", webhook("B", receiver.url("/"), "a.b", ",\"webhookId\":" + id))
            .orFail()
            .body();
    assertThat(saved.get("WebhookId").intValue()).isEqualTo(id);
    assertThat(saved.get("Name").stringValue()).isEqualTo("B");
    assertThat(
            customer
                .agent("SaveWebhook", webhook("B", receiver.url("/"), "a.b", ",\"webhookId\":999"))
                .error())
        .isEqualTo("404 SoNotFoundException");
    assertThat(customer.call("GET", "/Webhook", null).body()).hasSize(1);
  }

  @Test
  void item_127_when_a_webhook_is_sent_back_as_it_was_read_then_it_is_saved() {
    var id = given("/in", "a.b", ",\"ErrorAssociates\":[{\"id\":5}],\"NotifyVia\":3");
    var read = customer.agent("GetWebhook?webhookId=" + id, "null").text();

    var saved = customer.agent("SaveWebhook", read).orFail().body();

    assertThat(saved.get("WebhookId").intValue()).isEqualTo(id);
    assertThat(saved.get("NotifyVia").stringValue()).isEqualTo("Email, InApp");
    assertThat(saved.at("/ErrorAssociates/0/Id").intValue()).isEqualTo(5);
  }

  private String listed(String query) {
    var ids = new StringBuilder();
    customer
        .call("GET", "/Webhook" + query.replace(" ", "%20").replace("'", "%27"), null)
        .orFail()
        .body()
        .forEach(hook -> ids.append(hook.get("WebhookId").intValue()));
    return ids.toString();
  }
}
