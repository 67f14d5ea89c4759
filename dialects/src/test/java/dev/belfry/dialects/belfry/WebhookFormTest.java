package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ObjectNode;

/** What a new webhook may say, and what is told of what it may not. */
class WebhookFormTest extends WebhookTest {

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
}
