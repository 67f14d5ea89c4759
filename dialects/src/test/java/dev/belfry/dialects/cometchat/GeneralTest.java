package dev.belfry.dialects.cometchat;

import static dev.belfry.dialects.cometchat.CometRig.triggerIds;
import static dev.belfry.dialects.cometchat.CometRig.webhook;
import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Response;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Section 16, "Management API: general"; the items' numbers are in the names. */
class GeneralTest extends CometTest {

  private static final String URL = "https://rx.example.net/a";

  @Test
  void items_1_and_2_when_key_or_secret_is_missing_then_401_says_so() {
    for (var left : List.of("key", "secret")) {
      var headers = headers();
      headers.remove(left);
      var answer = rig.ask("GET", list(), "", headers);

      assertThat(answer.error()).isEqualTo("401 AUTH_ERR_EMPTY_AUTH_HEADER");
    }
  }

  @Test
  void item_3_when_the_pair_is_wrong_then_401_has_a_code() {
    var headers = headers();
    headers.put("secret", "bfy_wrong");
    assertThat(rig.ask("GET", list(), "", headers).error())
        .isEqualTo("401 AUTH_ERR_APIKEY_NOT_FOUND");

    headers = headers();
    headers.put("key", "key_other");
    assertThat(rig.ask("GET", list(), "", headers).error())
        .isEqualTo("401 AUTH_ERR_APIKEY_NOT_FOUND");
  }

  @Test
  void item_4_when_header_names_are_in_other_letter_case_then_they_are_accepted() {
    var key = app.key;
    var answer = rig.ask("GET", list(), "", Map.of("KEY", key.key().id(), "Secret", key.secret()));

    assertThat(answer.status()).isEqualTo(200);
  }

  @Test
  void items_5_and_6_when_the_app_is_unknown_or_anothers_then_both_are_not_found_alike() {
    var other = rig.givenApp();
    var unknown = rig.ask("GET", "/cometchat/apps/nowhere/webhooks", "", headers());
    var foreign = rig.ask("GET", "/cometchat/apps/" + other.id + "/webhooks", "", headers());

    assertThat(unknown.error()).isEqualTo("404 ERR_APP_NOT_FOUND");
    assertThat(foreign.error()).isEqualTo("404 ERR_APP_NOT_FOUND");
    assertThat(foreign.text().replace(other.id.value(), "nowhere")).isEqualTo(unknown.text());
  }

  @Test
  void when_any_route_names_another_app_or_its_webhook_then_it_is_not_found_and_nothing_changes() {
    var other = rig.givenApp();
    other.givenWebhook("theirs", URL, "", "message_sent");
    var before = other.call("GET", "", null).text();
    var routes = new CometChatDialect(rig.engine, EgressPolicy.STRICT).routes();
    assertThat(routes).hasSizeGreaterThanOrEqualTo(8);

    for (var route : routes) {
      var path = route.pattern().replace("{webhookId}", "theirs");
      var foreign = path.replace("{appId}", other.id.value());
      var anothers = path.replace("{appId}", app.id.value());
      assertThat(foreign).doesNotContain("{");
      var method = route.method().name();
      var body = method.equals("GET") ? "" : triggerIds("message_sent");

      assertThat(rig.ask(method, foreign, body, headers()).error())
          .as(route.toString())
          .isEqualTo("404 ERR_APP_NOT_FOUND");
      if (!path.equals(route.pattern())) {
        assertThat(rig.ask(method, anothers, body, headers()).error())
            .as(route.toString())
            .isEqualTo("404 ERR_WEBHOOK_NOT_FOUND");
      }
    }
    assertThat(other.call("GET", "", null).text()).isEqualTo(before);
    assertThat(other.call("GET", "/theirs/triggers", null).text()).contains("message_sent");
  }

  @Test
  void item_7_when_much_is_wrong_then_credentials_app_version_webhook_and_body_go_in_this_order() {
    var path = "/cometchat/apps/nowhere/webhooks/ghost";
    var own = list() + "/ghost";
    var headers = headers();
    headers.put("x-webhook-version", "3");
    var nobody = new TreeMap<>(headers);
    nobody.remove("secret");

    assertThat(rig.ask("PUT", path, "[", nobody).error())
        .isEqualTo("401 AUTH_ERR_EMPTY_AUTH_HEADER");
    assertThat(rig.ask("PUT", path, "[", headers).error()).isEqualTo("404 ERR_APP_NOT_FOUND");
    assertThat(rig.ask("PUT", own, "[", headers).error()).isEqualTo("400 ERR_BAD_REQUEST");
    headers.put("x-webhook-version", "2");
    assertThat(rig.ask("PUT", own, "[", headers).error()).isEqualTo("404 ERR_WEBHOOK_NOT_FOUND");
  }

