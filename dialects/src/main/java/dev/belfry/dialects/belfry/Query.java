package dev.belfry.dialects.belfry;

import dev.belfry.dialects.Parameters;
import dev.belfry.dialects.Refused;
import dev.belfry.dialects.Request;
import dev.belfry.engine.event.EventFilter;
import dev.belfry.engine.id.Id;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a request asks for behind the question mark. It is read as a whole, so that all that is
 * wrong with it is told at once: 400.
 */
final class Query {

  private static final int MOST_ON_PAGE = 250;
  private static final int USUAL_ON_PAGE = 50;
  private static final int MOST_FAULTS = 100;

  private final List<String> known;
  private final Map<String, String> values = new HashMap<>();
  private final Set<Fault> faults = new LinkedHashSet<>();
  private final Set<String> sentences = new LinkedHashSet<>();

  private Query(Request request, List<String> known) {
    this.known = known;
    for (var part : request.rawQuery().split("&", -1)) {
      if (!part.isEmpty()) {
        take(part);
      }
    }
  }

  /** The query of a route that takes these parameters. */
  static Query of(Request request, String... known) {
    return new Query(request, List.of(known));
  }

  /** The query of a list, which also takes {@code limit} and {@code cursor}. */
  static Query ofList(Request request, String... known) {
    var all = new ArrayList<>(Arrays.asList(known));
    all.add("limit");
    all.add("cursor");
    return new Query(request, List.copyOf(all));
  }

  /**
   * What it asks for.
   *
   * @param how puts values together and does no more: some may stand for ones that are wrong
   * @throws Problem 400 with all that is wrong
   */
  <T extends @Nullable Object> T read(Function<Values, T> how) {
    var read = how.apply(new Values());
    if (!faults.isEmpty()) {
      throw Problem.of(400, String.join(" ", sentences), List.copyOf(faults));
    }
    return read;
  }

  private void take(String part) {
    try {
      var equals = part.indexOf('=');
      var name = Parameters.decode(equals < 0 ? part : part.substring(0, equals));
      var value = equals < 0 ? "" : Parameters.decode(part.substring(equals + 1));
      if (!known.contains(name)) {
        fault(name, "is not known", "The query may have these parameters only: " + all() + ".");
      } else if (values.putIfAbsent(name, value) != null) {
        fault(name, "stands twice");
      }
    } catch (Refused _) {
      fault(new Fault("", "is not properly encoded"), "The query is not properly encoded.");
    }
  }

  private String all() {
    return String.join(", ", known);
  }

  private void fault(String name, String detail) {
    fault(name, detail, "The parameter " + name + " " + detail + ".");
  }

  private void fault(String name, String detail, String sentence) {
    fault(new Fault(Faults.pointer("", name), detail), sentence);
  }

  private void fault(Fault fault, String sentence) {
    if (faults.size() < MOST_FAULTS) {
      faults.add(fault);
      sentences.add(sentence);
    }
  }

  /** Its values; one that is not given, or is wrong, is null. */
  final class Values {

    private Values() {}

    @Nullable String text(String name) {
      return values.get(name);
    }

    /** What events are to be like: {@code type} and {@code subject}. */
    EventFilter events() {
      return new EventFilter(text("type"), text("subject"));
    }

    /** How many are to be on a page. */
    int limit() {
      var limit = parsed("limit", Query::limit, "must be from 1 to " + MOST_ON_PAGE);
      return limit == null ? USUAL_ON_PAGE : limit;
    }

    /** What the cursor stands for; null at the beginning of a list. */
    <T> @Nullable T cursor(Function<String, Optional<T>> parse) {
      return parsed(
          "cursor", text -> Cursors.read(text, parse), "is none that this list has given");
    }

    /** A plus sign of an offset may have come as the space that forms make of it. */
    @Nullable Instant instant(String name) {
      return parsed(name, text -> Times.parse(text.replace(' ', '+')), "must be an RFC 3339 time");
    }

    /**
     * An id; one that was never given, though it looks like one, is nobody's.
     *
     * @param prefix what ids of this kind begin with
     */
    <T> @Nullable T id(String name, String prefix, Function<String, Optional<T>> parse) {
      var isAlike = Pattern.compile(prefix + "[0-9A-HJKMNP-TV-Z]{26}").asMatchPredicate();
      return parsed(
          name,
          text ->
              parse
                  .apply(text)
                  .or(() ->
                      isAlike.test(text) ? parse.apply(Id.text(prefix, 0)) : Optional.empty()),
          "must be an id: " + prefix + " and 26 letters and digits");
    }

    /** One of the words of an enumeration, lower case. */
    <E extends Enum<E>> @Nullable E word(String name, Class<E> words) {
      return parsed(
          name,
          text ->
              Stream.of(words.getEnumConstants())
                  .filter(word -> word.toString().equals(text))
                  .findFirst(),
          Stream.of(words.getEnumConstants())
              .map(Object::toString)
              .collect(Collectors.joining(", ", "must be one of: ", "")));
    }

    /**
     * A value in a form of its own.
     *
     * @param wrong what is told of one that is not in this form, to follow the name
     */
    <T> @Nullable T parsed(String name, Function<String, Optional<T>> parse, String wrong) {
      var text = values.get(name);
      if (text == null) {
        return null;
      }
      var parsed = parse.apply(text);
      if (parsed.isEmpty()) {
        fault(name, wrong);
      }
      return parsed.orElse(null);
    }
  }

  private static Optional<Integer> limit(String text) {
    return Optional.of(text)
        .filter(digits -> digits.matches("[0-9]{1,3}"))
        .map(Integer::valueOf)
        .filter(limit -> limit >= 1 && limit <= MOST_ON_PAGE);
  }
}
