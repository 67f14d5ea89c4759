package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Method;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.store.StoreBusy;
import dev.belfry.engine.store.StoreFull;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.webhook.InvalidWebhook;
import dev.belfry.engine.webhook.NoSuchWebhook;
import java.util.stream.Collectors;

/** What went wrong, in the vendor's form (section 13). */
final class Failures {

  private Failures() {}

  static Response refusal(Request request, Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound() -> write(nowhere(request));
      case Refusal.WrongMethod _ when !Paths.isKnown(request.path()) -> write(nowhere(request));
      case Refusal.WrongMethod(var allowed) ->
          write(Problem.wrongMethod())
              .with("Allow", allowed.stream().map(Method::name).collect(Collectors.joining(", ")));
      case Refusal.Unknown() -> write(Problem.tokenUnknown());
      case Refusal.Forbidden _ -> write(Problem.forbidden());
      case Refusal.Malformed _ -> write(Problem.notFound());
    };
  }

  static Response failure(RuntimeException failure) {
    return write(
        switch (failure) {
          case Problem problem -> problem;
          case MalformedJson e -> Problem.unreadable("the body " + e.getMessage());
          case InvalidWebhook e -> Problem.value(e.field(), String.valueOf(e.getMessage()));
          case NoSuchWebhook _ -> Problem.notFound();
          case StoreBusy _, StoreFull _, StoreBroken _, OverLimit _ -> Problem.offline();
          default -> Problem.unexpected();
        });
  }

  private static Problem nowhere(Request request) {
    return Paths.isOfThisVersion(request.path()) ? Problem.notFound() : Problem.noSuchVersion();
  }

  private static Response write(Problem problem) {
    var body =
        Json.object()
            .put("errorCode", problem.code())
            .put("message", problem.text())
            .put("refId", RandomText.refId());
    return Response.of(problem.status(), Answers.MEDIA_TYPE, Json.write(body));
  }
}
