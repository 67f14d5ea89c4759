package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.GET;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Percent;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.superoffice.Paths.Operation;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The archive's lists of hooks, and the names for a picker (section 11). */
final class ListRoutes {

  private static final int USUAL_PAGE = 500;
  private static final int LARGEST_PAGE = 10_000;

  private final Hooks hooks;

  ListRoutes(Hooks hooks) {
    this.hooks = hooks;
  }

  List<Operation> operations() {
    return List.of(
        new Operation(GET, "/v1/Archive/Webhook", READ, "Lists webhooks.", this::webhooks),
        new Operation(GET, "/v1/Archive/dynamic", READ, "Lists statistics.", this::statistics),
        new Operation(
            GET,
            "/v1/MDOList/webhookeventlist",
            READ,
            "Lists names of events.",
            (request, _) -> names(request, Catalogue.events())),
        new Operation(
            GET,
            "/v1/MDOList/webhookentitylist",
            READ,
            "Lists names of entities.",
            (request, _) -> names(request, Catalogue.entities())));
  }

  private Response webhooks(Request request, Caller caller) {
    return archive(request, caller, named(Columns.WEBHOOK), "webhook");
  }

  private Response statistics(Request request, Caller caller) {
    return archive(request, caller, Columns.DYNAMIC, "webhook_usage");
  }

  private static Map<String, String> named(List<String> columns) {
    var named = new LinkedHashMap<String, String>();
    columns.forEach(column -> named.put(column, column));
    return named;
  }

  private Response archive(Request request, Caller caller, Map<String, String> all, String entity) {
    var query = new Query(request);
    var columns = selected(query.text("$select"), all);
    var filter = query.text("$filter");
    var test = filter == null ? null : ArchiveFilter.parse(filter);
    var order = order(query.text("$orderby"));
    var skip = atLeastZero("$skip", query.number("$skip", 0));
    var top = Math.min(LARGEST_PAGE, atLeastZero("$top", query.number("$top", USUAL_PAGE)));
    var dates = Dates.of(request);
    var found =
        hooks.list(Visit.of(request, caller)).stream()
            .map(webhook -> Columns.of(hooks.json(webhook, dates), hooks.lastEvent(webhook, dates)))
            .filter(row -> test == null || test.test(row))
            .sorted(order)
            .toList();
    var body = Json.object();
    body.put("odata.metadata", request.baseUrl() + Paths.base(request.path()) + "/v1/$metadata");
    var end = (long) skip + top;
    body.put("odata.nextLink", top > 0 && end < found.size() ? next(request, end) : null);
    var rows = body.putArray("value");
    found.stream().skip(skip).limit(top).forEach(row -> rows.add(shown(row, columns, entity)));
    return Answers.of(request, "Archive", body);
  }

  private static ObjectNode shown(Columns row, Map<String, String> columns, String entity) {
    var shown = Json.object().put("PrimaryKey", row.primaryKey()).put("EntityName", entity);
    columns.forEach((name, column) -> {
      switch (row.value(column)) {
        case Integer number -> shown.put(name, number);
        case Object text -> shown.put(name, text.toString());
      }
    });
    return shown;
  }

  /** By the name that the client gave, what it stands for. */
  private static Map<String, String> selected(@Nullable String select, Map<String, String> all) {
    if (select == null) {
      return all;
    }
    var columns = new LinkedHashMap<String, String>();
    for (var name : select.split(",", -1)) {
      var column = Columns.spelled(name.strip());
      if (!column.isEmpty()) {
        columns.put(name.strip(), column);
      }
    }
    return columns;
  }

  private static Comparator<Columns> order(@Nullable String given) {
    Comparator<Columns> byId = Comparator.comparingInt(Columns::primaryKey);
    if (given == null) {
      return byId;
    }
    Comparator<Columns> order = null;
    for (var part : given.split(",", -1)) {
      var words = part.strip().split("\\s+", -1);
      var column = Columns.spelled(words[0]);
      var way = words.length > 1 ? words[1].toLowerCase(Locale.ROOT) : "asc";
      if (column.isEmpty() || words.length > 2 || !(way.equals("asc") || way.equals("desc"))) {
        throw Problem.stack(
            400,
            "The request is invalid.",
            "$orderby must be columns, each with asc or desc behind it.");
      }
      Comparator<Columns> by = (one, other) -> one.compare(column, other);
      var turned = way.equals("desc") ? by.reversed() : by;
      order = order == null ? turned : order.thenComparing(turned);
    }
    return order == null ? byId : order.thenComparing(byId);
  }

  private static int atLeastZero(String name, int number) {
    if (number < 0) {
      throw Problem.stack(400, "The request is invalid.", name + " must not be negative.");
    }
    return number;
  }

  private static String next(Request request, long skip) {
    var parameters = new TreeMap<String, String>();
    for (var pair : request.rawQuery().split("&", -1)) {
      var equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.put(
            Percent.decode(pair.substring(0, equals)).toLowerCase(Locale.ROOT),
            pair.substring(equals + 1));
      }
    }
    parameters.put("$skip", String.valueOf(skip));
    var query = new StringBuilder();
    parameters.forEach((name, value) ->
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(
                name.startsWith("$")
                    ? "$" + URLEncoder.encode(name.substring(1), StandardCharsets.UTF_8)
                    : URLEncoder.encode(name, StandardCharsets.UTF_8))
            .append('=')
            .append(value));
    return request.baseUrl() + request.path() + query;
  }

  private static Response names(Request request, List<String> names) {
    var items = JsonNodeFactory.instance.arrayNode();
    for (int i = 0; i < names.size(); i++) {
      items.add(Associates.item(i + 1).put("Name", names.get(i)).put("Type", names.get(i)));
    }
    return Answers.list(request, "MDOListItem", items);
  }
}
