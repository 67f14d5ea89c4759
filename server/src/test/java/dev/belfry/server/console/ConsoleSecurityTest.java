package dev.belfry.server.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.server.Program;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * T85, T87, T88 and T90: what a browser is told, and what it is not believed. What is forged:
 * {@link ForgeryWalkTest}.
 */
class ConsoleSecurityTest {

  private static final String DEV = Program.DEV_SECRET;

  private static ConsoleRig rig;

  @BeforeAll
  static void start() {
    rig = new ConsoleRig(Map.of("BELFRY_PORTAL_ORIGINS", "https://app.example"));
  }

  @AfterAll
  static void stop() {
    rig.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/", "/console/sign-in", "/console/none", "/assets/x/console.css", "/assets/none"})
  void when_anything_of_the_console_is_answered_then_it_carries_the_headers_T85(String path) {
    var answer = rig.get(path, "");

    assertThat(header(answer, "content-security-policy"))
        .contains("default-src 'none'")
        .contains("script-src 'self'")
        .contains("style-src 'self'")
        .contains("frame-ancestors 'none'")
        .doesNotContain("unsafe");
    assertThat(header(answer, "x-content-type-options")).isEqualTo("nosniff");
    assertThat(header(answer, "referrer-policy")).isEqualTo("same-origin");
    assertThat(header(answer, "cross-origin-opener-policy")).isEqualTo("same-origin");
    assertThat(header(answer, "strict-transport-security")).isEmpty();
  }

  @Test
  void when_a_proxy_encrypts_then_browsers_are_told_to_stay_with_that_T85() {
    try (var behind = new ConsoleRig(Map.of("BELFRY_TRUSTED_PROXIES", "127.0.0.1"))) {
      var answer = behind.send("GET", "/", Map.of("X-Forwarded-Proto", "https"), "");

      assertThat(header(answer, "strict-transport-security")).startsWith("max-age=31536000");
    }
  }

  @Test
  void when_a_portal_page_is_answered_then_only_the_allowed_origins_may_frame_it_T85_T90() {
    var answer = rig.get("/portal", "");

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(header(answer, "content-security-policy"))
        .contains("frame-ancestors https://app.example")
        .doesNotContain("unsafe");
    assertThat(header(answer, "x-frame-options")).isEmpty();
  }

  @Test
  void when_somebody_signs_in_then_the_cookie_is_for_this_host_and_no_script_T87() {
    var answer = rig.post("/console/sign-in", "", Map.of("key", DEV));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(header(answer, "set-cookie"))
        .startsWith("__Host-belfry=")
        .contains("; Path=/;")
        .contains("; Secure")
        .contains("; HttpOnly")
        .contains("; SameSite=Lax");
  }

  @Test
  void when_the_form_is_whole_then_the_change_is_made_T87() {
    var cookie = rig.signIn(rig.operatorKey());
    var proof = rig.proof("/console/tenants", cookie);

    var answer = rig.post("/console/tenants", cookie, Map.of("proof", proof, "id", "acme"));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(header(answer, "location")).startsWith("/console/tenants/acme");
  }

  @Test
  void when_signing_in_is_asked_for_by_another_site_then_it_is_refused_T87() {
    var headers = changed(rig.browser(""), "Origin", "https://evil.example");

    var answer = rig.send("POST", "/console/sign-in", headers, "key=" + DEV);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.headers().firstValue("set-cookie")).isEmpty();
  }

  @Test
  void when_wrong_keys_are_tried_then_ten_are_answered_alike_and_then_none_T88() {
    try (var fresh = new ConsoleRig(Map.of())) {
      String first = null;
      for (int i = 0; i < 10; i++) {
        var answer =
            fresh.post("/console/sign-in", "", Map.of("key", i % 2 == 0 ? "x" : "bfy_wrong" + i));
        assertThat(answer.statusCode()).isEqualTo(401);
        first = first == null ? answer.body() : first;
        assertThat(answer.body()).isEqualTo(first);
      }

      var eleventh = fresh.post("/console/sign-in", "", Map.of("key", DEV));

      assertThat(eleventh.statusCode()).isEqualTo(429);
      assertThat(header(eleventh, "retry-after")).isEqualTo("60");
    }
  }

