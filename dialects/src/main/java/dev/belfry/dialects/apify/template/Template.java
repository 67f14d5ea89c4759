package dev.belfry.dialects.apify.template;

import dev.belfry.dialects.apify.template.Js.Nothing;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Fills in a template, step by step as the vendor's {@code WebhookPayloadTemplate} does it, with
 * the same results for odd templates too. What it may take is bounded: see {@link
 * #LARGEST_EXPANSION} and {@link #MOST_STEPS}.
 *
 * @see <a href="https://www.npmjs.com/package/@apify/utilities">@apify/utilities,
 *     webhook_payload_template</a>
 */
public final class Template {

  /** How many characters variables may add in all. */
  public static final int LARGEST_EXPANSION = (1 << 20) + (1 << 16);

  /** How many characters may be looked at, some of them again and again; about 50 ms. */
  private static final long MOST_STEPS = 16_000_000;

  private static final Pattern WHOLE = Pattern.compile("\\{\\{([a-zA-Z0-9.]+)}}");

  private final Map<String, Object> context;
  private final @Nullable Set<String> allowed;
  private final StringBuilder payload;
  private int expansion;
  private long steps;

  /** From left to right; only while a template is checked. */
  private final List<Replaced> replaced = new ArrayList<>();

  /** How far {@link #prefix} has come. */
  private int checked;

  private final JsonCheck prefix = new JsonCheck();

  /** Quotes before {@link #countedTo} that no backslash stands before. */
  private int quotes;

  private int countedTo;

  private Template(String text, @Nullable Set<String> allowed, Map<String, Object> context) {
    this.payload = new StringBuilder(text);
    this.allowed = allowed;
    this.context = context;
  }

  /**
   * Makes sure that a template can be filled in.
   *
   * @param allowed the names a bare variable may begin with
   * @throws TemplateFault if it cannot; its position is one of {@code text}
   */
  public static void check(String text, Set<String> allowed) {
    var template = new Template(text, allowed, Map.of());
    try {
      template.parse();
    } catch (TemplateFault e) {
      throw e.at(template.asGiven(e.position()));
    }
  }

  /**
   * What a template gives.
   *
   * @param context by the variables' names
   * @param interpolate whether variables inside strings are filled in too
   * @throws TemplateFault if it cannot be filled in
   */
  public static Object fill(String text, Map<String, Object> context, boolean interpolate) {
    var template = new Template(text, null, context);
    var value = template.parse();
    return interpolate ? template.interpolate(value) : value;
  }

  private Object parse() {
    var from = 0;
    var errorAt = firstError();
    while (errorAt >= 0) {
      var open = payload.indexOf("{{", from);
      if (open < 0) {
        return JsonText.read(payload.toString());
      }
      if (!isInsideString(open)) {
        errorAt = replace(open, errorAt);
      }
      from = open + 1;
    }
    return JsonText.read(payload.toString());
  }

  /** Replaces the variable that begins here; answers where the text now stops being JSON, or -1. */
  private int replace(int open, int errorAt) {
    var close = payload.indexOf("}}", open);
    if (close < 0) {
      // The vendor's program goes astray here: it never ends, or names all that stands before.
      throw invalidVariable(payload.substring(0, Math.min(payload.length(), open + 2)), open);
    }
    var name = payload.substring(open + 2, close);
    checkName(name, open);
    var value = valueOf(name);
    var replacement = Js.isTruthy(value) ? JsonText.write(value) : "null";
    grow(replacement.length());
    payload.replace(open, close + 2, replacement);
    if (allowed != null) {
      replaced.add(new Replaced(open, replacement.length(), close + 2 - open));
    }
    if (errorAt < open || !advanceTo(open)) {
      return errorAt;
    }
    return firstError();
  }

  /** Where the text stops being JSON, by its length if it ends too early; -1 if it is JSON. */
  private int firstError() {
    var check = prefix.copy();
    for (int i = checked; i < payload.length(); i++) {
      step(1);
      if (!check.take(payload.charAt(i))) {
        return i;
      }
    }
    return check.isWhole() ? -1 : payload.length();
  }

  private boolean advanceTo(int index) {
    for (; checked < index; checked++) {
      if (!prefix.take(payload.charAt(checked))) {
        return false;
      }
    }
    return true;
  }

  private boolean isInsideString(int index) {
    for (; countedTo < index; countedTo++) {
      if (payload.charAt(countedTo) == '"'
          && (countedTo == 0 || payload.charAt(countedTo - 1) != '\\')) {
        quotes++;
      }
    }
    return quotes % 2 == 1;
  }

  private void checkName(String name, int at) {
    if (allowed != null) {
      var dot = name.indexOf('.');
      if (!allowed.contains(dot < 0 ? name : name.substring(0, dot))) {
        throw invalidVariable(name, at);
      }
    }
  }

  private static TemplateFault invalidVariable(String name, int at) {
    return new TemplateFault(
        TemplateFault.Kind.VARIABLE, "Invalid payload template variable: " + name, at);
  }

  /** Where a position stands in the text as it was before its variables were replaced. */
  private int asGiven(int position) {
    var moved = 0;
    for (var one : replaced) {
      if (position < one.at + one.length) {
        return Math.min(position, one.at) + moved;
      }
      moved += one.lengthBefore - one.length;
    }
    return position + moved;
  }

  /**
   * A variable, replaced.
   *
   * @param at where the replacement begins
   * @param lengthBefore of the variable with its braces
   */
  private record Replaced(int at, int length, int lengthBefore) {}

  private Object valueOf(String name) {
    var path = name.split("\\.", -1);
    var value = context.getOrDefault(path[0], Nothing.UNDEFINED);
    for (int i = 1; i < path.length; i++) {
      value =
          switch (value) {
            case Map<?, ?> map -> memberOf(map, path[i]);
            case List<?> list -> elementOf(list, path[i]);
            default -> Nothing.NULL;
          };
    }
    return value;
  }

  private static Object memberOf(Map<?, ?> map, String name) {
    var member = map.get(name);
    return member == null ? Nothing.UNDEFINED : member;
  }

  private static Object elementOf(List<?> list, String name) {
    if (name.equals("length")) {
      return (double) list.size();
    }
    var index = Js.isIndex(name) ? Long.parseLong(name) : Long.MAX_VALUE;
    return index < list.size() ? list.get((int) index) : Nothing.UNDEFINED;
  }

  private Object interpolate(Object value) {
    return switch (value) {
      case String text -> interpolate(text);
      case List<?> list -> {
        var all = new ArrayList<Object>(list.size());
        list.forEach(element -> all.add(interpolate(element)));
        yield all;
      }
      case Map<?, ?> map -> {
        var all = new LinkedHashMap<String, Object>();
        map.forEach((name, member) -> all.put((String) name, interpolate(member)));
        yield all;
      }
      default -> value;
    };
  }

  private Object interpolate(String text) {
    step(text.length());
    if (text.indexOf("{{") < 0) {
      return text;
    }
    var matcher = WHOLE.matcher(text);
    if (matcher.matches()) {
      var value = valueOf(matcher.group(1));
      if (value instanceof Map || value instanceof List) {
        grow(JsonText.write(value).length());
      } else {
        grow(Js.text(value).length());
      }
      return value;
    }
    matcher.reset();
    var out = new StringBuilder();
    var plainFrom = 0;
    while (matcher.find()) {
      var value = Js.text(valueOf(matcher.group(1)));
      grow(value.length());
      out.append(text, plainFrom, matcher.start()).append(value);
      plainFrom = matcher.end();
    }
    return out.append(text, plainFrom, text.length()).toString();
  }

  private void grow(int by) {
    expansion += by;
    step(by);
    if (expansion > LARGEST_EXPANSION) {
      throw new TemplateFault(
          TemplateFault.Kind.TOO_LARGE,
          "The variables of the template give more than 1 MiB",
          payload.length());
    }
  }

  private void step(int count) {
    steps += count;
    if (steps > MOST_STEPS) {
      throw new TemplateFault(
          TemplateFault.Kind.TOO_LARGE, "Filling in the template takes too long", payload.length());
    }
  }
}
