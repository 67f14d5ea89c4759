package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.webhook.Consequences;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Webhook;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events by which a host application tells what the vendor itself would notice, and what they do to
 * webhooks (section 7.2): access to a sheet or plan is lost or comes back, a sheet grows too large,
 * an app's authorisation is withdrawn, support switches a webhook off.
 */
final class HostEvents implements Consequences {

  private static final String RESIZED = "sheet.resized";
  private static final String APP_REVOKED = "app.revoked";
  private static final String SUSPENDED = "webhook.suspended";
  private static final String RELEASED = "webhook.released";

  private static final Set<String> LOST = Set.of("sheet.deleted", "sheet.unshared", "plan.deleted");
  private static final Set<String> BACK = Set.of("sheet.restored", "sheet.shared", "plan.restored");
  private static final Set<String> OTHERS = Set.of(RESIZED, APP_REVOKED, SUSPENDED, RELEASED);

  /** Section 14. */
  private static final Map<String, Long> SHEET_LIMITS =
      Map.of("rows", 20_000L, "columns", 400L, "cells", 500_000L);

  private static final Pattern SCOPE_SUBJECT = Pattern.compile("(sheet|plan)/[1-9][0-9]{0,17}");

  /** What a receiver is told of its webhook's status because of this event. */
  static Optional<Status> toldStatus(Event event) {
    var type = event.type();
    if (LOST.contains(type)) {
      return Optional.of(Status.DISABLED_SCOPE_INACCESSIBLE);
    }
    if (BACK.contains(type)) {
      return Optional.of(Status.ENABLED);
    }
    return type.equals(RESIZED)
        ? Optional.of(Status.DISABLED_EXCEEDED_GRID_LIMITS)
        : Optional.empty();
  }

  @Override
  public boolean has(Attributes event) {
    var type = event.type();
    if (LOST.contains(type) || BACK.contains(type) || type.equals(RESIZED)) {
      var subject = event.subject();
      return subject != null
          && SCOPE_SUBJECT.matcher(subject).matches()
          && subject.startsWith(type.substring(0, type.indexOf('.') + 1).replace('.', '/'));
    }
    return OTHERS.contains(type);
  }

  @Override
  public Optional<Kept> kept(Event event) {
    var type = event.type();
    var subject = String.valueOf(event.attributes().subject());
    if (LOST.contains(type) || BACK.contains(type)) {
      return Optional.of(
          new Kept(
              Things.KIND,
              subject,
              before ->
                  new Things.Standing(LOST.contains(type), Things.Standing.read(before).tooLarge())
                      .text()));
    }
    return type.equals(RESIZED)
        ? Optional.of(
            new Kept(
                Things.KIND,
                subject,
                before ->
                    new Things.Standing(
                            Things.Standing.read(before).outOfReach(), isTooLarge(event.data()))
                        .text()))
        : Optional.empty();
  }

  @Override
  public @Nullable Change of(Event event, Webhook webhook) {
    var registration = webhook.registration();
    var details = Details.of(registration);
    var status = Status.of(registration);
    var subject = String.valueOf(event.attributes().subject());
    return switch (event.type()) {
      case APP_REVOKED -> {
        var app = details.app();
        var concerns = app != null && subject.equals("app/" + app.id());
        yield concerns && status != Status.DISABLED_ADMINISTRATIVE
            ? silently(Status.DISABLED_APP_REVOKED, registration)
            : null;
      }
      case SUSPENDED ->
          isNamed(subject, registration)
              ? silently(Status.DISABLED_ADMINISTRATIVE, registration)
              : null;
      case RELEASED ->
          isNamed(subject, registration) && status == Status.DISABLED_ADMINISTRATIVE
              ? silently(Status.DISABLED_BY_OWNER, registration)
              : null;
      default -> subject.equals(details.subject()) ? ofScope(event, status, registration) : null;
    };
  }

  private static @Nullable Change ofScope(Event event, Status status, Registration registration) {
    if (event.type().equals(RESIZED)) {
      return status == Status.ENABLED && isTooLarge(event.data())
          ? told(Status.DISABLED_EXCEEDED_GRID_LIMITS, registration)
          : null;
    }
    if (LOST.contains(event.type())) {
      return status == Status.ENABLED
          ? told(Status.DISABLED_SCOPE_INACCESSIBLE, registration)
          : null;
    }
    return status == Status.DISABLED_SCOPE_INACCESSIBLE ? told(Status.ENABLED, registration) : null;
  }

  private static boolean isNamed(String subject, Registration registration) {
    return subject.equals("webhook/" + registration.vendorId());
  }

  private static Change told(Status status, Registration registration) {
    return new Change(status.given(registration, null), true);
  }

  private static Change silently(Status status, Registration registration) {
    return new Change(status.given(registration, null), false);
  }

  /** By the numbers of {@code rows}, {@code columns} and {@code cells} in the event's data. */
  private static boolean isTooLarge(Data data) {
    if (data.kind() != Data.Kind.JSON || !(Json.read(data.bytes()) instanceof ObjectNode sizes)) {
      return false;
    }
    return SHEET_LIMITS.entrySet().stream()
        .anyMatch(limit -> number(sizes.get(limit.getKey())) > limit.getValue());
  }

  private static long number(@Nullable JsonNode value) {
    return value != null && value.isIntegralNumber() && value.canConvertToLong()
        ? value.longValue()
        : 0;
  }
}
