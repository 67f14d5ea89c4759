package dev.belfry.server.cli.resources;

import java.io.PrintWriter;
import tools.jackson.databind.JsonNode;

/** One object, a line for each member; what is inside others is set in. */
final class Sheet {

  private final PrintWriter out;

  Sheet(PrintWriter out) {
    this.out = out;
  }

  void print(JsonNode object) {
    members(object, "");
  }

  private void members(JsonNode object, String indent) {
    object.properties().forEach(member -> member(member.getKey(), member.getValue(), indent));
  }

  private void member(String name, JsonNode value, String indent) {
    if (value.isObject() && !value.isEmpty()) {
      out.println(indent + name);
      members(value, indent + "  ");
    } else if (value.isArray() && !value.isEmpty() && value.get(0).isObject()) {
      for (int i = 0; i < value.size(); i++) {
        out.println(indent + name + " " + (i + 1));
        members(value.get(i), indent + "  ");
      }
    } else {
      out.println(indent + name + "  " + (value.isObject() ? "-" : Values.text(value)));
    }
  }
}
