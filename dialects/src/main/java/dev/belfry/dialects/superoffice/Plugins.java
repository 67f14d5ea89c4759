package dev.belfry.dialects.superoffice;

import dev.belfry.engine.egress.EgressPolicy;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The registered plug-ins by their type. */
public final class Plugins {

  private final Map<String, CallbackPlugin> byType = new HashMap<>();

  /**
   * @throws IllegalArgumentException if two have the same type
   */
  public Plugins(List<CallbackPlugin> plugins) {
    for (var plugin : plugins) {
      if (byType.put(plugin.type(), plugin) != null) {
        throw new IllegalArgumentException("two plug-ins for the type " + plugin.type());
      }
    }
  }

  /** Those that the vendor has too. */
  public static Plugins builtIn(EgressPolicy policy, SuperOfficeSettings settings) {
    return new Plugins(List.of(new HttpPlugin(policy, settings), new ScriptPlugin()));
  }

  Optional<CallbackPlugin> find(String type) {
    return Optional.ofNullable(byType.get(type));
  }
}
