package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.WebhookId;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.testkit.FakeReceiver;
import dev.belfry.testkit.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

class WebhookRoutesTest extends ApiTest {

  private static final String ALL = "/v1/webhooks";
  private static final String MINIMAL = "{\"url\":\"https://receiver.example/in\"}";

  private static final String FULL =
      """
      {"name":"Orders","description":"d","metadata":{"team":"shop"},
       "url":"https://receiver.example:8443/in?a=b","dialect":"belfry","types":["order.*","a"],
       "scope":{"subject":"order/42"},"filter":null,"content":"binary","signatures":["v1"],
       "headers":{"X-One":"1"},"auth":{"type":"basic","username":"u","password":"p"},
       "tls":{"verify":false,"ca":null,"certificate":null,"key":null},
       "retry":{"schedule":["500ms","90s","2h"],"jitter":0},"timeout":"5s","maxInFlight":3,
       "ratePerSecond":null,"ordered":false,"batch":null,
       "secret":"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"}\
      """;

  @Test
  void when_only_a_url_is_given_then_all_members_are_shown_with_their_defaults() {
    var made = rig.post(ALL, key, MINIMAL);

    assertThat(made.status()).isEqualTo(201);
    var body = (ObjectNode) made.body();
    assertThat(body.remove("secret").asString()).matches("whsec_[A-Za-z0-9+/]{43}=");
    var id = body.remove("id").asString();
    assertThat(id).matches("wh_[0-9A-HJKMNP-TV-Z]{26}");
    assertThat(made.header("Location")).isEqualTo(ApiRig.BASE + ALL + "/" + id);
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    body.remove(List.of("createdAt", "updatedAt", "stats"));
    assertThat(body.toString())
        .isEqualTo(
            """
            {"name":null,"description":null,"metadata":{},"url":"https://receiver.example/in",\
            "dialect":"belfry","types":["*"],"scope":null,"filter":null,"content":"structured",\
            "signatures":["v1"],"headers":{},"auth":null,\
            "tls":{"verify":true,"ca":null,"certificate":null},\
            "retry":{"schedule":["5s","5m","30m","2h","5h","10h","14h","20h","24h"],"jitter":0.2},\
            "timeout":"20s","maxInFlight":16,"ratePerSecond":null,"ordered":false,"batch":null,\
            "state":"active","stateReason":null,"vendorId":null}\
            """);
  }

