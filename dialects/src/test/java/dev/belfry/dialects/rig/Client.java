package dev.belfry.dialects.rig;

import dev.belfry.engine.tenant.TenantId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A tenant as its own programs reach our API, beside the vendor's.
 *
 * @param <A> an answer as the vendor words it
 */
public class Client<A extends Answered> {

  public final TenantId id;

  /** The secret of a key of the tenant's. */
  public final String token;

  private final Rig<A> rig;

  protected Client(Rig<A> rig, TenantId id, String token) {
    this.rig = rig;
    this.id = id;
    this.token = token;
  }

  /** Asks our own API. */
  public final A own(String method, String target, @Nullable String body) {
    return rig.ask(
        method,
        target,
        body,
        Map.of("authorization", "Bearer " + token, "content-type", "application/json"));
  }

  /**
   * Accepts an event; how many deliveries it owes.
   *
   * @param subject null if it is about nothing in particular
   */
  public final int fire(String type, @Nullable String subject, String data) {
    var about = subject == null ? "" : "\"subject\":\"" + subject + "\",";
    var event = "{\"type\":\"%s\",%s\"data\":%s}".formatted(type, about, data);
    return own("POST", "/v1/events", event).orFail().body().get("deliveries").intValue();
  }
}
