package dev.belfry.dialects.apify;

import dev.belfry.dialects.apify.template.Js;
import dev.belfry.dialects.apify.template.JsonText;
import dev.belfry.dialects.apify.template.TemplateFault;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What templates see of an event (§9.1, §9.3): what its sender said; where that has gaps, what was
 * known of the run when the event came in; where that has gaps too, what follows from the rest.
 *
 * @param eventData an object, or null for a plain test
 */
record Meaning(Object eventData, Object resource) {

  static Meaning of(Event event, Memory memory) {
    var given = members(text(event.data()));
    if (event.type().equals(Choices.TEST)) {
      return new Meaning(
          given.getOrDefault("eventData", Js.Nothing.NULL),
          given.getOrDefault("resource", Js.Nothing.NULL));
    }
    var ids = EventIds.of(event.type(), event.data());
    var run = memory.index.find(event.tenant(), ids.runId());
    if (!isComplete(event, ids, run)) {
      var kept = memory.keepsakes().meaning(event.tenant(), event.id());
      if (kept.isPresent()) {
        given = members(kept.get());
        var said = memory.keepsakes().said(event.tenant(), event.id());
        if (said.isPresent()) {
          given.put("resource", with(given.get("resource"), said.get()));
        }
      }
    }
    var whole = ids.with(run);
    var data = given.get("eventData") instanceof Map<?, ?> map ? map : Map.of();
    var resource = given.get("resource");
    return new Meaning(
        filled(event.type(), whole, data),
        resource instanceof Map<?, ?> ? resource : made(event, whole));
  }

  /** Whether an event says all by itself. */
  static boolean isComplete(Event event, EventIds ids, RunIndex.@Nullable Run run) {
    var named = event.type().startsWith(EventTypes.BUILD) ? ids.buildId() : ids.runId();
    var lacksTask = run != null && run.taskId() != null && ids.taskId() == null;
    return ids.hasData()
        && ids.hasResource()
        && ids.actorId() != null
        && named != null
        && !lacksTask;
  }

  /** Run data or build data in the vendor's order, then what else the sender said. */
  private static Map<String, Object> filled(String type, EventIds ids, Map<?, ?> given) {
    var all = new LinkedHashMap<String, Object>();
    put(all, "actorId", ids.actorId());
    if (type.startsWith(EventTypes.BUILD)) {
      put(all, "actorBuildId", ids.buildId());
    } else {
      put(all, "actorTaskId", ids.taskId());
      put(all, "actorRunId", ids.runId());
    }
    given.forEach((name, value) -> all.put((String) name, value));
    return all;
  }

  /** A run's own members with what an earlier event said of it. */
  private static Map<String, Object> with(@Nullable Object own, String said) {
    var all = new LinkedHashMap<String, Object>();
    if (own instanceof Map<?, ?> run) {
      run.forEach((name, value) -> all.put((String) name, value));
    }
    all.putAll(members(said));
    for (var last : List.of("links", "storages")) {
      all.remove(last);
      all.put(last, Map.of());
    }
    return all;
  }

  private static Map<String, Object> made(Event event, EventIds ids) {
    var build = event.type().startsWith(EventTypes.BUILD);
    var resource = new LinkedHashMap<String, Object>();
    put(resource, "id", build ? ids.buildId() : ids.runId());
    put(resource, "actId", ids.actorId());
    put(resource, "userId", VendorIds.ofUser(event.tenant()));
    put(resource, "actorTaskId", build ? null : ids.taskId());
    put(resource, "status", EventTypes.statusAfter(event.type()));
    resource.put("links", Map.of());
    resource.put("storages", Map.of());
    return resource;
  }

  private static void put(Map<String, Object> into, String name, @Nullable String value) {
    if (value != null) {
      into.put(name, value);
    }
  }

  private static String text(Data data) {
    return data.kind() == Data.Kind.JSON
        ? new String(data.bytes(), StandardCharsets.UTF_8)
        : "null";
  }

  private static Map<String, Object> members(String json) {
    var members = new LinkedHashMap<String, Object>();
    try {
      if (JsonText.read(json) instanceof Map<?, ?> map) {
        map.forEach((name, value) -> members.put((String) name, value));
      }
    } catch (TemplateFault _) {
      // nested too deep to be shown: as if nothing were said
    }
    return members;
  }
}
