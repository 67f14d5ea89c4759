package dev.belfry.server.console.room;

import dev.belfry.server.console.page.NotShown;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Those under way, and the latest that ended. */
final class Sweeps {

  private static final int MOST_OF_A_TENANT = 2;
  private static final int MOST_RUNNING = 20;
  private static final int MOST_KEPT = 200;

  private final SecureRandom random = new SecureRandom();
  private final Map<String, Sweep> byId = new LinkedHashMap<>();

  /**
   * Begins one; answers what to ask for it by.
   *
   * @throws NotShown if too many are under way
   */
  synchronized String begin(Sweep sweep) {
    var running = byId.values().stream().filter(other -> other.progress().isRunning()).toList();
    var ofTenant = running.stream().filter(other -> isOf(other, sweep.order().tenant())).count();
    if (ofTenant >= MOST_OF_A_TENANT || running.size() >= MOST_RUNNING) {
      throw new NotShown(
          429, "Others like this are under way already: wait until one ends, or stop it.");
    }
    makeRoom();
    var id = HexFormat.of().toHexDigits(random.nextLong());
    byId.put(id, sweep);
    Thread.ofVirtual().name("belfry-sweep").start(sweep);
    return id;
  }

  synchronized Optional<Sweep> find(String tenant, String id) {
    return Optional.ofNullable(byId.get(id)).filter(sweep -> isOf(sweep, tenant));
  }

  private void makeRoom() {
    var kept = byId.values().iterator();
    while (byId.size() >= MOST_KEPT && kept.hasNext()) {
      if (!kept.next().progress().isRunning()) {
        kept.remove();
      }
    }
  }

  private static boolean isOf(Sweep sweep, String tenant) {
    return sweep.order().tenant().equals(tenant);
  }
}
