package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Request;
import dev.belfry.dialects.json.TooLong;
import dev.belfry.engine.event.NewEvent;
import java.util.List;

/** Reads the events of a request, in whichever of the three modes they come. */
final class EventReader {

  /** How many events a batch may have. */
  static final int MOST_IN_BATCH = 1000;

  private final int mostData;

  /**
   * @param mostData bytes that the data of one event may have
   */
  EventReader(int mostData) {
    this.mostData = mostData;
  }

  /**
   * What a request carries.
   *
   * @param isBatch whether the answer is to be a list, too
   */
  record Given(List<NewEvent> events, boolean isBatch) {

    /** Where one of the events stands in what was sent. */
    String pointer(int index) {
      return isBatch ? "/" + index : "";
    }
  }

  /**
   * @throws Problem 413, 415 or 422
   * @throws dev.belfry.dialects.json.MalformedJson if it cannot be parsed
   */
  Given read(Request request) {
    Bodies.refuseEncoded(request);
    if (BinaryEvent.isOne(request)) {
      return new Given(List.of(BinaryEvent.read(request, mostData)), false);
    }
    var type = request.header("content-type").map(Bodies::utf8Essence).orElse("");
    return switch (type) {
      case "application/cloudevents+json", "application/json" -> structured(request, false);
      case "application/cloudevents-batch+json" -> structured(request, true);
      default ->
          throw Problem.of(
              415,
              "Send application/cloudevents+json, application/json or"
                  + " application/cloudevents-batch+json; or any type with ce-* headers.");
    };
  }

  static Problem tooLarge(int mostData) {
    return Problem.of(413, "The data of one event may have at most " + mostData + " bytes.");
  }

  private Given structured(Request request, boolean mustBeBatch) {
    var events = new StructuredEvents(request.body(), mostData);
    try {
      if (events.isBatch()) {
        return new Given(events.readBatch(MOST_IN_BATCH), true);
      }
      var one = events.readOne();
      if (mustBeBatch) {
        throw Problem.invalid("", "must be an array of events");
      }
      return new Given(List.of(one), false);
    } catch (TooLong _) {
      throw tooLarge(mostData);
    }
  }
}
