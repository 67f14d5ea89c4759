package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.Method;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.store.StoreBusy;
import dev.belfry.engine.store.StoreFull;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.webhook.InvalidWebhook;
import java.util.Map;
import java.util.stream.Collectors;

/** What went wrong, in the vendor's envelope (section 5). */
final class Failures {

  private Failures() {}

  static Response refusal(Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound() ->
          write(problem(404, "ERR_API_NOT_FOUND", "The requested API does not exist."));
      case Refusal.WrongMethod(var allowed) -> {
        var names = allowed.stream().map(Method::name).collect(Collectors.joining(", "));
        yield write(
                problem(405, Choices.WRONG_METHOD, "The methods allowed here are " + names + "."))
            .with("Allow", names);
      }
      case Refusal.Unknown() ->
          write(problem(401, Choices.UNKNOWN_KEY, "The key and secret do not belong together."));
      case Refusal.Forbidden _ ->
          write(problem(403, Choices.KEY_MAY_NOT, "The key has no access to this operation."));
      case Refusal.Malformed(var detail) ->
          write(Problem.badRequest("The request: " + detail + "."));
    };
  }

  static Response failure(RuntimeException failure) {
    return switch (failure) {
      case Problem problem -> write(problem);
      case MalformedJson e -> write(Problem.badRequest("The body " + e.getMessage() + "."));
      case InvalidWebhook e ->
          write(Problem.badRequest("The " + e.field() + " " + e.getMessage() + "."));
      case OverLimit e ->
          write(problem(429, Choices.TOO_MANY, "The app may not have " + e.getMessage() + "."))
              .with("Retry-After", Long.toString(e.retryAfter().toSeconds()));
      case StoreBusy _, StoreFull _, StoreBroken _ ->
          write(problem(503, Choices.BROKEN, "The service cannot store anything at the moment."))
              .with("Retry-After", "1");
      default -> write(problem(500, Choices.BROKEN, "Something went wrong."));
    };
  }

  private static Problem problem(int status, String code, String message) {
    return new Problem(status, code, message, Map.of());
  }

  private static Response write(Problem problem) {
    var body = Json.object();
    var error = body.putObject("error");
    error.put("message", problem.text());
    error.put("devMessage", problem.text());
    error.put("source", Choices.ERROR_SOURCE);
    error.put("code", problem.code());
    if (!problem.details().isEmpty()) {
      var details = error.putObject("details");
      problem.details().forEach(details::put);
    }
    return Response.of(problem.status(), Answers.MEDIA_TYPE, Json.write(body));
  }
}
