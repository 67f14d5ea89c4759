package dev.belfry.dialects.apify;

import dev.belfry.dialects.apify.template.Js;
import dev.belfry.dialects.apify.template.JsonText;
import dev.belfry.dialects.apify.template.Template;
import dev.belfry.engine.egress.Header;
import dev.belfry.engine.egress.HeaderRules;
import dev.belfry.engine.event.Event;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A webhook's templates, filled in for an event (§10, §11).
 *
 * @param headers those of the headers template, without any that are set by the sender
 */
record Rendering(byte[] body, List<Header> headers) {

  /** §12.2, and what belongs to the connection. */
  private static final Set<String> FIXED =
      Set.of(
          "host",
          "content-type",
          "x-apify-webhook",
          "x-apify-webhook-dispatch-id",
          "x-apify-request-origin",
          "content-length",
          "transfer-encoding",
          "te",
          "trailer",
          "connection",
          "keep-alive",
          "upgrade",
          "expect",
          "http2-settings");

  /** A template cannot be filled in; the message is for the dispatch. */
  static final class Impossible extends RuntimeException {
    private static final long serialVersionUID = 1;

    Impossible(String message) {
      super(message, null, false, false);
    }

    String text() {
      return String.valueOf(getMessage());
    }
  }

  /**
   * @throws Impossible if a template cannot be filled in
   */
  static Rendering of(Settings settings, Event event, Meaning meaning) {
    var context = context(event, meaning);
    try {
      var body = isUsual(settings, context) ? usual(context) : filled(settings, context);
      var template = settings.headersTemplate();
      var headers =
          template == null
              ? List.<Header>of()
              : headers(Template.fill(template, context, settings.interpolates()));
      return new Rendering(JsonText.write(body).getBytes(StandardCharsets.UTF_8), headers);
    } catch (dev.belfry.dialects.apify.template.TemplateFault e) {
      throw new Impossible(String.valueOf(e.getMessage()));
    }
  }

  /**
   * Whether the short way leads to the same: a backslash in {@code eventData} may lead the vendor's
   * program astray.
   */
  static boolean isUsual(Settings settings, Map<String, Object> context) {
    return !settings.interpolates()
        && settings.payloadTemplate().equals(Choices.DEFAULT_TEMPLATE)
        && JsonText.write(context.getOrDefault("eventData", Js.Nothing.NULL)).indexOf('\\') < 0;
  }

  /** What the default template gives, without the way through its text. */
  static Object usual(Map<String, Object> context) {
    var body = new LinkedHashMap<String, Object>();
    for (var name : Choices.DEFAULT_MEMBERS) {
      body.put(name, context.getOrDefault(name, Js.Nothing.NULL));
    }
    return body;
  }

  private static Object filled(Settings settings, Map<String, Object> context) {
    return Template.fill(settings.payloadTemplate(), context, settings.interpolates());
  }

  private static Map<String, Object> context(Event event, Meaning meaning) {
    var createdAt = Answers.time(event.acceptedAt());
    return Map.of(
        "userId", VendorIds.ofUser(event.tenant()),
        "createdAt", createdAt,
        "eventType", event.type(),
        "eventData", meaning.eventData(),
        "resource", meaning.resource(),
        "globals",
            Map.of("dateISO", createdAt, "dateUnix", (double) event.acceptedAt().getEpochSecond()));
  }

  private static List<Header> headers(Object rendered) {
    if (!(rendered instanceof Map<?, ?> map)) {
      throw new Impossible("Headers template must be a JSON object.");
    }
    var headers = new LinkedHashMap<String, Header>();
    map.forEach((key, value) -> {
      var name = (String) key;
      var lower = name.toLowerCase(Locale.ROOT);
      if (value != Js.Nothing.UNDEFINED && !FIXED.contains(lower) && !lower.startsWith("proxy-")) {
        headers.remove(lower);
        headers.put(
            lower, header(name, value instanceof String text ? text : JsonText.write(value)));
      }
    });
    var all = List.copyOf(headers.values());
    HeaderRules.faultInSize(all)
        .ifPresent(fault -> {
          throw new Impossible("The headers " + fault + ".");
        });
    return all;
  }

  private static Header header(String name, String value) {
    HeaderRules.faultInRequest(name, value)
        .ifPresent(fault -> {
          throw new Impossible("Invalid header in headers template: it " + fault + ".");
        });
    return new Header(name, value);
  }
}
