package dev.belfry.dialects.belfry;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.filter.Filter;
import dev.belfry.engine.filter.InvalidFilter;
import dev.belfry.engine.signing.WebhookSecret;
import dev.belfry.engine.webhook.Gathering;
import dev.belfry.engine.webhook.Order;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Retry;
import dev.belfry.engine.webhook.Secret;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.WebhookState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Reads the webhooks that our own API is given. */
final class WebhookForm {

  /** What only Belfry sets; the secret is besides. */
  static final Set<String> READ_ONLY =
      Set.of("id", "tenant", "state", "stateReason", "vendorId", "createdAt", "updatedAt", "stats");

  static final Set<String> MAPS = Set.of("metadata", "headers");

  static final Set<String> SETTINGS =
      Set.of(
          "name",
          "description",
          "metadata",
          "url",
          "types",
          "scope",
          "filter",
          "content",
          "signatures",
          "headers",
          "auth",
          "tls",
          "retry",
          "timeout",
          "maxInFlight",
          "ratePerSecond",
          "ordered",
          "batch");

  private static final int LONGEST_NAME = 200;
  private static final int LONGEST_DESCRIPTION = 2000;
  private static final int LONGEST_FILTER = 4096;
  private static final int MOST_TYPES = 100;
  private static final int MOST_IN_FLIGHT = 1024;
  private static final double LOWEST_RATE = 0.01;
  private static final double HIGHEST_RATE = 100_000;
  private static final int MOST_WAITS = 50;
  private static final int MOST_BATCHED = 1000;
  private static final int USUAL_BATCH = 100;
  private static final Duration SHORTEST_DELAY = Duration.ofMillis(1);
  private static final Duration LONGEST_DELAY = Duration.ofHours(24);
  private static final Duration USUAL_DELAY = Duration.ofMinutes(1);
  private static final Duration LONGEST_WAIT = Duration.ofDays(7);

  private final TargetForm targets;

  WebhookForm(EgressPolicy policy) {
    this.targets = new TargetForm(policy);
  }

  /**
   * A new webhook; its secret is made unless it is given.
   *
   * @throws Problem 422 with all that is wrong
   */
  Registration create(ObjectNode json) {
    var faults = new Faults();
    for (var name : READ_ONLY) {
      if (json.has(name)) {
        faults.add("/" + name, "is set by Belfry only");
      }
    }
    var dialect = json.get("dialect");
    if (dialect != null && !dialect.isNull() && !BelfryDialect.NAME.equals(dialect.asString(""))) {
      faults.add("/dialect", "must be " + BelfryDialect.NAME + " here");
    }
    var settings = json.deepCopy();
    settings.remove(READ_ONLY);
    settings.remove("dialect");
    var given = settings.remove("secret");
    var secret =
        given == null || given.isNull()
            ? WebhookSecret.generate()
            : secret(given.isString() ? given.stringValue() : "", faults);
    var registration = read(settings, faults, List.of(new Secret(secret.text(), null)), null);
    faults.throwIfAny();
    return Secrets.withKeys(registration);
  }

  /**
   * A webhook of ours, changed.
   *
   * @param shown as it is read
   * @throws Problem 422 with all that is wrong
   */
  Registration change(Registration old, ObjectNode shown, ObjectNode patch) {
    var faults = new Faults();
    var changes = withoutReadOnly(old, shown, patch, faults);
    var settings = WebhookJson.changeable(old);
    MergePatch.apply(settings, changes, MAPS);
    var registration = read(settings, faults, old.secrets(), old);
    faults.throwIfAny();
    return Secrets.withKeys(registration);
  }

  /** The changes that are left when those are taken out that change nothing, or must not. */
  static ObjectNode withoutReadOnly(
      Registration old, ObjectNode shown, ObjectNode patch, Faults faults) {
    var changes = patch.deepCopy();
    var asSent = Json.read(Json.write(shown));
    for (var name : patch.propertyNames()) {
      var isSecret = name.equals("secret");
      if (isSecret || name.equals("dialect") || READ_ONLY.contains(name)) {
        changes.remove(name);
        var same = isSecret ? isSecretOf(old, patch) : patch.get(name).equals(asSent.get(name));
        if (!same) {
          faults.add("/" + name, "cannot be changed");
        }
      }
    }
    return changes;
  }

  private static boolean isSecretOf(Registration old, ObjectNode patch) {
    var given = patch.get("secret").asString("").getBytes(StandardCharsets.UTF_8);
    return !old.secrets().isEmpty()
        && MessageDigest.isEqual(
            given, old.secrets().getFirst().text().getBytes(StandardCharsets.UTF_8));
  }

  private static WebhookSecret secret(String text, Faults faults) {
    try {
      return WebhookSecret.parse(text);
    } catch (IllegalArgumentException e) {
      faults.add("/secret", String.valueOf(e.getMessage()));
      return WebhookSecret.generate();
    }
  }

  private Registration read(
      ObjectNode json, Faults faults, List<Secret> secrets, @Nullable Registration old) {
    var members = new Members(json, "", faults, SETTINGS);
    return new Registration(
        BelfryDialect.NAME,
        null,
        name(members),
        description(members),
        metadata(members),
        new Wants(types(members, faults), subject(members), filter(members)),
        targets.read(members, faults),
        isBinary(members),
        signatures(members, faults),
        secrets,
        retry(members),
        pace(members, batch(members)),
        old == null ? WebhookState.ACTIVE : old.state(),
        old == null ? null : old.stateReason(),
        old == null ? "{}" : old.details());
  }

  /** What the owner notes for himself; the same in every dialect. */
  static Map<String, String> metadata(Members members) {
    return members.texts("metadata", 50, 64, 1024);
  }

