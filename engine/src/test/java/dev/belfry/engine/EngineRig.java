package dev.belfry.engine;

import dev.belfry.engine.audit.Actor;
import dev.belfry.engine.delivery.Asking;
import dev.belfry.engine.delivery.Callback;
import dev.belfry.engine.delivery.DeliveryListener;
import dev.belfry.engine.delivery.DeliveryState;
import dev.belfry.engine.delivery.Judged;
import dev.belfry.engine.delivery.NextStep;
import dev.belfry.engine.delivery.Outcome;
import dev.belfry.engine.delivery.Protocol;
import dev.belfry.engine.delivery.Rules;
import dev.belfry.engine.delivery.Waits;
import dev.belfry.engine.egress.Answer;
import dev.belfry.engine.egress.OutgoingRequest;
import dev.belfry.engine.egress.Sender;
import dev.belfry.engine.egress.TlsChoice;
import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.store.CommitterEvents;
import dev.belfry.engine.store.SqliteDatabase;
import dev.belfry.engine.store.SqliteSettings;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.tenant.KeyedHash;
import dev.belfry.engine.tenant.Limits;
import dev.belfry.engine.tenant.TenantId;
import dev.belfry.engine.webhook.Consequences;
import dev.belfry.engine.webhook.Pace;
import dev.belfry.engine.webhook.Registration;
import dev.belfry.engine.webhook.Retry;
import dev.belfry.engine.webhook.Seal;
import dev.belfry.engine.webhook.Target;
import dev.belfry.engine.webhook.TypePattern;
import dev.belfry.engine.webhook.Wanting;
import dev.belfry.engine.webhook.Wants;
import dev.belfry.engine.webhook.Webhook;
import dev.belfry.engine.webhook.WebhookState;
import dev.belfry.engine.webhook.Witness;
import dev.belfry.testkit.SettableClock;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * An engine on a real store with a clock to turn and a receiver that is a function; the simplest
 * protocol there can be.
 */
public final class EngineRig implements AutoCloseable {

  public static final TenantId ACME = new TenantId("acme");
  public static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  public final SettableClock clock;
  public final Engine engine;
  final SqliteDatabase database;

  /** How the receiver answers; may be changed at any time. */
  public volatile Function<OutgoingRequest, Answer> receiver = _ -> answer(200);

  /** How many failures in a row disable a webhook; null for any number. */
  volatile Rules.@Nullable FailureLimit failureLimit;

  /** Is run whenever the rules are asked what follows; may throw. */
  public volatile Runnable inRules = () -> {};

  /** How many deliveries were told to be settled. */
  public final AtomicInteger toldSettled = new AtomicInteger();

  /** The attempts that were told, in their order. */
  final Queue<DeliveryListener.Told> toldAttempts = new ConcurrentLinkedQueue<>();

  public EngineRig(Path folder) {
    this(folder, new SettableClock(NOON));
  }

  public EngineRig(Path folder, SettableClock clock) {
    this(folder, clock, SqliteSettings.DEFAULTS, Witness.NONE, Consequences.NONE);
  }

  public EngineRig(Path folder, SettableClock clock, Witness witness) {
    this(folder, clock, SqliteSettings.DEFAULTS, witness, Consequences.NONE);
  }

  EngineRig(Path folder, Consequences consequences) {
    this(folder, new SettableClock(NOON), SqliteSettings.DEFAULTS, Witness.NONE, consequences);
  }

  public EngineRig(Path folder, SettableClock clock, SqliteSettings settings) {
    this(folder, clock, settings, Witness.NONE, Consequences.NONE);
  }

  private EngineRig(
      Path folder,
      SettableClock clock,
      SqliteSettings settings,
      Witness witness,
      Consequences consequences) {
    this.clock = clock;
    database = SqliteDatabase.open(folder, settings);
    engine =
        Engine.open(
            new EngineParts(
                database,
                new KeyedHash(new byte[32]),
                new PlainSeal(),
                "admin-key-that-is-long-enough-0123456789",
                new FunctionSender(),
                List.of(
                    new Protocol(
                        "belfry",
                        new PlainCallback(),
                        new PlainRules(),
                        Wanting.PLAIN,
                        Asking.NEVER,
                        witness,
                        consequences)),
                clock,
                new Counting(),
                new Loud()),
            EngineSettings.USUAL);
    if (engine.tenants().find(ACME).isEmpty()) {
      engine.tenants().create(ACME, "Acme", Limits.NONE, Actor.ADMIN);
    }
  }

