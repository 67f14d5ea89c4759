package dev.belfry.engine.tenant;

import tools.jackson.databind.json.JsonMapper;

/** Limits as JSON, the way they are stored. */
final class LimitsText {

  private static final JsonMapper JSON = JsonMapper.shared();

  private LimitsText() {}

  static String write(Limits limits) {
    return JSON.writeValueAsString(limits);
  }

  static Limits read(String text) {
    return JSON.readValue(text, Limits.class);
  }
}
