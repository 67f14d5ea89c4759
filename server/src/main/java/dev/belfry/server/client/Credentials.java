package dev.belfry.server.client;

/**
 * Who asks.
 *
 * @param origin where the key came from, for whoever is told that it is not taken
 */
record Credentials(String key, String origin) {

  @Override
  public String toString() {
    return "Credentials[" + origin + "]";
  }
}
