package dev.belfry.server.cli.resources;

import tools.jackson.databind.JsonNode;

/**
 * One column of a table.
 *
 * @param pointer where in each item its value is, as RFC 6901 says
 */
record Column(String title, String pointer) {

  /** A column that is titled as its member is called. */
  static Column of(String member) {
    return new Column(member, "/" + member);
  }

  String text(JsonNode item) {
    return Values.text(item.at(pointer));
  }
}
