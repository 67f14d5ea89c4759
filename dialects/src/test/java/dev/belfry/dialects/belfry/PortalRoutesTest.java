package dev.belfry.dialects.belfry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.engine.tenant.Scope;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PortalRoutesTest {

  private static final String LINKS = "/v1/portal-links";

  @TempDir private Path folder;
  private ApiRig rig;

  @BeforeEach
  void open() {
    rig = new ApiRig(folder);
  }

  @AfterEach
  void close() {
    rig.close();
  }

  @Test
  void when_the_operator_names_a_tenant_then_the_link_is_for_that_one() {
    var tenant = rig.givenTenant();

    var answer =
        rig.post(
            LINKS,
            ApiRig.ADMIN,
            """
            {"tenant":"%s","expiresIn":"8h","readOnly":true,"theme":"dark"}\
            """
                .formatted(tenant));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body().get("url").asString())
        .contains("/portal/open/" + tenant + "-true-dark-");
    assertThat(answer.header("location")).isEqualTo(answer.body().get("url").asString());
    assertThat(Instant.parse(answer.body().get("expiresAt").asString()))
        .isBetween(
            Instant.now().plus(Duration.ofHours(8)).minusSeconds(30),
            Instant.now().plus(Duration.ofHours(8)));
  }

  @Test
  void when_a_tenants_key_asks_then_it_gets_links_for_its_own_tenant_only() {
    var tenant = rig.givenTenant();
    var key = rig.givenKey(tenant);

    assertThat(rig.post(LINKS, key, "{}").body().get("tenant").asString())
        .isEqualTo(tenant.value());
    assertThat(rig.post(LINKS, key, "{\"tenant\":\"" + tenant + "\"}").status()).isEqualTo(201);
    assertThat(rig.post(LINKS, key, "{\"tenant\":\"" + rig.givenTenant() + "\"}").status())
        .isEqualTo(404);
    assertThat(rig.post(LINKS, rig.givenKey(tenant, Scope.READ), "{}").status()).isEqualTo(403);
  }

  @Test
  void when_nothing_or_nonsense_is_asked_for_then_it_says_so() {
    assertThat(rig.post(LINKS, ApiRig.ADMIN, "{}").status()).isEqualTo(400);
    assertThat(rig.post(LINKS, ApiRig.ADMIN, "{\"tenant\":\"nobody\"}").status()).isEqualTo(404);
    assertThat(
            rig.post(
                    LINKS,
                    rig.givenKey(),
                    "{\"expiresIn\":\"8d\",\"readOnly\":1,\"theme\":\"pink\",\"x\":1}")
                .pointers())
        .containsExactly("/expiresIn", "/readOnly", "/theme", "/x");
  }
}
