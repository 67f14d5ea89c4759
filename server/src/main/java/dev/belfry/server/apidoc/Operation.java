package dev.belfry.server.apidoc;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Method;
import dev.belfry.dialects.Route;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One operation of the document: what was written of it by hand, and what follows from its route,
 * such as who may call it and which errors every such operation has.
 */
final class Operation {

  private static final Pattern VARIABLE = Pattern.compile("\\{([a-z]+)}");
  private static final String JSON = "application/json";

  private final Route route;
  private final Map<String, Object> written;
  private final boolean hasVariables;
  private final boolean ofTenants;
  private final boolean hasBody;

  Operation(Route route, Map<String, Object> written) {
    this.route = route;
    this.written = written;
    this.hasVariables = route.pattern().indexOf('{') >= 0;
    this.ofTenants =
        switch (route.access()) {
          case READ, SEND, MANAGE -> true;
          case ADMIN, OPEN -> false;
        };
    this.hasBody = written.containsKey("takes") || written.containsKey("requestBody");
  }

  Map<String, Object> described() {
    var operation = new LinkedHashMap<String, Object>();
    for (var name : List.of("operationId", "tags", "summary", "description")) {
      if (written.containsKey(name)) {
        operation.put(name, written.get(name));
      }
    }
    operation.put("security", security(route.access()));
    operation.put("parameters", parameters());
    if (hasBody) {
      operation.put("requestBody", body());
    }
    operation.put("responses", responses());
    return operation;
  }

  private static List<Object> security(Access access) {
    var operator = Map.of("operator", List.of());
    return switch (access) {
      case OPEN -> List.of();
      case ADMIN -> List.of(operator);
      case READ -> List.of(key("read"), key("manage"), operator);
      case SEND -> List.of(key("send"), operator);
      case MANAGE -> List.of(key("manage"), operator);
    };
  }

  private static Map<String, Object> key(String scope) {
    return Map.of("key", List.of(scope));
  }

  private List<Object> parameters() {
    var parameters = new ArrayList<Object>();
    VARIABLE
        .matcher(route.pattern())
        .results()
        .forEach(found ->
            parameters.add(
                Map.of(
                    "name",
                    found.group(1),
                    "in",
                    "path",
                    "required",
                    true,
                    "schema",
                    Map.of("type", "string"))));
    var named = Parts.texts(written, "query").stream();
    (ofTenants ? Stream.concat(named, Stream.of("tenantHeader")) : named)
        .map(name -> Map.of("$ref", "#/components/parameters/" + name))
        .forEach(parameters::add);
    return parameters;
  }

  private Object body() {
    if (written.containsKey("requestBody")) {
      return written.get("requestBody");
    }
    var schema = Map.of("schema", Shapes.reference(String.valueOf(written.get("takes"))));
    var content = new LinkedHashMap<String, Object>();
    content.put(JSON, schema);
    if (route.method() == Method.PATCH) {
      content.put("application/merge-patch+json", schema);
    }
    return Map.of("required", !written.containsKey("takesNothingToo"), "content", content);
  }

  private Map<String, Object> responses() {
    var responses = new LinkedHashMap<String, Object>();
    var answers = Parts.map(written.getOrDefault("answers", Map.of()), "answers");
    answers.forEach((status, schema) -> responses.put(status, answer(status, schema)));
    Parts.map(written.getOrDefault("plain", Map.of()), "plain")
        .forEach((status, type) ->
            responses.put(
                status,
                Map.of(
                    "description",
                    "As the summary says",
                    "content",
                    Map.of(type, Map.of("schema", Map.of("type", "string"))))));
    if (written.containsKey("assets")) {
      responses.put(
          "200",
          Map.of(
              "description",
              "A style or a script",
              "content",
              Map.of(
                  "text/css; charset=utf-8",
                  Map.of(),
                  "text/javascript; charset=utf-8",
                  Map.of())));
    }
    for (var status : errors()) {
      responses.put(status, Map.of("$ref", "#/components/responses/" + status));
    }
    return responses;
  }

  private Map<String, Object> answer(String status, Object schema) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put(
        "description",
        switch (status) {
          case "201" -> "Made";
          case "202" -> "Accepted";
          case "204" -> "Done";
          default -> "As the summary says";
        });
    var headers = new LinkedHashMap<String, Object>();
    if (status.equals("201")) {
      headers.put("Location", Map.of("$ref", "#/components/headers/Location"));
    }
    if (Boolean.TRUE.equals(written.get("versioned"))) {
      headers.put("ETag", Map.of("$ref", "#/components/headers/ETag"));
    }
    if (Boolean.TRUE.equals(written.get("once"))) {
      headers.put("Cache-Control", Map.of("required", true, "schema", Map.of("const", "no-store")));
    }
    if (!headers.isEmpty()) {
      answer.put("headers", headers);
    }
    if (!status.equals("204")) {
      var content = Map.of("schema", Shapes.reference(String.valueOf(schema)));
      answer.put("content", Map.of(JSON, content));
    }
    return answer;
  }

  /** What changes something and takes no body looks whether there is one. */
  private boolean refusesBodies() {
    return route.pattern().startsWith("/v1/")
        && switch (route.method()) {
          case POST, PUT, PATCH, DELETE -> true;
          case GET -> false;
        };
  }

  private Set<String> errors() {
    var errors = new TreeSet<>(Parts.texts(written, "errors"));
    errors.add("503");
    if (route.access() != Access.OPEN) {
      errors.addAll(List.of("401", "403", "429"));
    }
    if (hasVariables || ofTenants) {
      errors.add("404");
    }
    if (ofTenants || (hasVariables && route.pattern().startsWith("/v1/"))) {
      errors.add("400");
    }
    if (written.containsKey("query")) {
      errors.add("400");
    }
    if (hasBody || refusesBodies()) {
      errors.addAll(List.of("400", "413", "415", "422"));
    }
    return errors;
  }
}
