package dev.belfry.engine.audit;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a change changed, part by part: before and after where that is no secret, else only that it
 * was changed. What was not there before, or is no more, is null.
 */
public final class Change {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String HIDDEN = "(changed)";

  private final ObjectNode json = JSON.createObjectNode();

  /** A part that is no secret; left out if it is as it was. */
  public Change of(String part, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      var both = json.putObject(part);
      both.set("before", before == null ? JSON.nullNode() : JSON.valueToTree(before));
      both.set("after", after == null ? JSON.nullNode() : JSON.valueToTree(after));
    }
    return this;
  }

  /** A part that is, or may carry, a secret; left out if it is as it was. */
  public Change hidden(String part, @Nullable Object before, @Nullable Object after) {
    if (!Objects.equals(before, after)) {
      json.put(part, HIDDEN);
    }
    return this;
  }

  /**
   * As it is written in the log, shortened if need be; null if nothing changed and nothing was
   * noted.
   */
  @Nullable String text(@Nullable String note) {
    if (note == null) {
      return json.isEmpty() ? null : Shortened.of(json);
    }
    var noted = json.deepCopy();
    noted.set("note", JSON.readTree(note));
    return Shortened.of(noted);
  }
}
