package dev.belfry.dialects.superoffice;

import static dev.belfry.dialects.Access.READ;
import static dev.belfry.dialects.Method.GET;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.Response;
import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.superoffice.Paths.Operation;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** {@code GET /api} and {@code GET /api/v1}: what there is (section 1). */
final class Discovery {

  private final List<Operation> all;

  Discovery(List<Operation> all) {
    this.all = List.copyOf(all);
  }

  List<Operation> operations() {
    return List.of(
        new Operation(GET, "", READ, "Tells the versions.", this::versions),
        new Operation(GET, "/v1", READ, "Tells what there is.", this::index));
  }

  private Response versions(Request request, Caller caller) {
    var base = request.baseUrl() + Paths.base(request.path());
    return Answers.of(request, "Versions", Json.object().put("v1", base + "/v1"));
  }

  /** By URL, then by verb. */
  private Response index(Request request, Caller caller) {
    var base = request.baseUrl() + Paths.base(request.path());
    var index = Json.object();
    for (var operation : all) {
      var url = base + operation.below();
      var verbs = index.get(url) instanceof ObjectNode there ? there : index.putObject(url);
      verbs.put(operation.method().name(), operation.does());
    }
    return Answers.of(request, "Index", index);
  }
}
