package dev.belfry.engine.tenant;

/**
 * A key just made.
 *
 * @param secret to be shown once: it is not kept
 */
public record NewKey(ApiKey key, String secret) {

  @Override
  public String toString() {
    return "NewKey[" + key.id() + "]";
  }
}
