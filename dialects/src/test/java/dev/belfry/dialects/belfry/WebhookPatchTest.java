package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may be changed of a webhook, and what follows from leaving out, null and versions. */
class WebhookPatchTest extends WebhookTest {

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
}
