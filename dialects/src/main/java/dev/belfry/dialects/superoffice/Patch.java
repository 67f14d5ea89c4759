package dev.belfry.dialects.superoffice;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Partial updates (section 4.6): operations as in RFC 6902 or members as in RFC 7396, both with the
 * vendor's own rules: paths without regard to case, the first slash optional, neither {@code move}
 * nor {@code copy}. All or nothing, and never more than 100 operations.
 */
final class Patch {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final int LONGEST_PATH = 1000;
  private static final int DEEPEST = 16;

  private final ObjectNode target;

  private Patch(ObjectNode target) {
    this.target = target;
  }

  /**
   * The webhook as it shall be.
   *
   * @param whole as it is; not changed
   * @param patch an array or an object
   * @throws Problem 409 for a {@code test} that fails, 400 for all else that is wrong
   */
  static ObjectNode apply(ObjectNode whole, JsonNode patch) {
    var copy = whole.deepCopy();
    var work = new Patch(copy);
    var operations = patch.isArray() ? listed(patch) : merged(whole, (ObjectNode) patch);
    if (operations.size() > Choices.MOST_OPERATIONS) {
      throw bad("A patch may have at most " + Choices.MOST_OPERATIONS + " operations.");
    }
    operations.forEach(work::apply);
    return copy;
  }

  private enum Op {
    ADD,
    REPLACE,
    REMOVE,
    TEST
  }

  private record Operation(Op op, List<String> path, JsonNode value) {}

  private static List<Operation> listed(JsonNode patch) {
    var operations = new ArrayList<Operation>();
    for (var one : patch) {
      if (operations.size() > Choices.MOST_OPERATIONS) {
        break;
      }
      if (!(one instanceof ObjectNode object)) {
        throw bad("Each operation must be an object.");
      }
      operations.add(operation(object));
    }
    return operations;
  }

  private static Operation operation(ObjectNode given) {
    var op =
        switch (given.path("op").asString("")) {
          case "add" -> Op.ADD;
          case "replace" -> Op.REPLACE;
          case "remove" -> Op.REMOVE;
          case "test" -> Op.TEST;
          case "move", "copy" -> throw bad("The operations move and copy are not supported.");
          default -> throw bad("An operation's op must be add, replace, remove or test.");
        };
    if (!given.path("path").isString()) {
      throw bad("An operation must have a path.");
    }
    if (op != Op.REMOVE && !given.has("value")) {
      throw bad("An operation " + given.path("op").asString("") + " must have a value.");
    }
    return new Operation(
        op,
        path(given.path("path").stringValue()),
        given.has("value") ? given.get("value") : NODES.nullNode());
  }

  /** A merge object as the operations that it stands for. */
  private static List<Operation> merged(ObjectNode whole, ObjectNode patch) {
    var operations = new ArrayList<Operation>();
    for (var member : patch.properties()) {
      var name = known(member.getKey());
      var value = member.getValue();
      switch (Shape.WEBHOOK.kind(name)) {
        case TEXTS, VALUES -> {
          if (value instanceof ObjectNode entries) {
            merge(List.of(name), whole.get(name), entries, operations);
          } else {
            operations.add(new Operation(Op.REPLACE, List.of(name), value));
          }
        }
        case LIST, ITEMS ->
            operations.add(
                value.isArray() || value.isNull()
                    ? new Operation(Op.REPLACE, List.of(name), value)
                    : new Operation(Op.ADD, List.of(name, "-"), value));
        case SCALAR, WEBHOOK, IGNORED ->
            operations.add(new Operation(Op.REPLACE, List.of(name), value));
      }
    }
    return operations;
  }

  private static void merge(
      List<String> at, @Nullable JsonNode old, ObjectNode entries, List<Operation> operations) {
    if (at.size() > DEEPEST) {
      throw bad("The patch is nested over " + DEEPEST + " deep.");
    }
    if (!(old instanceof ObjectNode)) {
      operations.add(new Operation(Op.ADD, at, NODES.objectNode()));
    }
    for (var entry : entries.properties()) {
      var before = old instanceof ObjectNode object ? object.get(entry.getKey()) : null;
      var path = new ArrayList<>(at);
      path.add(entry.getKey());
      if (entry.getValue().isNull()) {
        if (before != null) {
          operations.add(new Operation(Op.REMOVE, path, entry.getValue()));
        }
      } else if (entry.getValue() instanceof ObjectNode below) {
        merge(path, before, below, operations);
      } else {
        operations.add(new Operation(Op.ADD, path, entry.getValue()));
      }
    }
  }

  private static String known(String name) {
    var known = Shape.WEBHOOK.spelled(name);
    if (known == null) {
      throw bad("A webhook has no member of the name that the patch gives.");
    }
    return known;
  }

