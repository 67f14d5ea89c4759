package dev.belfry.server.console.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.Access;
import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Dialect;
import dev.belfry.dialects.Dialects;
import dev.belfry.dialects.Method;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.Route;
import dev.belfry.server.console.page.Api;
import dev.belfry.server.console.page.Params;
import dev.belfry.testkit.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a sweep goes on while the server behind it can and cannot. */
class SweepTest {

  private static final Duration SOON = Duration.ofSeconds(20);

  private final Server server = new Server();
  private final AtomicBoolean isIn = new AtomicBoolean(true);

  @Test
  void when_the_server_has_no_place_for_a_while_then_all_is_done_in_the_end() throws Exception {
    server.notNow.set(2);
    var sweep = sweep(SOON);

    var thread = Thread.startVirtualThread(sweep);

    assertThat(thread.join(SOON)).isTrue();
    assertThat(sweep.progress().state()).isEqualTo("done");
    assertThat(sweep.progress().all()).isEqualTo(3);
    assertThat(sweep.progress().done()).isEqualTo(2);
    assertThat(sweep.progress().refused()).isEqualTo(1);
    assertThat(sweep.progress().refusal()).isEqualTo("It is delivered.");
    assertThat(sweep.progress().waiting()).isEmpty();
    assertThat(server.retried).containsExactly("1", "2", "3");
  }

  @Test
  void when_it_cannot_for_too_long_then_it_ends_and_says_why_and_the_rest_is_as_it_was()
      throws Exception {
    server.notNowFrom.set(2);
    var sweep = sweep(Duration.ofMillis(600));

    var thread = Thread.startVirtualThread(sweep);

    assertThat(thread.join(SOON)).isTrue();
    assertThat(sweep.progress().state()).isEqualTo("cancelled");
    assertThat(sweep.progress().waiting()).isEqualTo("No place.");
    assertThat(sweep.progress().done()).isEqualTo(1);
    assertThat(sweep.progress().refused()).isZero();
    assertThat(server.retried).containsExactly("1");
  }

  @Test
  void when_it_is_stopped_or_the_session_ends_while_it_waits_then_it_ends_at_once()
      throws Exception {
    for (var stopped : List.of(true, false)) {
      server.notNow.set(Integer.MAX_VALUE);
      isIn.set(true);
      var sweep = sweep(Duration.ofHours(1));
      var thread = Thread.startVirtualThread(sweep);
      Eventually.holds("it waits", SOON, () -> sweep.progress().waiting().equals("No place."));

      if (stopped) {
        sweep.stop();
      } else {
        isIn.set(false);
      }

      assertThat(thread.join(SOON)).isTrue();
      assertThat(sweep.progress().state()).isEqualTo("cancelled");
      assertThat(sweep.progress().waiting()).isEmpty();
      assertThat(server.retried).isEmpty();
    }
  }

  private Sweep sweep(Duration patience) {
    var request = new Request("GET", "/", "", Map.of(), new byte[0], Map.of(), "http://h", "peer");
    var api = new Api(new Dialects(List.of(server)), Caller.operator(null), request);
    return new Sweep(
        new Sweep.Order("dev", Sweep.Kind.RETRY, Params.none()),
        new Sweep.Work(List.of(), api, isIn::get),
        patience);
  }

  /** Has three deliveries, of which the last cannot be retried. */
  private static final class Server implements Dialect {

    /** So many more requests are turned away. */
    final AtomicInteger notNow = new AtomicInteger();

    /** From this delivery on all are turned away. */
    final AtomicInteger notNowFrom = new AtomicInteger(Integer.MAX_VALUE);

    final ConcurrentLinkedQueue<String> retried = new ConcurrentLinkedQueue<>();

    @Override
    public String name() {
      return "test";
    }

    @Override
    public String prefix() {
      return "/v1";
    }

    @Override
    public List<Route> routes() {
      return List.of(
          new Route(Method.GET, "/v1/deliveries", Access.READ, (_, _) -> list()),
          new Route(
              Method.POST,
              "/v1/deliveries/{id}/retry",
              Access.MANAGE,
              (request, _) -> retry(request.variables().getOrDefault("id", ""))));
    }

    private Response list() {
      return turnsAway()
          ? answer(503, "{\"detail\":\"No place.\"}")
          : answer(200, "{\"data\":[{\"id\":\"1\"},{\"id\":\"2\"},{\"id\":\"3\"}],\"next\":null}");
    }

    private Response retry(String id) {
      if (turnsAway() || Integer.parseInt(id) >= notNowFrom.get()) {
        return answer(503, "{\"detail\":\"No place.\"}");
      }
      retried.add(id);
      return id.equals("3") ? answer(409, "{\"detail\":\"It is delivered.\"}") : answer(202, "{}");
    }

    private boolean turnsAway() {
      return notNow.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }

    private static Response answer(int status, String json) {
      return Response.of(status, "application/json", json);
    }

    @Override
    public Caller identify(Request request, Route route) {
      return Caller.anybody();
    }

    @Override
    public Response refuse(Request request, Refusal refusal) {
      return answer(404, "{\"detail\":\"Nothing.\"}");
    }

    @Override
    public Response failed(Request request, RuntimeException failure) {
      throw failure;
    }
  }
}
