package dev.belfry.engine.egress;

import dev.belfry.engine.egress.Answer.Failure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches the token that a request needs and shows it. A token is kept until shortly before its
 * end, or until a target refuses it with 401; many that need the same one at once wait for one
 * fetch. It is fetched like everything else: by the same policy, within the request's own time.
 */
public final class TokenSender implements Sender {

  private static final Logger LOG = LoggerFactory.getLogger(TokenSender.class);
  private static final int MOST_TOKENS = 10_000;
  private static final int UNAUTHORIZED = 401;

  private final Sender sender;
  private final InstantSource clock;
  private final Map<Key, CompletableFuture<Fetched>> tokens = new ConcurrentHashMap<>();

  /**
   * @param sender does the sending, of token requests too
   */
  public TokenSender(Sender sender, InstantSource clock) {
    this.sender = sender;
    this.clock = clock;
  }

  private record Key(String pool, TlsChoice tls, ClientCredentials credentials) {}

  /** A token, or why there is none. */
  private sealed interface Fetched {
    record Given(Token token) implements Fetched {}

    record Refused(Answer.Failed failed) implements Fetched {}
  }

  @Override
  public Answer send(OutgoingRequest request) {
    var credentials = request.credentials();
    if (credentials == null) {
      return sender.send(request);
    }
    var began = System.nanoTime();
    var key = new Key(request.pool(), request.tls(), credentials);
    return switch (token(key, request)) {
      case Fetched.Refused(var failed) -> failed;
      case Fetched.Given(var token) -> {
        var left = request.timeout().minusNanos(System.nanoTime() - began);
        yield left.isPositive() ? send(request, token, left, key) : tooLate();
      }
    };
  }

  private Answer send(OutgoingRequest request, Token token, Duration left, Key key) {
    var headers = new ArrayList<>(request.headers());
    headers.add(new Header("authorization", "Bearer " + token.text()));
    var answer =
        sender.send(
            new OutgoingRequest(
                request.pool(),
                request.method(),
                request.url(),
                headers,
                request.body(),
                request.tls(),
                left,
                null,
                request.mostKept()));
    if (answer instanceof Answer.Answered(int status, _, _, _) && status == UNAUTHORIZED) {
      tokens.computeIfPresent(key, (_, held) -> holds(held, token) ? null : held);
    }
    return answer;
  }

  @SuppressWarnings("ReferenceEquality") // whether it is this very one
  private Fetched token(Key key, OutgoingRequest request) {
    var own = new CompletableFuture<Fetched>();
    var held = tokens.compute(key, (_, there) -> isOfUse(there) ? there : own);
    if (held != own) {
      return await(held, request.timeout());
    }
    Fetched fetched = new Fetched.Refused(tooLate());
    try {
      fetched = fetch(request, key.credentials);
    } finally {
      if (fetched instanceof Fetched.Refused) {
        tokens.remove(key, own);
      }
      own.complete(fetched);
      if (tokens.size() > MOST_TOKENS) {
        tokens.values().removeIf(CompletableFuture::isDone);
      }
    }
    return fetched;
  }

  /** One that is being fetched, or lasts for a while yet. */
  private boolean isOfUse(@Nullable CompletableFuture<Fetched> held) {
    return held != null
        && (!held.isDone()
            || (held.join() instanceof Fetched.Given(var token)
                && clock.instant().isBefore(token.until())));
  }

  private static boolean holds(CompletableFuture<Fetched> held, Token token) {
    return held.isDone() && held.join() instanceof Fetched.Given(var given) && given.equals(token);
  }

  private static Fetched await(CompletableFuture<Fetched> held, Duration atMost) {
    try {
      return held.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new Fetched.Refused(tooLate());
    } catch (ExecutionException | TimeoutException _) {
      return new Fetched.Refused(tooLate());
    }
  }

  private Fetched fetch(OutgoingRequest request, ClientCredentials credentials) {
    var answer = sender.send(TokenRequests.of(request, credentials));
    return switch (answer) {
      case Answer.Failed(var failure, var detail) -> refused(request, credentials, failure, detail);
      case Answer.Answered(int status, _, _, _) when status != 200 ->
          refused(request, credentials, Failure.BAD_RESPONSE, "it answered " + status);
      case Answer.Answered(_, _, var body, _) ->
          TokenRequests.read(body, clock.instant())
              .<Fetched>map(Fetched.Given::new)
              .orElseGet(() ->
                  refused(
                      request,
                      credentials,
                      Failure.BAD_RESPONSE,
                      "its answer has no bearer token"));
    };
  }

  private static Fetched refused(
      OutgoingRequest request, ClientCredentials credentials, Failure failure, String detail) {
    LOG.atWarn()
        .addKeyValue("tenant", request.pool())
        .addKeyValue("host", credentials.tokenUrl().getHost())
        .addKeyValue("outcome", failure.word())
        .addKeyValue("detail", detail)
        .log("no token");
    return new Fetched.Refused(new Answer.Failed(failure, "the token: " + detail));
  }

  private static Answer.Failed tooLate() {
    return new Answer.Failed(Failure.TIMEOUT, "the token did not come in time");
  }

  @Override
  public void close() {
    sender.close();
  }
}