  public Webhook givenWebhook(String... types) {
    return engine
        .webhooks()
        .register(
            ACME,
            registration(
                new Wants(List.of(types).stream().map(TypePattern::new).toList(), null, null)),
            Actor.ADMIN);
  }

  public static Registration registration(Wants wants) {
    return new Registration(
        "belfry",
        null,
        "",
        "",
        Map.of(),
        wants,
        new Target(
            URI.create("https://receiver.example/in"),
            Map.of(),
            null,
            TlsChoice.USUAL,
            Duration.ofSeconds(20)),
        false,
        List.of("v1"),
        List.of(),
        new Retry(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)), 0),
        Pace.USUAL,
        WebhookState.ACTIVE,
        null,
        "{}");
  }

  public static NewEvent event(String type, @Nullable String id, String data) {
    return new NewEvent(
        new Attributes(id, null, type, null, null, null, null, Map.of()),
        Data.json(data.getBytes(StandardCharsets.UTF_8)));
  }

  public static Answer answer(int status) {
    return new Answer.Answered(status, List.of(), new byte[0], false);
  }

  @Override
  public void close() {
    engine.stop(Duration.ofSeconds(5));
    database.close();
  }

  private final class FunctionSender implements Sender {
    @Override
    public Answer send(OutgoingRequest request) {
      return receiver.apply(request);
    }

    @Override
    public void close() {}
  }

  private static final class PlainCallback implements Callback {
    @Override
    public Prepared prepare(Occasion occasion) {
      var target = occasion.webhook().target();
      return new Prepared.Ready(
          new OutgoingRequest(
              occasion.webhook().tenant().value(),
              "POST",
              target.url(),
              List.of(),
              occasion.event().data().bytes(),
              target.tls(),
              target.timeout()));
    }
  }

  private final class PlainRules implements Rules {
    @Override
    public Outcome judge(Webhook webhook, Answer answer, Instant now) {
      return switch (answer) {
        case Answer.Answered(int status, _, _, _) when status / 100 == 2 -> new Outcome.Succeeded();
        case Answer.Answered(int status, _, _, _) -> new Outcome.Refused(status, null);
        case Answer.Failed(var failure, _) -> new Outcome.Unreachable(failure.name());
      };
    }

    @Override
    public NextStep after(Judged attempt, Waits waits, RandomGenerator random) {
      inRules.run();
      return attempt.outcome() instanceof Outcome.Refused(int status, _) && status == 410
          ? new NextStep.Disable("gone")
          : attempt.bySchedule(waits, random);
    }

    @Override
    public int attemptsOfTest() {
      return 2;
    }

    @Override
    public boolean breaker() {
      return true;
    }

    @Override
    public @Nullable FailureLimit failureLimit() {
      return failureLimit;
    }
  }

  private final class Counting implements DeliveryListener {
    @Override
    public void accepted(int events) {}

    @Override
    public void attempted(Told told) {
      toldAttempts.add(told);
    }

    @Override
    public void settled(DeliveryState state, int count, Duration sinceAccepted) {
      toldSettled.addAndGet(count);
    }
  }

  /** Hides nothing, but is longer than what it seals, as encryption makes it. */
  private static final class PlainSeal implements Seal {
    private static final int LONGER = 29;

    @Override
    public byte[] close(byte[] plain, String belongsTo) {
      return Arrays.copyOf(plain, plain.length + LONGER);
    }

    @Override
    public byte[] open(byte[] sealed, String belongsTo) {
      return Arrays.copyOf(sealed, sealed.length - LONGER);
    }
  }

  private static final class Loud implements CommitterEvents {
    @Override
    public void synced(Duration took) {}

    @Override
    public void broken(StoreBroken why) {
      throw why;
    }

    @Override
    public void refused(RuntimeException why) {
      why.printStackTrace();
    }
  }
}