  @Test
  void when_an_address_does_not_answer_a_method_then_it_says_which_it_does() {
    var cookie = rig.signIn(DEV);
    for (var path : List.of("/", "/console", "/console/webhooks")) {
      var answer = rig.send("PUT", path, Map.of("Cookie", cookie), "");
      assertThat(answer.statusCode()).as(path).isEqualTo(405);
      assertThat(header(answer, "allow")).as(path).startsWith("GET, HEAD");
    }
    assertThat(header(rig.send("DELETE", "/", Map.of(), ""), "allow")).isEqualTo("GET, HEAD");
  }

  @Test
  void when_somebody_signs_in_again_then_the_cookie_is_new_and_the_old_one_is_over_T88() {
    var before = rig.signIn(DEV);

    var after = ConsoleRig.cookie(rig.post("/console/sign-in", before, Map.of("key", DEV)));

    assertThat(after).isNotEqualTo(before);
    assertThat(rig.get("/console/webhooks", before).statusCode()).isEqualTo(303);
    assertThat(rig.get("/console/webhooks", after).statusCode()).isEqualTo(200);
  }

  @Test
  void when_somebody_signs_out_then_the_cookie_opens_nothing_at_once_T88() {
    var cookie = rig.signIn(DEV);
    var proof = rig.proof("/console/webhooks/new", cookie);

    rig.post("/console/sign-out", cookie, Map.of("proof", proof));

    assertThat(rig.get("/console/webhooks", cookie).statusCode()).isEqualTo(303);
  }

  @Test
  void when_a_key_is_deleted_then_its_sessions_are_over_with_the_next_request() {
    try (var operator = rig.operator()) {
      operator.post("/v1/tenants", "application/json", "{\"id\":\"short\"}").orFail();
      var key = operator.post("/v1/tenants/short/keys", "application/json", "{}").orFail().json();
      var cookie = rig.signIn(key.get("secret").asString());
      assertThat(rig.get("/console/webhooks", cookie).statusCode()).isEqualTo(200);

      operator.send("DELETE", "/v1/tenants/short/keys/" + key.get("id").asString(), "", Map.of());

      assertThat(rig.get("/console/webhooks", cookie).statusCode()).isEqualTo(303);
    }
  }

