package dev.belfry.dialects.rig;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.Dialects;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.belfry.BelfryDialect;
import dev.belfry.dialects.belfry.Upkeep;
import dev.belfry.engine.Engine;
import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.egress.EgressPolicy;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.NewKey;
import dev.belfry.engine.tenant.Scope;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.testkit.Eventually;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Dialects over one {@link Ground}, asked with plain requests.
 *
 * @param <A> an answer as the vendor words it
 */
public abstract class Rig<A extends Answered> implements AutoCloseable {

  /** Where the server is, as seen from outside. */
  public static final String BASE = "http://belfry.example";

  /** How long is waited for what happens at once. */
  public static final Duration SOON = Duration.ofSeconds(60);

  public final Engine engine;
  private final Ground ground;
  private final Dialects dialects;
  private final Function<Response, A> answers;
  private final AtomicInteger tenants = new AtomicInteger();

  /**
   * @param ground closed with this
   */
  protected Rig(Ground ground, Function<Response, A> answers, Dialect... dialects) {
    this.ground = ground;
    this.engine = ground.engine();
    this.answers = answers;
    this.dialects = new Dialects(List.of(dialects));
  }

  /** Our own API beside a vendor's. */
  protected static Dialect ownApi(Ground ground, EgressPolicy policy) {
    return new BelfryDialect(ground.engine(), policy, new NoUpkeep(), ground.clock(), 1 << 20);
  }

  /** A new tenant, whose id begins like this. */
  public final TenantId givenTenant(String prefix) {
    var id = new TenantId(prefix + tenants.incrementAndGet());
    engine.tenants().create(id, "", Limits.NONE, Actor.ADMIN);
    return id;
  }

  /** A new key; it may do everything if no scopes are named. */
  public final NewKey newKey(TenantId tenant, Scope... scopes) {
    var granted = Set.of(scopes.length == 0 ? Scope.values() : scopes);
    return engine.keys().create(tenant, granted, null, Actor.ADMIN);
  }

  /**
   * Makes a request as it would come from outside.
   *
   * @param target path and query
   */
  public final A ask(
      String method, String target, @Nullable String body, Map<String, String> headers) {
    return ask(method, target, body == null ? new byte[0] : body.getBytes(UTF_8), headers);
  }

  /** The same with any bytes as its body. */
  public final A ask(String method, String target, byte[] body, Map<String, String> headers) {
    var all = new TreeMap<String, List<String>>();
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), List.of(value)));
    var question = target.indexOf('?');
    return answers.apply(
        dialects.apply(
            new Request(
                method,
                question < 0 ? target : target.substring(0, question),
                question < 0 ? "" : target.substring(question + 1),
                all,
                body,
                Map.of(),
                BASE,
                "127.0.0.1")));
  }

  /** Waits until nothing is left to do before the clock moves on. */
  public final void settle() {
    Eventually.holds("quiet", SOON, engine.deliverer()::isQuiet);
  }

  @Override
  public final void close() {
    ground.close();
  }

  private static final class NoUpkeep implements Upkeep {
    @Override
    public void backup(Path file, boolean withKey) {}

    @Override
    public List<String> verify() {
      return List.of();
    }
  }
}