  static String name(Members members) {
    return members.textOrEmpty("name", LONGEST_NAME);
  }

  static String description(Members members) {
    return members.textOrEmpty("description", LONGEST_DESCRIPTION);
  }

  /**
   * @param gathering the webhook's, which is read elsewhere or stays as it is
   */
  static Pace pace(Members members, @Nullable Gathering gathering) {
    var given = members.whole("maxInFlight", 1, MOST_IN_FLIGHT);
    var rate = members.number("ratePerSecond", LOWEST_RATE, HIGHEST_RATE);
    var order = order(members);
    if (order != null && gathering != null) {
      members.fault("ordered", "cannot be combined with batch");
    }
    return new Pace(
        given == null ? Pace.USUAL.maxInFlight() : given.intValue(), gathering, rate, order);
  }

  /** Contract: {@code "batch":{"maxEvents":100,"maxDelay":"1m"}}. */
  private static @Nullable Gathering batch(Members members) {
    var batch = members.object("batch", Set.of("maxEvents", "maxDelay"));
    if (batch == null) {
      return null;
    }
    if (isBinary(members)) {
      members.fault("batch", "needs \"content\":\"structured\"");
    }
    var events = batch.whole("maxEvents", 1, MOST_BATCHED);
    var delay = batch.duration("maxDelay", SHORTEST_DELAY, LONGEST_DELAY);
    return new Gathering(
        events == null ? USUAL_BATCH : events.intValue(),
        delay == null ? USUAL_DELAY : delay,
        false);
  }

  private static @Nullable Order order(Members members) {
    var given = members.get("ordered");
    if (given == null || (given.isBoolean() && !given.booleanValue())) {
      return null;
    }
    if (!given.asString("").equals("subject")) {
      members.fault("ordered", "must be false or \"subject\"");
    }
    return Order.SUBJECT;
  }

  private static List<TypePattern> types(Members members, Faults faults) {
    var given = members.array("types");
    if (given == null) {
      return Wants.EVERYTHING.types();
    }
    if (given.isEmpty() || given.size() > MOST_TYPES) {
      members.fault("types", "must name 1 to " + MOST_TYPES + " types, or \"*\" for all");
      return Wants.EVERYTHING.types();
    }
    var types = new ArrayList<TypePattern>();
    for (int i = 0; i < given.size(); i++) {
      var text = given.get(i);
      var fault = text.isString() ? typeFault(text.stringValue()) : "must be a string";
      if (fault.isEmpty()) {
        types.add(new TypePattern(text.stringValue()));
      } else {
        faults.add(members.pointer("types") + "/" + i, fault);
      }
    }
    return types.isEmpty() ? Wants.EVERYTHING.types() : types;
  }

  private static String typeFault(String text) {
    var fault = CloudEventRules.anyText(text, CloudEventRules.LONGEST_TYPE);
    return fault == null ? TypePattern.fault(text) : fault;
  }

  private static @Nullable String subject(Members members) {
    var scope = members.object("scope", Set.of("subject"));
    if (scope == null) {
      return null;
    }
    var subject = scope.text("subject", CloudEventRules.LONGEST_TEXT);
    var fault =
        subject == null ? null : CloudEventRules.text(subject, CloudEventRules.LONGEST_TEXT);
    if (fault != null) {
      scope.fault("subject", fault);
    }
    return subject;
  }

  private static boolean isBinary(Members members) {
    var content = members.text("content", 20);
    if (content != null && !content.equals("structured") && !content.equals("binary")) {
      members.fault("content", "must be structured or binary");
    }
    return "binary".equals(content);
  }

  private static List<String> signatures(Members members, Faults faults) {
    var given = members.array("signatures");
    if (given == null) {
      return List.of("v1");
    }
    var signatures = new LinkedHashSet<String>();
    for (int i = 0; i < given.size() && i < 10; i++) {
      var version = given.get(i).asString("");
      if (!Secrets.VERSIONS.contains(version)) {
        faults.add(members.pointer("signatures") + "/" + i, "must be v1 or v1a");
      } else if (!signatures.add(version)) {
        faults.add(members.pointer("signatures") + "/" + i, "stands there twice");
      }
    }
    if (given.isEmpty()) {
      members.fault("signatures", "must have v1, v1a or both");
    }
    return signatures.isEmpty() ? List.of("v1") : List.copyOf(signatures);
  }

  private static @Nullable String filter(Members members) {
    var filter = members.text("filter", LONGEST_FILTER);
    if (filter != null) {
      try {
        Filter.compile(filter);
      } catch (InvalidFilter e) {
        members.fault("filter", String.valueOf(e.getMessage()));
      }
    }
    return filter;
  }

  private static Retry retry(Members members) {
    var retry = members.object("retry", Set.of("schedule", "jitter"));
    if (retry == null) {
      return Retry.USUAL;
    }
    var jitter = retry.number("jitter", 0, 1);
    return new Retry(schedule(retry), jitter == null ? Retry.USUAL.jitter() : jitter);
  }

  private static List<Duration> schedule(Members retry) {
    var given = retry.array("schedule");
    if (given == null) {
      return Retry.USUAL.schedule();
    }
    if (given.size() > MOST_WAITS) {
      retry.fault("schedule", "must have at most " + MOST_WAITS + " waits");
      return Retry.USUAL.schedule();
    }
    var waits = new ArrayList<Duration>();
    for (int i = 0; i < given.size(); i++) {
      var wait =
          retry.duration(
              given.get(i), retry.pointer("schedule") + "/" + i, Duration.ZERO, LONGEST_WAIT);
      if (wait != null) {
        waits.add(wait);
      }
    }
    return waits;
  }
}