  @Test
  void when_the_host_is_not_this_machine_and_nothing_encrypts_then_no_key_is_taken() {
    try (var outside = new ConsoleRig(Map.of("BELFRY_PUBLIC_URL", "http://hooks.example"))) {
      var headers = changed(outside.browser(""), "Origin", "http://hooks.example");

      var answer = outside.send("POST", "/console/sign-in", headers, "key=" + DEV);

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body()).contains("not encrypted");
      assertThat(outside.get("/", "").body()).doesNotContain("name=\"key\"");
    }
  }

  @Test
  void when_a_tenant_is_signed_in_then_it_sees_nothing_of_others() {
    try (var operator = rig.operator()) {
      operator.post("/v1/tenants", "application/json", "{\"id\":\"other\"}").orFail();
      var made =
          operator
              .send(
                  "POST",
                  "/v1/webhooks",
                  "{\"url\":\"http://127.0.0.1:2000/secret-place\"}",
                  Map.of("Belfry-Tenant", "other"))
              .orFail()
              .json();
      var id = made.get("id").asString();
      var cookie = rig.signIn(DEV);

      for (var page :
          List.of("/console/webhooks", "/console/webhooks?tenant=other", "/", "/?tenant=other")) {
        assertThat(rig.get(page, cookie).body()).doesNotContain("secret-place");
      }
      for (var page :
          List.of(
              "/console/webhooks/" + id,
              "/console/webhooks/" + id + "?tenant=other",
              "/console/tenants",
              "/console/tenants/other",
              "/console/settings")) {
        assertThat(rig.get(page, cookie).statusCode()).as(page).isEqualTo(404);
      }
    }
  }

  @Test
  void when_the_operator_has_an_id_and_nothing_else_then_it_leads_to_its_tenants_page() {
    try (var api = rig.api()) {
      var webhook =
          api.post("/v1/webhooks", "application/json", "{\"url\":\"http://127.0.0.1:2000/x\"}")
              .orFail()
              .json()
              .get("id")
              .asString();
      var event =
          api.post("/v1/events", "application/json", "{\"type\":\"of.dev\"}")
              .orFail()
              .json()
              .get("id")
              .asString();
      var delivery =
          api.get("/v1/events/" + event + "/deliveries").json().at("/data/0/id").asString();
      var cookie = rig.signIn(rig.operatorKey());

      for (var page : List.of("webhooks/" + webhook, "events/" + event, "deliveries/" + delivery)) {
        var id = page.substring(page.indexOf('/') + 1);
        assertThat(header(rig.get("/console/find?q=" + id, cookie), "location"))
            .isEqualTo("/console/" + page);
        var to = header(rig.get("/console/" + page, cookie), "location");
        assertThat(to).isEqualTo("/console/" + page + "?tenant=dev");
        assertThat(rig.get(to, cookie).statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void when_a_payload_is_downloaded_then_it_is_kept_and_not_run_T90() {
    try (var api = rig.api()) {
      var event =
          api.post(
                  "/v1/events",
                  "application/json",
                  "{\"type\":\"page.made\",\"data\":\"<script>alert(1)</script>\"}")
              .orFail()
              .json();
      var cookie = rig.signIn(DEV);

      var answer = rig.get("/console/events/" + event.get("id").asString() + "/data", cookie);

      assertThat(answer.body()).isEqualTo("\"<script>alert(1)</script>\"");
      assertThat(header(answer, "content-disposition")).startsWith("attachment; filename=\"evt_");
      assertThat(header(answer, "content-type")).isEqualTo("application/octet-stream");
      assertThat(header(answer, "content-security-policy")).startsWith("sandbox;");
    }
  }

  @Test
  void when_a_way_back_is_given_to_the_sign_in_then_it_leads_to_our_own_pages_only() {
    for (var to : List.of("//evil.example", "https://evil.example", "/\\evil", "/console//..\\x")) {
      var answer = rig.post("/console/sign-in", "", Map.of("key", DEV, "to", to));
      assertThat(header(answer, "location")).as(to).isEqualTo("/");
    }
    var answer =
        rig.post(
            "/console/sign-in", "", Map.of("key", DEV, "to", "/console/webhooks?state=paused"));
    assertThat(header(answer, "location")).isEqualTo("/console/webhooks?state=paused");
  }

  @Test
  void when_a_portal_link_is_opened_then_it_shows_one_tenant_and_changes_nothing_if_read_only() {
    try (var operator = rig.operator()) {
      var link =
          operator
              .post(
                  "/v1/portal-links",
                  "application/json",
                  "{\"tenant\":\"dev\",\"expiresIn\":\"1h\",\"readOnly\":true,\"theme\":\"dark\"}")
              .orFail()
              .json();
      var path = link.get("url").asString().substring(rig.url.toString().length());

      var opened = rig.get(path, "");
      var cookie = ConsoleRig.cookie(opened);

      assertThat(header(opened, "set-cookie"))
          .startsWith("__Secure-belfry-portal=")
          .contains("; Path=/portal;")
          .contains("; SameSite=None")
          .contains("; Partitioned");
      assertThat(rig.get("/portal/webhooks", cookie).body())
          .contains("data-theme=\"dark\"")
          .doesNotContain("/webhooks/new");
      assertThat(rig.get("/portal/webhooks/new", cookie).statusCode()).isEqualTo(403);
      assertThat(rig.get("/portal/settings", cookie).statusCode()).isEqualTo(404);
      assertThat(rig.get("/portal/tenants", cookie).statusCode()).isEqualTo(404);
      assertThat(rig.get("/portal/audit", cookie).statusCode()).isEqualTo(404);
      assertThat(rig.get("/console/webhooks", cookie).statusCode()).isEqualTo(303);
      assertThat(rig.get(path.substring(0, path.length() - 2) + "xx", "").statusCode())
          .isEqualTo(403);
      assertThat(rig.get(path.replace("dev.r", "dev.w"), "").statusCode()).isEqualTo(403);
    }
  }

  private static String header(HttpResponse<String> answer, String name) {
    return answer.headers().firstValue(name).orElse("");
  }

  private static Map<String, String> changed(
      Map<String, String> headers, String name, String value) {
    var changed = new HashMap<>(headers);
    changed.put(name, value);
    return changed;
  }
}
