package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Percent;
import dev.belfry.dialects.Refused;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.json.JsonReader;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;

/**
 * Reads an event whose attributes are {@code ce-*} headers and whose data is the body.
 *
 * @see <a
 *     href="https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/http-protocol-binding.md">
 *     CloudEvents 1.0.2, HTTP binding, section 3.1</a>
 */
final class BinaryEvent {

  private static final String PREFIX = "ce-";

  private BinaryEvent() {}

  static boolean isOne(Request request) {
    for (var name : request.headers().keySet()) {
      if (name.startsWith(PREFIX)) {
        return true;
      }
    }
    return false;
  }

  /**
   * @param mostData bytes that the body may have
   * @throws Problem 422 with all that is wrong, or 413 or 415
   */
  static NewEvent read(Request request, int mostData) {
    var body = request.body();
    if (body.length > mostData) {
      throw EventReader.tooLarge(mostData);
    }
    var faults = new Faults();
    var draft = new EventDraft("", faults);
    request
        .headers()
        .forEach((header, values) -> {
          if (header.startsWith(PREFIX)) {
            attribute(draft, header.substring(PREFIX.length()), values);
          }
        });
    var contentType = request.header("content-type").orElse(null);
    if (contentType != null) {
      if (!MediaTypes.isOne(contentType) || contentType.length() > CloudEventRules.LONGEST_ID) {
        throw Problem.of(415, "The content type is not a media type.");
      }
      draft.attribute("datacontenttype", contentType);
    }
    draft.data(data(body, contentType != null && MediaTypes.isJson(contentType)));
    var event = draft.finish();
    faults.throwIfAny();
    return event;
  }

  private static void attribute(EventDraft draft, String name, Iterable<String> values) {
    var all = values.iterator();
    var value = decode(draft, name, all.next());
    if (all.hasNext()) {
      draft.check(name, "must be given once");
    } else if (name.equals("datacontenttype")) {
      draft.check(name, "is told by the content-type header");
    } else if (EventDraft.isDefined(name)) {
      draft.attribute(name, value);
    } else if (CloudEventRules.isName(name) && !name.equals("data")) {
      draft.extension(name, value);
    } else {
      draft.check(name, "is not known; extension attributes have names of 1 to 20 of a-z and 0-9");
    }
  }

  /** Double quotes first, as older senders have them, then percent-encoding. */
  private static String decode(EventDraft draft, String name, String value) {
    try {
      if (value.chars().allMatch(c -> c < 0x80)) {
        return Percent.decode(unquote(value.strip()));
      }
    } catch (Refused _) {
      // told below
    }
    draft.check(name, "must be percent-encoded UTF-8");
    return "?";
  }

  private static String unquote(String value) {
    if (value.length() < 2 || !value.startsWith("\"") || !value.endsWith("\"")) {
      return value;
    }
    var plain = new StringBuilder(value.length());
    for (int i = 1; i < value.length() - 1; i++) {
      if (value.charAt(i) == '\\' && i + 1 < value.length() - 1) {
        i++;
      }
      plain.append(value.charAt(i));
    }
    return plain.toString();
  }

  private static Data data(byte[] body, boolean isJson) {
    if (body.length == 0) {
      return Data.NONE;
    }
    if (!isJson) {
      return Data.binary(body);
    }
    var json = new JsonReader(body);
    json.skip();
    json.end();
    return Data.json(body);
  }
}
