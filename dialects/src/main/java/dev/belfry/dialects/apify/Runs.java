package dev.belfry.dialects.apify;

import dev.belfry.dialects.json.Json;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.EventId;
import dev.belfry.engine.record.About;
import dev.belfry.engine.record.Entry;
import dev.belfry.engine.record.Records;
import dev.belfry.engine.record.Shelf;
import dev.belfry.engine.store.Tx;
import dev.belfry.engine.tenant.TenantId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Runs started through this API, as {@code GET run} answers them (§9.3). */
final class Runs {

  private static final String KIND = "run";
  private static final String RESOURCE = "resource";
  private static final int PAGE = 1000;

  /** Members that tell where a run stands: the run's own, whatever later events leave out. */
  private static final List<String> STANDING = List.of("status", "finishedAt", "exitCode");

  /** The vendor's, those that no event leads to among them. */
  private static final Set<String> STATUSES =
      Set.of(
          "READY",
          "RUNNING",
          "SUCCEEDED",
          "FAILED",
          "TIMING-OUT",
          "TIMED-OUT",
          "ABORTING",
          "ABORTED");

  private static final int LONGEST_TIME = 40;

  private final Records records;
  private final RunIndex index;

  Runs(Records records, RunIndex index) {
    this.records = records;
    this.index = index;
  }

  /**
   * What a run is started with.
   *
   * @param taskId null if it is started directly
   */
  record Start(
      String actorId,
      @Nullable String taskId,
      String build,
      long timeoutSecs,
      long memoryMbytes,
      String userAgent,
      String clientIp,
      int inputLength) {}

  /**
   * Where a run stands after an event.
   *
   * @param own what belongs to the run itself, whichever data are erased
   * @param said what the last event with a resource said of it; null if there is none
   */
  record Known(ObjectNode own, @Nullable Said said) {}

  /**
   * What an event said of a run: it goes when that event's data are erased, wherever it is copied.
   *
   * @param members without those that tell where the run stands
   */
  record Said(EventId event, ObjectNode members) {}

  /** Takes in what was started before this program was, as far as there is room. */
  void load(TenantId tenant) {
    var after = "";
    List<Entry> page;
    do {
      if (index.isFull()) {
        index.noteMore();
        return;
      }
      page = records.list(shelf(tenant), after, PAGE);
      for (var entry : page) {
        remember(tenant, entry.key(), parse(entry.value()));
        after = entry.key();
      }
    } while (page.size() == PAGE);
  }

  ObjectNode start(TenantId tenant, Start start, Instant now) {
    var id = VendorIds.random();
    var run = describe(tenant, id, start, now);
    records.change(shelf(tenant), id, About.PASSING, _ -> text(run));
    remember(tenant, id, run);
    return run;
  }

  Optional<ObjectNode> find(TenantId tenant, String id) {
    return records
        .find(shelf(tenant), id)
        .map(entry -> {
          var resource = records.find(resources(tenant), id).map(Entry::value).orElse(null);
          return shown(parse(entry.value()), resource == null ? null : parse(resource));
        });
  }

  /**
   * Brings a run in step with an event; null if there is no such run. What the event says of it is
   * kept apart, since it goes when the event's data are erased.
   */
  @Nullable Known advance(Tx tx, Event event, String id, @Nullable ObjectNode given) {
    var tenant = event.tenant();
    var stored = records.find(tx, shelf(tenant), id);
    if (stored == null) {
      return null;
    }
    var run = parse(stored);
    run.put("status", EventTypes.statusAfter(event.type()));
    if (EventTypes.endsRun(event.type())) {
      run.put("finishedAt", Answers.time(event.acceptedAt()));
      run.put("exitCode", event.type().endsWith("SUCCEEDED") ? 0 : 1);
    } else {
      run.remove(List.of("finishedAt", "exitCode"));
    }
    if (given != null && id.equals(given.path("id").asString(id))) {
      STANDING.stream()
          .filter(name -> tells(name, given.path(name)))
          .forEach(name -> run.set(name, given.get(name)));
      records.put(tx, resources(tenant), id, text(given), About.passing(event.id()));
    }
    records.put(tx, shelf(tenant), id, text(run), About.PASSING);
    return new Known(run, said(tx, tenant, id));
  }

  /** Anything else would stay with the run when the event's data are erased. */
  private static boolean tells(String name, JsonNode value) {
    return switch (name) {
      case "status" -> value.isString() && STATUSES.contains(value.asString());
      case "finishedAt" -> value.isNull() || (value.isString() && isTime(value.asString()));
      default -> value.isNull() || value.isInt();
    };
  }

  private static boolean isTime(String text) {
    try {
      var _ = Instant.parse(text);
      return text.length() <= LONGEST_TIME;
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  private @Nullable Said said(Tx tx, TenantId tenant, String id) {
    var kept = records.find(tx, resources(tenant), id);
    var event = records.event(tx, resources(tenant), id);
    return kept == null || event == null ? null : new Said(event, parse(kept).remove(STANDING));
  }

  private static ObjectNode shown(ObjectNode run, @Nullable ObjectNode resource) {
    if (resource != null) {
      resource.properties().stream()
          .filter(member -> !STANDING.contains(member.getKey()))
          .forEach(member -> run.set(member.getKey(), member.getValue()));
    }
    return run;
  }

  private void remember(TenantId tenant, String id, ObjectNode run) {
    var task = run.get("actorTaskId");
    index.put(
        id,
        new RunIndex.Run(
            tenant, run.path("actId").asString(), task == null ? null : task.asString()));
  }

  private static ObjectNode describe(TenantId tenant, String id, Start start, Instant now) {
    var run = Json.object();
    run.put("id", id).put("actId", start.actorId).put("userId", VendorIds.ofUser(tenant));
    if (start.taskId != null) {
      run.put("actorTaskId", start.taskId);
    }
    run.put("startedAt", Answers.time(now)).put("status", "READY");
    run.putObject("meta")
        .put("origin", "API")
        .put("clientIp", start.clientIp)
        .put("userAgent", start.userAgent);
    run.putObject("stats")
        .put("inputBodyLen", start.inputLength)
        .put("restartCount", 0)
        .put("resurrectCount", 0)
        .put("migrationCount", 0)
        .put("rebootCount", 0)
        .put("computeUnits", 0);
    run.putObject("options")
        .put("build", start.build)
        .put("timeoutSecs", start.timeoutSecs)
        .put("memoryMbytes", start.memoryMbytes)
        .put("diskMbytes", 2 * start.memoryMbytes);
    run.put("buildId", VendorIds.derived("build " + start.actorId + " " + start.build))
        .put("buildNumber", "0.0.1")
        .put("generalAccess", "FOLLOW_USER_SETTING")
        .put("defaultKeyValueStoreId", VendorIds.derived("store " + id))
        .put("defaultDatasetId", VendorIds.derived("dataset " + id))
        .put("defaultRequestQueueId", VendorIds.derived("queue " + id))
        .put("containerUrl", "https://" + id.toLowerCase(java.util.Locale.ROOT) + ".invalid");
    return run;
  }

  private static Shelf shelf(TenantId tenant) {
    return new Shelf(tenant, Choices.DIALECT, KIND);
  }

  /** What the last event with a resource said of a run, by the run's id. */
  private static Shelf resources(TenantId tenant) {
    return new Shelf(tenant, Choices.DIALECT, RESOURCE);
  }

  private static ObjectNode parse(String text) {
    return (ObjectNode) Json.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(ObjectNode run) {
    return new String(Json.write(run), StandardCharsets.UTF_8);
  }
}
