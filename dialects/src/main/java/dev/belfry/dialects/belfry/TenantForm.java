package dev.belfry.dialects.belfry;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.Tenant;
import dev.belfry.engine.tenant.TenantId;
import java.time.Instant;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** Tenants, read and shown. */
final class TenantForm {

  private static final Set<String> KNOWN = Set.of("id", "name", "limits", "suspended");
  private static final Set<String> CHANGEABLE = Set.of("name", "limits", "suspended");
  private static final Set<String> LIMITS = Set.of("eventsPerSecond", "webhooks", "pending");
  private static final int LONGEST_NAME = 200;
  private static final long HIGHEST_LIMIT = 1_000_000_000_000L;

  private TenantForm() {}

  static ObjectNode shown(Tenant tenant) {
    var json = Json.object();
    json.put("id", tenant.id().value());
    json.put("name", tenant.name().isEmpty() ? null : tenant.name());
    json.putObject("limits")
        .put("eventsPerSecond", tenant.limits().eventsPerSecond())
        .put("webhooks", tenant.limits().webhooks())
        .put("pending", tenant.limits().pending());
    json.put("suspended", tenant.suspended());
    json.put("createdAt", Times.text(tenant.createdAt()));
    return json;
  }

  /**
   * A tenant to be made; when and in which version it is not told yet.
   *
   * @throws Problem 422 with all that is wrong
   */
  static Tenant create(ObjectNode json) {
    var faults = new Faults();
    var settings = json.deepCopy();
    if (settings.remove("createdAt") != null) {
      faults.add("/createdAt", "is set by Belfry only");
    }
    var members = new Members(settings, "", faults, KNOWN);
    var id = members.required("id", 1000);
    if ((!id.isEmpty() || members.isEmptyText("id")) && !TenantId.isWellFormed(id)) {
      members.fault("id", "must be 1 to 63 of a-z, 0-9, _ and -, the first a letter or digit");
    }
    var tenant =
        read(members, new TenantId(TenantId.isWellFormed(id) ? id : "none"), Instant.EPOCH, 0);
    faults.throwIfAny();
    return tenant;
  }

  /**
   * A tenant, changed.
   *
   * @throws Problem 422 with all that is wrong
   */
  static Tenant change(Tenant before, ObjectNode patch) {
    var faults = new Faults();
    var shown = shown(before);
    var changes = patch.deepCopy();
    for (var name : new String[] {"id", "createdAt"}) {
      var given = changes.remove(name);
      if (given != null && !given.equals(shown.get(name))) {
        faults.add("/" + name, "cannot be changed");
      }
    }
    shown.remove(Set.of("id", "createdAt"));
    MergePatch.apply(shown, changes, Set.of());
    var members = new Members(shown, "", faults, CHANGEABLE);
    var tenant = read(members, before.id(), before.createdAt(), before.version());
    faults.throwIfAny();
    return tenant;
  }

  private static Tenant read(Members members, TenantId id, Instant createdAt, long version) {
    var suspended = members.bool("suspended");
    return new Tenant(
        id,
        members.textOrEmpty("name", LONGEST_NAME),
        limits(members),
        suspended != null && suspended,
        createdAt,
        version);
  }

  private static Limits limits(Members members) {
    var limits = members.object("limits", LIMITS);
    return limits == null
        ? Limits.NONE
        : new Limits(
            limits.whole("eventsPerSecond", 0, HIGHEST_LIMIT),
            limits.whole("webhooks", 0, HIGHEST_LIMIT),
            limits.whole("pending", 0, HIGHEST_LIMIT));
  }
}
