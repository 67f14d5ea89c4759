package dev.belfry.dialects.apify;

import dev.belfry.dialects.json.JsonReader;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.event.Data;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ids that an event carries, taken from its {@code eventData} and, where that lacks them, from
 * its {@code resource}; read without making a tree, for every event that may be Apify's.
 *
 * @param hasResource whether it says what the resource is
 */
record EventIds(
    @Nullable String actorId,
    @Nullable String taskId,
    @Nullable String runId,
    @Nullable String buildId,
    boolean hasData,
    boolean hasResource) {

  private static final EventIds NONE = new EventIds(null, null, null, null, false, false);

  /** Of data that is not as it should be: nothing. */
  static EventIds of(String type, Data data) {
    if (data.kind() != Data.Kind.JSON) {
      return NONE;
    }
    try {
      return new Reading(type.startsWith(EventTypes.BUILD)).read(new JsonReader(data.bytes()));
    } catch (MalformedJson _) {
      return NONE;
    }
  }

  /** With what is known of the run. */
  EventIds with(RunIndex.@Nullable Run run) {
    return run == null
        ? this
        : new EventIds(
            actorId == null ? run.actorId() : actorId,
            taskId == null ? run.taskId() : taskId,
            runId,
            buildId,
            hasData,
            hasResource);
  }

  /** The scopes of webhooks that may want the event. */
  List<String> subjects() {
    var subjects = new ArrayList<String>(3);
    if (actorId != null) {
      subjects.add(Settings.subject("actorId", actorId));
    }
    if (taskId != null) {
      subjects.add(Settings.subject("actorTaskId", taskId));
    }
    if (runId != null) {
      subjects.add(Settings.subject("actorRunId", runId));
    }
    return subjects;
  }

  /** One reading; the last of a member counts. */
  private static final class Reading {
    private final boolean ofBuild;
    private @Nullable String actorId;
    private @Nullable String taskId;
    private @Nullable String runId;
    private @Nullable String buildId;
    private @Nullable String resourceId;
    private @Nullable String resourceActor;
    private @Nullable String resourceTask;
    private boolean hasData;
    private boolean hasResource;

    Reading(boolean ofBuild) {
      this.ofBuild = ofBuild;
    }

    EventIds read(JsonReader reader) {
      if (reader.peek() != JsonReader.Kind.OBJECT) {
        return NONE;
      }
      reader.beginObject();
      for (var name = reader.nextName(); name != null; name = reader.nextName()) {
        var isObject = reader.peek() == JsonReader.Kind.OBJECT;
        if (isObject && name.equals("eventData")) {
          hasData = true;
          members(reader, false);
        } else if (isObject && name.equals("resource")) {
          hasResource = true;
          members(reader, true);
        } else {
          reader.skip();
        }
      }
      return new EventIds(
          actorId == null ? resourceActor : actorId,
          taskId == null ? resourceTask : taskId,
          runId == null && !ofBuild ? resourceId : runId,
          buildId == null && ofBuild ? resourceId : buildId,
          hasData,
          hasResource);
    }

    private void members(JsonReader reader, boolean ofResource) {
      reader.beginObject();
      for (var name = reader.nextName(); name != null; name = reader.nextName()) {
        if (reader.peek() != JsonReader.Kind.STRING) {
          reader.skip();
        } else if (ofResource) {
          resource(name, reader);
        } else {
          data(name, reader);
        }
      }
    }

    private void data(String name, JsonReader reader) {
      switch (name) {
        case "actorId" -> actorId = reader.string();
        case "actorTaskId" -> taskId = reader.string();
        case "actorRunId" -> runId = reader.string();
        case "actorBuildId" -> buildId = reader.string();
        default -> reader.skip();
      }
    }

    private void resource(String name, JsonReader reader) {
      switch (name) {
        case "id" -> resourceId = reader.string();
        case "actId" -> resourceActor = reader.string();
        case "actorTaskId" -> resourceTask = reader.string();
        default -> reader.skip();
      }
    }
  }
}