  @Test
  void items_8_9_and_10_when_a_request_is_answered_then_status_type_and_envelope_are_the_vendors() {
    var successes =
        List.of(
            app.call("POST", "", webhook("a", URL, "")),
            app.call("GET", "", null),
            app.call("GET", "/a", null),
            app.call("PUT", "/a", "{}"),
            app.call("POST", "/a/triggers", triggerIds("message_sent")),
            app.call("GET", "/a/triggers", null),
            app.call("DELETE", "/a/triggers", triggerIds("message_sent")),
            app.call("DELETE", "/a", null));
    var errors =
        List.of(app.call("GET", "/a", null), app.call("POST", "", "[]"), app.call("PATCH", "", ""));

    assertThat(successes)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.body().has("data")).isTrue();
          assertThat(answer.response().headers())
              .contains(new Response.Field("Content-Type", "application/json"));
        });
    assertThat(errors)
        .allSatisfy(answer -> {
          assertThat(answer.body().at("/error/code").stringValue()).isNotEmpty();
          assertThat(answer.body().at("/error/message").stringValue()).isNotEmpty();
          assertThat(answer.body().at("/error/devMessage").isString()).isTrue();
          assertThat(answer.body().at("/error/source").isString()).isTrue();
          assertThat(answer.response().headers())
              .contains(new Response.Field("Content-Type", "application/json"));
        });
  }

  @Test
  void item_11_when_a_path_is_unknown_then_404_says_that_there_is_no_such_api() {
    for (var path : List.of("/cometchat", "/cometchat/", "/cometchat/apps", list() + "/a/b/c")) {
      assertThat(rig.ask("GET", path, "", headers()).error()).isEqualTo("404 ERR_API_NOT_FOUND");
    }
  }

  @Test
  void when_the_verb_is_wrong_then_405_names_the_right_ones() {
    var answer = app.call("PATCH", "/a", "{}");

    assertThat(answer.error()).isEqualTo("405 ERR_METHOD_NOT_ALLOWED");
    assertThat(answer.response().headers())
        .contains(new Response.Field("Allow", "GET, PUT, DELETE"));
  }

  @Test
  void items_12_13_and_14_when_the_version_differs_then_the_collections_are_apart() {
    app.call("POST", "", webhook("new-one", URL, "")).orFail();
    app.legacy("POST", "", webhook("old-one", URL, "")).orFail();

    assertThat(app.legacy("GET", "/new-one", null).error()).isEqualTo("404 ERR_WEBHOOK_NOT_FOUND");
    assertThat(app.call("GET", "/old-one", null).error()).isEqualTo("404 ERR_WEBHOOK_NOT_FOUND");
    assertThat(app.call("GET", "", null).data().findValuesAsString("id"))
        .containsExactly("new-one");
    assertThat(app.legacy("GET", "", null).data().findValuesAsString("id"))
        .containsExactly("old-one");
    assertThat(app.call("GET", "", null, "1").data().findValuesAsString("id"))
        .containsExactly("old-one");
    assertThat(app.call("GET", "", null, "3").error()).isEqualTo("400 ERR_BAD_REQUEST");
    assertThat(app.call("GET", "", null, "abc").error()).isEqualTo("400 ERR_BAD_REQUEST");
    assertThat(app.legacy("POST", "", webhook("new-one", URL, "")).status()).isEqualTo(200);
  }

  @Test
  void when_a_key_may_only_read_then_it_changes_nothing() {
    var key = rig.newKey(app.id, Scope.READ);
    var headers = headers();
    headers.put("key", key.key().id());
    headers.put("secret", key.secret());

    assertThat(rig.ask("GET", list(), "", headers).status()).isEqualTo(200);
    assertThat(rig.ask("POST", list(), webhook("a", URL, ""), headers).error())
        .isEqualTo("403 AUTH_ERR_NO_ACCESS");
  }

  @Test
  void when_the_app_is_suspended_then_it_is_archived() {
    rig.engine
        .tenants()
        .change(
            app.id,
            OptionalLong.empty(),
            old ->
                new Tenant(
                    old.id(), old.name(), old.limits(), true, old.createdAt(), old.version()),
            Actor.ADMIN);

    assertThat(app.call("GET", "", null).error()).isEqualTo("400 ERR_APP_ARCHIVED");
  }

  private String list() {
    return "/cometchat/apps/" + app.id + "/webhooks";
  }

  private Map<String, String> headers() {
    return new TreeMap<>(
        Map.of("key", app.key.key().id(), "secret", app.key.secret(), "x-webhook-version", "2"));
  }
}
