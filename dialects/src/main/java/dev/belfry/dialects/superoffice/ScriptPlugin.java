package dev.belfry.dialects.superoffice;

import dev.belfry.engine.delivery.Callback.Prepared;

/**
 * The type {@code crmscript}: there are no scripts here, so such hooks are kept, and that is all.
 */
public final class ScriptPlugin implements CallbackPlugin {

  @Override
  public String type() {
    return "crmscript";
  }

  @Override
  public Target target(String targetUrl) {
    return new Target.Nowhere();
  }

  @Override
  public Prepared prepare(Told told) {
    return new Prepared.Unsendable("template", "Scripts are not run here.");
  }
}