  @Test
  void when_all_is_given_then_it_is_read_back_without_the_secrets() {
    var made = rig.post(ALL, key, FULL);

    assertThat(made.body().get("secret").asString())
        .isEqualTo("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
    var read = rig.get(ALL + "/" + made.body().get("id").asString(), key);
    assertThat(read.status()).isEqualTo(200);
    assertThat(read.header("ETag")).isEqualTo("\"1\"");
    assertThat(read.text()).doesNotContain("whsec_", "password", "\"key\"");
    var body = read.body();
    assertThat(body.get("retry").toString())
        .isEqualTo("{\"schedule\":[\"500ms\",\"90s\",\"2h\"],\"jitter\":0.0}");
    assertThat(body.get("auth").toString()).isEqualTo("{\"type\":\"basic\",\"username\":\"u\"}");
    assertThat(body.get("scope").toString()).isEqualTo("{\"subject\":\"order/42\"}");
    assertThat(body.get("types").toString()).isEqualTo("[\"order.*\",\"a\"]");
    assertThat(body.get("timeout").asString()).isEqualTo("5s");
    assertThat(body.get("content").asString()).isEqualTo("binary");
    assertThat(body.get("stats").get("owed").asInt()).isZero();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | /url",
        "{\"url\":null} | /url",
        "{\"url\":5} | /url",
        "{\"url\":\"\"} | /url",
        "{\"url\":\"ftp://a.example/\"} | /url",
        "{\"url\":\"https://user:pass@a.example/\"} | /url",
        "{\"url\":\"https://10.0.0.1/\"} | /url",
        "{\"url\":\"https://0x7f000001/\"} | /url",
        "'name':5 | /name",
        "'metadata':{'a':1} | /metadata/a",
        "'metadata':[] | /metadata",
        "'dialect':'apify' | /dialect",
        "'types':[] | /types",
        "'types':'a' | /types",
        "'types':['a','*.b'] | /types/1",
        "'types':[7] | /types/0",
        "'scope':{'subject':5} | /scope/subject",
        "'scope':{'typo':null} | /scope/typo",
        "'scope':'x' | /scope",
        "'filter':5 | /filter",
        "'filter':'data.total >' | /filter",
        "'filter':'foo > 1' | /filter",
        "'filter':'5' | /filter",
        "'content':'xml' | /content",
        "'signatures':[] | /signatures",
        "'signatures':['v2'] | /signatures/0",
        "'signatures':['v1','v1'] | /signatures/1",
        "'headers':{'Host':'x'} | /headers",
        "'headers':{'webhook-id':'x'} | /headers",
        "'headers':{'X':'a\\r\\nb'} | /headers",
        "'headers':{'X':5} | /headers/X",
        "'headers':{'X':'1','x':'2'} | /headers",
        "'auth':{} | /auth",
        "'auth':{'type':'digest'} | /auth",
        "'auth':{'type':'oauth2','clientId':'a','clientSecret':'b'} | /auth/tokenUrl",
        "'auth':{'type':'oauth2','tokenUrl':'https://x.example/','clientId':'a'} | /auth/clientSecret",
        "'auth':{'type':'oauth2','tokenUrl':'https://10.0.0.1/','clientId':'a','clientSecret':'b'} | /auth/tokenUrl",
        "'auth':{'type':'oauth2','tokenUrl':'https://x.example/','clientId':'a','clientSecret':'b','scope':'a  b'} | /auth/scope",
        "'auth':{'type':'basic','username':'u'} | /auth/password",
        "'auth':{'type':'basic','username':'u:v','password':'p'} | /auth/username",
        "'auth':{'type':'bearer','token':''} | /auth/token",
        "'auth':{'type':'bearer','token':'a','username':'u'} | /auth/username",
        "'tls':{'verify':'no'} | /tls/verify",
        "'tls':{'ca':'x'} | /tls/ca",
        "'tls':{'certificate':'x'} | /tls/certificate",
        "'tls':{'key':'x'} | /tls/certificate",
        "'tls':{'typo':null} | /tls/typo",
        "'retry':{'schedule':['5']} | /retry/schedule/0",
        "'retry':{'schedule':['8d']} | /retry/schedule/0",
        "'retry':{'schedule':5} | /retry/schedule",
        "'retry':{'jitter':1.1} | /retry/jitter",
        "'retry':{'jitter':'1'} | /retry/jitter",
        "'retry':{'max':1} | /retry/max",
        "'timeout':'999ms' | /timeout",
        "'timeout':'121s' | /timeout",
        "'timeout':20 | /timeout",
        "'maxInFlight':0 | /maxInFlight",
        "'maxInFlight':1025 | /maxInFlight",
        "'ratePerSecond':0 | /ratePerSecond",
        "'ratePerSecond':'5' | /ratePerSecond",
        "'ordered':'type' | /ordered",
        "'ordered':true | /ordered",
        "'batch':{'maxEvents':0} | /batch/maxEvents",
        "'batch':{'maxDelay':'25h'} | /batch/maxDelay",
        "'batch':{'size':5} | /batch/size",
        "'batch':true | /batch",
        "'batch':{},'content':'binary' | /batch",
        "'secret':'abc' | /secret",
        "'secret':5 | /secret",
        "'secret':'whsec_YWJj' | /secret",
        "'a/b~c':1 | /a~1b~0c"
      })
  void when_a_member_is_wrong_then_the_pointer_tells_which(String given, String pointer) {
    var json =
        given.startsWith("{")
            ? given
            : "{\"url\":\"https://a.example/\"," + given.replace('\'', '"') + "}";

    var answer = rig.post(ALL, rig.givenKey(), json);

    assertThat(answer.status()).as(answer.text()).isEqualTo(422);
    assertThat(answer.pointers()).as(answer.text()).containsExactly(pointer);
  }

  @Test
  void when_order_is_asked_for_then_it_is_kept_and_shown() {
    var key = rig.givenKey();
    var id = rig.givenWebhook(key, "{\"url\":\"https://a.example/\",\"ordered\":\"subject\"}");

    assertThat(rig.get(ALL + "/" + id, key).text()).contains("\"ordered\":\"subject\",");
    assertThat(rig.patch(ALL + "/" + id, key, "{\"name\":\"n\"}").text())
        .contains("\"ordered\":\"subject\",");
    assertThat(rig.patch(ALL + "/" + id, key, "{\"ordered\":null}").text())
        .contains("\"ordered\":false,");
  }

