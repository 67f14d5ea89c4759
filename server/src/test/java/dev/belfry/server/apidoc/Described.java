package dev.belfry.server.apidoc;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.belfry.server.apidoc.LiveServer.Answer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The server's own document, and whether answers are as it says. */
final class Described {

  /** Nothing of the machine's inside may be told (T81). */
  private static final Pattern INSIDES =
      Pattern.compile(
          "dev\\.belfry|java\\.|Exception|\\.java:|\\bat [a-z]+\\.|SQLITE|SQL error|no such column"
              + "|syntax error|unrecognized token|/(?:tmp|home)/|\\.db\\b");

  /** The operator named the path himself. */
  private static final String NAMES_PATHS = "backUp";

  private final ObjectNode document;
  private final ObjectNode schemas;
  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<JsonNode, Schema> compiled = new ConcurrentHashMap<>();

  Described(LiveServer server) {
    document = (ObjectNode) server.call("GET", "/openapi.json", null, new byte[0]).json();
    schemas = (ObjectNode) document.at("/components/schemas");
    var closed = schemas.deepCopy();
    close(closed);
    document.set("closed", closed);
  }

  JsonNode document() {
    return document;
  }

  /** One operation of the document. */
  record Operation(String method, String pattern, JsonNode node) {

    String id() {
      return node.get("operationId").asString();
    }

    boolean isOpen() {
      return node.get("security").isEmpty();
    }

    boolean isOperators() {
      return !isOpen() && node.get("security").valueStream().noneMatch(way -> way.has("key"));
    }

    /** Whether a key of these scopes may call it. */
    boolean allows(Set<String> scopes) {
      return node.get("security")
          .valueStream()
          .filter(way -> way.has("key"))
          .anyMatch(way -> scopes.contains(way.at("/key/0").asString()));
    }

    boolean hasVariable() {
      return pattern.contains("{");
    }

    boolean takesJson() {
      return node.at("/requestBody/content").has("application/json");
    }

    /** The statuses that are no errors. */
    List<Integer> good() {
      return node.get("responses").propertyNames().stream()
          .map(Integer::valueOf)
          .filter(status -> status < 300)
          .toList();
    }

    @Override
    public String toString() {
      return method + " " + pattern;
    }
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    for (var path : document.get("paths").properties()) {
      for (var operation : path.getValue().properties()) {
        operations.add(
            new Operation(
                operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()));
      }
    }
    return operations;
  }

  Operation operation(String id) {
    return operations().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }

  /** The parameters in this place. */
  List<JsonNode> parameters(Operation operation, String in) {
    return operation
        .node()
        .get("parameters")
        .valueStream()
        .map(this::resolved)
        .filter(parameter -> parameter.get("in").asString().equals(in))
        .toList();
  }

  JsonNode resolved(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asString().substring(1)) : node;
  }

  /** What is wrong with a value, by a schema of the document. */
  List<String> faults(JsonNode schema, JsonNode value) {
    return compiled.computeIfAbsent(schema, this::compile).validate(value).stream()
        .map(Object::toString)
        .toList();
  }

  /** Makes sure that an answer is one that the document declares. */
  void check(Operation operation, Answer answer, String request) {
    var where =
        "%s: %d %s, asked with %s".formatted(operation, answer.status(), shown(answer), request);
    assertThat(answer.status()).as(where).isLessThan(500);
    var declared = operation.node().at("/responses/" + answer.status());
    assertThat(declared.isMissingNode()).as("not declared: " + where).isFalse();
    var response = resolved(declared);
    headers(response, answer, where);
    var content = response.path("content");
    if (content.isMissingNode()) {
      assertThat(answer.body()).as(where).isEmpty();
      return;
    }
    var type = String.valueOf(answer.header("Content-Type"));
    assertThat(content.propertyNames()).as(where).contains(type);
    var schema = content.get(type).path("schema");
    if (type.endsWith("json")) {
      assertThat(faults(schema, answer.json())).as(where).isEmpty();
    }
    if (answer.status() >= 400) {
      assertThat(answer.json().get("status").intValue()).as(where).isEqualTo(answer.status());
    }
    if (answer.status() >= 400 && !operation.id().equals(NAMES_PATHS)) {
      assertThat(INSIDES.matcher(answer.text()).find()).as("tells too much: " + where).isFalse();
    }
  }

  private void headers(JsonNode response, Answer answer, String where) {
    for (var header : response.path("headers").properties()) {
      var value = answer.header(header.getKey());
      assertThat(value).as("%s of %s", header.getKey(), where).isNotNull();
      var schema = resolved(header.getValue()).get("schema");
      assertThat(faults(schema, LiveServer.JSON.getNodeFactory().stringNode(value)))
          .as("%s of %s", header.getKey(), where)
          .isEmpty();
    }
  }

  private static String shown(Answer answer) {
    var text = answer.text();
    return text.length() > 2000 ? text.substring(0, 2000) + "…" : text;
  }

  /** With the document's schemas beside it; there, what is not named may not be answered. */
  private Schema compile(JsonNode schema) {
    var whole = LiveServer.JSON.createObjectNode();
    whole.putArray("allOf").add(schema);
    whole.putObject("components").set("schemas", document.get("closed"));
    return registry.getSchema(whole);
  }

  private static void close(JsonNode node) {
    if (node instanceof ObjectNode schema
        && schema.get("properties") instanceof ObjectNode
        && !schema.has("additionalProperties")) {
      schema.put("additionalProperties", false);
    }
    node.forEach(Described::close);
  }
}