  private static List<String> path(String text) {
    if (text.length() > LONGEST_PATH) {
      throw bad("A path may have at most " + LONGEST_PATH + " characters.");
    }
    var names = new ArrayList<String>();
    for (var name : (text.startsWith("/") ? text.substring(1) : text).split("/", -1)) {
      names.add(unescaped(name));
    }
    if (names.size() > DEEPEST) {
      throw bad("A path may be at most " + DEEPEST + " deep.");
    }
    names.set(0, known(names.getFirst()));
    return names;
  }

  private static String unescaped(String name) {
    for (int i = name.indexOf('~'); i >= 0; i = name.indexOf('~', i + 1)) {
      if (i + 1 == name.length() || (name.charAt(i + 1) != '0' && name.charAt(i + 1) != '1')) {
        throw bad("A path has a ~ that neither 0 nor 1 follows.");
      }
    }
    return name.replace("~1", "/").replace("~0", "~");
  }

  private void apply(Operation operation) {
    var path = operation.path;
    JsonNode parent = target;
    for (int i = 0; i < path.size() - 1; i++) {
      parent = below(parent, path.get(i), i == 0 && operation.op == Op.ADD);
    }
    var name = path.getLast();
    switch (parent) {
      case ObjectNode object -> change(object, name, operation);
      case ArrayNode array -> change(array, name, operation);
      default -> throw nothingAt(operation);
    }
  }

  /** A dictionary that is null is made when something is put into it. */
  private JsonNode below(JsonNode node, String name, boolean make) {
    if (node instanceof ObjectNode object) {
      var key = key(object, name);
      var next = object.get(key);
      if (make && next != null && next.isNull()) {
        return switch (Shape.WEBHOOK.kind(key)) {
          case TEXTS, VALUES -> object.putObject(key);
          case LIST, ITEMS -> object.putArray(key);
          case SCALAR, WEBHOOK, IGNORED -> next;
        };
      }
      return next == null ? NODES.missingNode() : next;
    }
    if (node instanceof ArrayNode array) {
      var index = index(name, array.size() - 1);
      return index < 0 ? NODES.missingNode() : array.get(index);
    }
    return NODES.missingNode();
  }

  private void change(ObjectNode object, String name, Operation operation) {
    var key = key(object, name);
    var isMember = operation.path.size() == 1;
    var there = object.has(key) || isMember;
    switch (operation.op) {
      case ADD -> object.set(key, operation.value);
      case REPLACE -> {
        require(there, operation);
        object.set(key, operation.value);
      }
      case REMOVE -> {
        require(there, operation);
        if (isMember) {
          object.putNull(key);
        } else {
          object.remove(key);
        }
      }
      case TEST -> check(operation, object.get(key));
    }
  }

  private void change(ArrayNode array, String name, Operation operation) {
    if (operation.op == Op.ADD && name.equals("-")) {
      array.add(operation.value);
      return;
    }
    var index = index(name, operation.op == Op.ADD ? array.size() : array.size() - 1);
    if (operation.op == Op.TEST) {
      check(operation, index < 0 ? null : array.get(index));
      return;
    }
    require(index >= 0, operation);
    switch (operation.op) {
      case ADD -> array.insert(index, operation.value);
      case REPLACE -> array.set(index, operation.value);
      case REMOVE -> array.remove(index);
      case TEST -> {
        // done above
      }
    }
  }

  private static void check(Operation operation, @Nullable JsonNode there) {
    var isSame = there != null && same(operation, there);
    if (!isSame) {
      throw Problem.of(
          409,
          Choices.TEST_FAILED,
          "The test of " + String.join("/", operation.path) + " failed; nothing was changed.");
    }
  }

  private static boolean same(Operation operation, JsonNode there) {
    var wanted = operation.value;
    if (operation.path.equals(List.of("State")) && !wanted.isNull()) {
      return State.parse(wanted.asString(""))
          .filter(s -> s.text().equals(there.asString()))
          .isPresent();
    }
    if (there.isNumber() && wanted.isNumber()) {
      return there.decimalValue().compareTo(wanted.decimalValue()) == 0;
    }
    return there.equals(wanted);
  }

  /** By its exact name, or else by one that differs in case only. */
  private static String key(ObjectNode object, String name) {
    if (object.has(name)) {
      return name;
    }
    for (var key : object.propertyNames()) {
      if (key.equalsIgnoreCase(name)) {
        return key;
      }
    }
    return name;
  }

  /** -1 if it is none. */
  private static int index(String name, int last) {
    if (!name.matches("0|[1-9][0-9]{0,5}")) {
      return -1;
    }
    var index = Integer.parseInt(name);
    return index <= last ? index : -1;
  }

  private static void require(boolean there, Operation operation) {
    if (!there) {
      throw nothingAt(operation);
    }
  }

  private static Problem nothingAt(Operation operation) {
    return operation.op == Op.TEST
        ? Problem.of(409, Choices.TEST_FAILED, "The test of a path that is not there failed.")
        : bad("There is nothing at the path " + String.join("/", operation.path) + ".");
  }

  private static Problem bad(String fault) {
    return Problem.unreadable("patch", fault);
  }
}
