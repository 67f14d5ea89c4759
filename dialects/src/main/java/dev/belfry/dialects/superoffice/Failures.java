package dev.belfry.dialects.superoffice;

import dev.belfry.dialects.Method;
import dev.belfry.dialects.Refusal;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.MalformedJson;
import dev.belfry.engine.accept.Overloaded;
import dev.belfry.engine.store.StoreBroken;
import dev.belfry.engine.store.StoreBusy;
import dev.belfry.engine.store.StoreFull;
import dev.belfry.engine.tenant.OverLimit;
import dev.belfry.engine.webhook.InvalidWebhook;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/** What went wrong, in the vendor's bodies (section 5) and in the form the caller asked for. */
final class Failures {

  private Failures() {}

  static Response refusal(Request request, Refusal refusal) {
    return switch (refusal) {
      case Refusal.NotFound() ->
          write(
              request,
              Problem.stack(
                  404,
                  "No HTTP resource was found that matches the request URI.",
                  "No route matches it, or it names another customer."));
      case Refusal.WrongMethod(var allowed) -> {
        var names = allowed.stream().map(Method::name).collect(Collectors.joining(", "));
        yield write(
                request,
                Problem.stack(
                    405,
                    "The requested resource does not support http method '"
                        + request.method()
                        + "'.",
                    "It supports " + names + "."))
            .with("Allow", names);
      }
      case Refusal.Unknown() ->
          write(request, Problem.stack(401, Choices.DENIED, null))
              .with("WWW-Authenticate", "Basic realm=\"SuperOffice\"");
      case Refusal.Forbidden _ ->
          write(request, Problem.of(403, Choices.FORBIDDEN, "The key has no right to do this."));
      case Refusal.Malformed(var detail) ->
          write(request, Problem.stack(400, "The request is invalid.", "The path: " + detail));
    };
  }

  static Response failure(Request request, RuntimeException failure) {
    return switch (failure) {
      case Problem problem -> write(request, problem);
      case MalformedJson e ->
          write(
              request,
              Problem.unreadable("body", "The body " + e.getMessage() + " at byte " + e.offset()));
      case InvalidWebhook e ->
          write(request, Problem.refused("The " + e.field() + " " + e.getMessage() + "."));
      case OverLimit e ->
          write(
                  request,
                  Problem.of(429, Choices.BROKEN, "There may not be " + e.getMessage() + "."))
              .with("Retry-After", Long.toString(e.retryAfter().toSeconds()));
      case StoreBusy _, StoreFull _, StoreBroken _, Overloaded _ ->
          write(request, Problem.of(503, Choices.BROKEN, "Nothing can be stored at the moment."))
              .with("Retry-After", "1");
      default -> write(request, Problem.of(500, Choices.BROKEN, "Something went wrong."));
    };
  }

  private static Response write(Request request, Problem problem) {
    return Answers.error(request, problem.status(), body(problem));
  }

  private static ObjectNode body(Problem problem) {
    if (problem.type() != null) {
      return Json.object()
          .put("Error", true)
          .put("ErrorType", problem.type())
          .put("Message", problem.text())
          .put("ErrorMessage", problem.text())
          .put("ErrorSource", Choices.ERROR_SOURCE);
    }
    var body = Json.object().put("Message", problem.text());
    if (problem.detail() != null) {
      body.put("MessageDetail", problem.detail());
    }
    if (problem.field() != null) {
      body.putObject("ModelState").putArray(problem.field()).add(problem.detail());
    }
    return body;
  }
}
