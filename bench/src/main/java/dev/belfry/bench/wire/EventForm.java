package dev.belfry.bench.wire;

/**
 * What the events of a load look like: JSON in which {@value #MARK} stands where the mark goes and
 * {@value #FILL} where filling brings the event to its length.
 *
 * @param type of the event, for webhooks that choose by it
 */
public record EventForm(String type, String text) {

  static final String MARK = "$MARK";
  static final String FILL = "$FILL";

  public EventForm {
    if (text.indexOf(MARK) < 0 || text.indexOf(FILL) < text.indexOf(MARK)) {
      throw new IllegalArgumentException("the event must have a mark, and its filling after it");
    }
  }

  /** An event of that type, with data that any dialect takes. */
  public static EventForm of(String type) {
    return new EventForm(
        type,
        "{\"type\":\"%s\",\"subject\":\"bench\",\"data\":{\"mark\":\"$MARK\",\"fill\":\"$FILL\"}}"
            .formatted(type));
  }
}