  @Test
  void when_a_rate_is_asked_for_then_it_is_kept_and_shown_as_it_was_given() {
    var key = rig.givenKey();
    var id = rig.givenWebhook(key, "{\"url\":\"https://a.example/\",\"ratePerSecond\":5}");

    assertThat(rig.get(ALL + "/" + id, key).text()).contains("\"ratePerSecond\":5,");
    assertThat(rig.patch(ALL + "/" + id, key, "{\"ratePerSecond\":0.5}").text())
        .contains("\"ratePerSecond\":0.5,");
    assertThat(rig.patch(ALL + "/" + id, key, "{\"ratePerSecond\":null}").text())
        .contains("\"ratePerSecond\":null,");
  }

  @Test
  void when_much_is_wrong_then_all_is_told_at_once_and_nothing_is_made() {
    var other = rig.givenKey();

    var answer =
        rig.post(
            ALL, other, "{\"typo\":1,\"types\":[5,\"*a\"],\"timeout\":\"x\",\"maxInFlight\":-1}");

    assertThat(answer.pointers())
        .containsExactly("/maxInFlight", "/timeout", "/types/0", "/types/1", "/typo", "/url");
    assertThat(rig.get(ALL, other).body().get("data")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "tenant",
        "state",
        "stateReason",
        "vendorId",
        "createdAt",
        "updatedAt",
        "stats"
      })
  void when_a_read_only_member_is_sent_then_it_is_refused_T68(String name) {
    var made = rig.post(ALL, key, MINIMAL).body();
    var path = ALL + "/" + made.get("id").asString();

    var inPost = rig.post(ALL, key, "{\"url\":\"https://a.example/\",\"" + name + "\":\"other\"}");
    var inPatch = rig.patch(path, key, "{\"" + name + "\":\"other\"}");
    var before = rig.get(path, key);

    assertThat(inPost.pointers()).containsExactly("/" + name);
    assertThat(inPatch.pointers()).containsExactly("/" + name);
    assertThat(before.header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void when_what_was_read_is_sent_back_then_nothing_changes() {
    var made = rig.post(ALL, key, FULL).body();
    var path = ALL + "/" + made.get("id").asString();

    var withSecret = rig.patch(path, key, made.toString());
    var after = rig.patch(path, key, rig.get(path, key).text());
    var otherSecret =
        rig.patch(path, key, "{\"secret\":\"whsec_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\"}");

    assertThat(after.status()).as(after.text()).isEqualTo(200);
    assertThat(withSecret.status()).as(withSecret.text()).isEqualTo(200);
    assertThat(otherSecret.pointers()).containsExactly("/secret");
  }

  @Test
  void when_it_is_patched_then_null_sets_the_default_maps_merge_and_arrays_replace() {
    var path = ALL + "/" + rig.givenWebhook(key, FULL);

    var after =
        rig.patch(
            path,
            key,
            """
            {"name":null,"metadata":{"team":null,"x":"y"},"headers":{"X-Two":"2"},"types":["b"],
             "scope":null,"retry":{"jitter":null},"timeout":null,"auth":{"username":"v"}}\
            """,
            "Content-Type",
            "application/merge-patch+json");

    assertThat(after.status()).as(after.text()).isEqualTo(200);
    var body = after.body();
    assertThat(body.get("name").isNull()).isTrue();
    assertThat(body.get("metadata").toString()).isEqualTo("{\"x\":\"y\"}");
    assertThat(body.get("headers").toString()).isEqualTo("{\"X-One\":\"1\",\"X-Two\":\"2\"}");
    assertThat(body.get("types").toString()).isEqualTo("[\"b\"]");
    assertThat(body.get("scope").isNull()).isTrue();
    assertThat(body.get("retry").toString())
        .isEqualTo("{\"schedule\":[\"500ms\",\"90s\",\"2h\"],\"jitter\":0.2}");
    assertThat(body.get("timeout").asString()).isEqualTo("20s");
    assertThat(body.get("auth").toString()).isEqualTo("{\"type\":\"basic\",\"username\":\"v\"}");
    assertThat(body.get("description").asString()).isEqualTo("d");
    var bearer = rig.patch(path, key, "{\"auth\":{\"type\":\"bearer\",\"token\":\"t\"}}");
    assertThat(bearer.body().get("auth").toString()).isEqualTo("{\"type\":\"bearer\"}");
    assertThat(rig.patch(path, key, "{\"auth\":null}").body().get("auth").isNull()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"typo\":null}",
        "{\"retry\":{\"typo\":null}}",
        "{\"url\":null}",
        "{\"filter\":\"x\"}",
        "{\"dialect\":\"apify\"}",
        "[]",
        "5"
      })
  void when_a_patch_is_wrong_then_it_is_refused(String patch) {
    var path = ALL + "/" + rig.givenWebhook(key, MINIMAL);

    assertThat(rig.patch(path, key, patch).status()).isEqualTo(422);
    assertThat(rig.get(path, key).header("ETag")).isEqualTo("\"1\"");
  }

  @Test
  void when_versions_are_named_then_only_those_are_changed() {
    var path = ALL + "/" + rig.givenWebhook(key, MINIMAL);
    var patch = "{\"name\":\"x\"}";

    assertThat(rig.patch(path, key, patch, "If-Match", "\"2\"").status()).isEqualTo(412);
    assertThat(rig.patch(path, key, patch, "If-Match", "W/\"1\"").status()).isEqualTo(412);
    assertThat(rig.patch(path, key, patch, "If-Match", "\"7\", \"1\"").status()).isEqualTo(200);
    assertThat(rig.patch(path, key, patch, "If-Match", "*").status()).isEqualTo(200);
    assertThat(rig.post(path + "/pause", key, null, "If-Match", "\"1\"").status()).isEqualTo(412);
    assertThat(rig.delete(path, key, "If-Match", "\"1\"").status()).isEqualTo(412);
    assertThat(rig.delete(path, key, "If-Match", "\"3\"").status()).isEqualTo(204);
    assertThat(rig.get(path, key).status()).isEqualTo(404);
    assertThat(rig.delete(path, key).status()).isEqualTo(404);
  }

  @Test
  void when_it_is_paused_and_resumed_then_its_state_tells() {
    var path = ALL + "/" + rig.givenWebhook(key, MINIMAL);

    assertThat(rig.post(path + "/pause", key, null).body().get("state").asString())
        .isEqualTo("paused");
    assertThat(rig.post(path + "/pause", key, null).header("ETag")).isEqualTo("\"2\"");
    assertThat(rig.post(path + "/resume", key, null).body().get("state").asString())
        .isEqualTo("active");
  }

  @Test
  void when_belfry_disabled_it_then_resume_makes_it_active_and_pause_is_forbidden() {
    var tenant = rig.givenTenant();
    var own = rig.givenKey(tenant);
    var id = rig.givenWebhook(own, MINIMAL);
    change(tenant, id, old -> old.in(WebhookState.DISABLED, "gone"));
    var path = ALL + "/" + id;

    assertThat(rig.get(path, own).body().get("stateReason").asString()).isEqualTo("gone");
    assertThat(rig.post(path + "/pause", own, null).status()).isEqualTo(409);
    var resumed = rig.post(path + "/resume", own, null).body();
    assertThat(resumed.get("state").asString()).isEqualTo("active");
    assertThat(resumed.get("stateReason").isNull()).isTrue();
  }

  @Test
  void when_it_is_tested_then_the_attempt_is_answered_also_when_it_failed() {
    try (var receiver = FakeReceiver.start()) {
      receiver.script("/in").always(Reply.status(500).with("X-Why", "no").body("sorry"));
      var path = ALL + "/" + rig.givenWebhook(key, "{\"url\":\"" + receiver.url("/in") + "\"}");

      var answer = rig.post(path + "/test", key, null);

      assertThat(answer.status()).as(answer.text()).isEqualTo(200);
      var attempt = answer.body();
      assertThat(attempt.propertyNames())
          .containsExactly("number", "at", "durationMs", "status", "error", "headers", "body");
      assertThat(attempt.get("status").asInt()).isEqualTo(500);
      assertThat(attempt.get("error").asString()).isEqualTo("status");
      assertThat(attempt.get("headers").get("x-why").asString()).isEqualTo("no");
      assertThat(attempt.get("body").asString()).isEqualTo("sorry");
    }
  }

  @Test
  void when_webhooks_are_listed_then_filters_and_pages_hold() {
    var own = rig.givenKey();
    var made = new ArrayList<String>();
    for (int i = 0; i < 5; i++) {
      made.addFirst(
          rig.givenWebhook(
              own, "{\"url\":\"https://h" + i + ".example/\",\"types\":[\"t" + i + ".*\"]}"));
    }
    rig.post(ALL + "/" + made.get(0) + "/pause", own, null);

    assertThat(ids(own, "")).isEqualTo(made);
    assertThat(ids(own, "?state=paused")).containsExactly(made.get(0));
    assertThat(ids(own, "?url=h1.ex")).containsExactly(made.get(3));
    assertThat(ids(own, "?type=t2.x")).containsExactly(made.get(2));
    assertThat(ids(own, "?type=t2.*")).containsExactly(made.get(2));
    assertThat(ids(own, "?dialect=apify")).isEmpty();
    var first = rig.get(ALL + "?limit=4&state=active", own).body();
    assertThat(first.get("next").isNull()).isTrue();
    var page = rig.get(ALL + "?limit=2", own).body();
    assertThat(ids(own, "?limit=2&cursor=" + page.get("next").asString()))
        .containsExactly(made.get(2), made.get(3));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "?limit=0",
        "?limit=251",
        "?limit=x",
        "?limit=",
        "?limit=1&limit=1",
        "?typo=1",
        "?cursor=x",
        "?cursor=",
        "?cursor=d2hfMQ",
        "?state=odd",
        "?state=%",
        "?state=PAUSED",
        "?since=now",
        "?cursor=ZXZ0XzAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAw"
      })
  void when_a_query_is_wrong_then_it_is_refused(String query) {
    var answer = rig.get(ALL + query, key);

    assertThat(answer.status()).as(answer.text()).isEqualTo(400);
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
  }

  @Test
  void when_the_operator_names_no_tenant_then_lists_span_all_and_the_rest_is_refused() {
    var tenant = rig.givenTenant();
    var id = rig.givenWebhook(rig.givenKey(tenant), MINIMAL);

    var listed = rig.get(ALL + "?limit=1", ApiRig.ADMIN).body().get("data").get(0);

    assertThat(listed.get("id").asString()).isEqualTo(id);
    assertThat(listed.get("tenant").asString()).isEqualTo(tenant.value());
    assertThat(rig.get(ALL + "/" + id, ApiRig.ADMIN).status()).isEqualTo(400);
    assertThat(rig.post(ALL, ApiRig.ADMIN, "{").status()).isEqualTo(400);
    var named = rig.get(ALL + "/" + id, ApiRig.ADMIN, "Belfry-Tenant", tenant.value());
    assertThat(named.status()).isEqualTo(200);
    assertThat(named.body().has("tenant")).isFalse();
    assertThat(rig.get(ALL, ApiRig.ADMIN, "Belfry-Tenant", "nobody").status()).isEqualTo(404);
  }

  @Test
  void when_a_webhook_is_a_vendors_then_only_some_of_it_can_be_changed_here() {
    var tenant = rig.givenTenant();
    var own = rig.givenKey(tenant);
    var id = rig.givenWebhook(own, MINIMAL);
    change(tenant, id, old -> ofVendor(old));
    var path = ALL + "/" + id;

    var changed =
        rig.patch(path, own, "{\"name\":\"n\",\"metadata\":{\"a\":\"b\"},\"maxInFlight\":2}");

    assertThat(changed.status()).as(changed.text()).isEqualTo(200);
    assertThat(changed.body().get("vendorId").asString()).isEqualTo("v-1");
    assertThat(changed.body().get("maxInFlight").asInt()).isEqualTo(2);
    assertThat(rig.patch(path, own, "{\"url\":\"https://b.example/\"}").status()).isEqualTo(409);
    assertThat(rig.patch(path, own, "{\"typo\":1}").status()).isEqualTo(422);
    assertThat(rig.delete(path, own).status()).isEqualTo(409);
    assertThat(rig.post(path + "/test", own, null).status()).isEqualTo(409);
    assertThat(rig.post(path + "/pause", own, null).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "text/plain,415",
    "application/merge-patch+json,415",
    "application/json; charset=utf-8,422",
    "application/json; charset=latin1,415"
  })
  void when_the_content_type_is_not_json_then_it_is_refused(String type, int status) {
    assertThat(rig.post(ALL, key, "{}", "Content-Type", type).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "{\"url\":1,\"url\":2}", "{\"url\":\"\\ud800\"}", "{\"a\":1e999}"})
  void when_the_body_is_not_json_then_it_is_400(String body) {
    assertThat(rig.post(ALL, key, body).status()).isEqualTo(400);
  }

  private List<String> ids(String by, String query) {
    return rig.get(ALL + query, by)
        .body()
        .get("data")
        .valueStream()
        .map(webhook -> webhook.get("id").asString())
        .toList();
  }

  private void change(
      dev.belfry.engine.tenant.TenantId tenant,
      String id,
      java.util.function.UnaryOperator<Registration> how) {
    rig.engine
        .webhooks()
        .change(tenant, WebhookId.parse(id).orElseThrow(), OptionalLong.empty(), how, Actor.BELFRY);
  }

  private static Registration ofVendor(Registration old) {
    return new Registration(
        "vendor",
        "v-1",
        old.name(),
        old.description(),
        old.metadata(),
        old.wants(),
        old.target(),
        old.binary(),
        List.of(),
        old.secrets(),
        old.retry(),
        old.pace(),
        old.state(),
        old.stateReason(),
        "{\"theirs\":1}");
  }
}
