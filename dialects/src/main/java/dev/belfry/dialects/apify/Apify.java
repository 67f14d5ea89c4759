package dev.belfry.dialects.apify;

import dev.belfry.dialects.Dialect;
import dev.belfry.engine.Engine;
import dev.belfry.engine.delivery.Asking;
import dev.belfry.engine.delivery.Protocol;
import dev.belfry.engine.egress.EgressPolicy;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Both halves of the dialect: what the engine is opened with, and what then runs over it. */
public final class Apify {

  public static final String NAME = Choices.DIALECT;

  private final Memory memory = new Memory();
  private final String version;
  private final Catalogue catalogue;
  private final int mostAdHoc;

  /**
   * @param version of Belfry, which targets see in {@code User-Agent}
   * @param known ids and names of the Actors and tasks that exist; null if whatever is well-formed
   *     exists
   */
  public Apify(String version, @Nullable Set<String> known) {
    this(version, known, Choices.MOST_AD_HOC);
  }

  /**
   * @param mostAdHoc webhooks of a tenant
   */
  Apify(String version, @Nullable Set<String> known, int mostAdHoc) {
    this.version = version;
    this.mostAdHoc = mostAdHoc;
    this.catalogue = new Catalogue(known);
  }

  /** How events reach its webhooks. */
  public Protocol protocol() {
    return new Protocol(
        Choices.DIALECT,
        new ApifyCallback(memory, version),
        new ApifyRules(),
        new ApifyWanting(memory),
        Asking.NEVER,
        new ApifyWitness(memory));
  }

  /**
   * Its API, once the engine is open; to be called soon: deliveries of its webhooks wait for it.
   *
   * @param policy what URLs a webhook may have
   */
  public Dialect dialect(Engine engine, EgressPolicy policy, InstantSource clock) {
    memory.attach(engine);
    return new ApifyDialect(
        engine, memory, new Creation(memory, catalogue, policy, mostAdHoc), clock);
  }
}
