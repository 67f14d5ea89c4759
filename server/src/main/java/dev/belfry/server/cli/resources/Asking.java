package dev.belfry.server.cli.resources;

import dev.belfry.server.client.Api;
import dev.belfry.server.client.ClientOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Asks a server and prints its answer: for people, or as it is. */
final class Asking {

  @Mixin ClientOptions client = new ClientOptions();

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Whose admin key is used; BELFRY_DATA, else ./data.")
  private @Nullable Path data;

  @Option(names = "--json", description = "Print the API's answer as it is.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command = CommandSpec.create();

  /** Asks as the tenant's key that is at hand. */
  Api api() {
    return client.api(folder());
  }

  /** Asks as the operator. */
  Api operator() {
    return client.operatorApi(folder());
  }

  /** Prints a list as a table, page by page until enough is there. */
  void list(Api api, Target target, Paging paging, List<Column> columns) {
    try (api) {
      var table = new Table(columns);
      int left = paging.limit == 0 ? Integer.MAX_VALUE : paging.limit;
      var cursor = paging.cursor;
      var whole = new ArrayList<Api.Answer>();
      do {
        var page = Pages.get(api, target, Math.min(left, Pages.LARGEST), cursor);
        if (json) {
          whole.add(page);
        }
        var items = page.json().path("data");
        items.forEach(table::add);
        left -= items.size();
        cursor = page.json().path("next").asString(null);
      } while (cursor != null && left > 0);
      if (json) {
        out().println(Pages.whole(whole));
      } else {
        table.print(out());
        if (cursor != null) {
          err().println("there are more: --limit 0, or --cursor " + cursor);
        }
      }
    }
  }

  /** Prints one object. */
  void show(Api api, Function<Api, Api.Answer> question) {
    try (api) {
      print(question.apply(api).orFail());
    }
  }

  /** The same, of something whose secret is in no other answer. */
  void showOnce(Api api, Function<Api, Api.Answer> question) {
    show(api, question);
    if (!json) {
      out().println("Keep the secret: it is shown only once, now.");
    }
  }

  /** Whether what is printed is for programs. */
  boolean asJson() {
    return json;
  }

  /**
   * The same, with one of its lists as a table below.
   *
   * @param list the member that the list is
   */
  void show(Api api, Function<Api, Api.Answer> question, String list, List<Column> columns) {
    try (api) {
      var answer = question.apply(api).orFail();
      if (json) {
        out().println(answer.body());
        return;
      }
      var table = new Table(columns);
      var object = (ObjectNode) answer.json();
      object.remove(list).forEach(table::add);
      new Sheet(out()).print(object);
      out().println();
      table.print(out());
    }
  }

  /** Changes something whose answer has no body, and says so. */
  void change(Api api, Function<Api, Api.Answer> question, String done) {
    try (api) {
      var answer = question.apply(api).orFail();
      if (json && !answer.body().isEmpty()) {
        out().println(answer.body());
      } else if (!json) {
        out().println(done);
      }
    }
  }

  void print(Api.Answer answer) {
    if (json) {
      out().println(answer.body());
    } else {
      new Sheet(out()).print(answer.json());
    }
  }

  void print(JsonNode object) {
    if (json) {
      out().println(object);
    } else {
      new Sheet(out()).print(object);
    }
  }

  PrintWriter out() {
    return command.commandLine().getOut();
  }

  PrintWriter err() {
    return command.commandLine().getErr();
  }

  private Path folder() {
    return ClientOptions.folder(data);
  }

  static Api.Answer post(Api api, Target target, String body) {
    return api.send("POST", target.toString(), body, Map.of());
  }

  static Api.Answer put(Api api, Target target, String body) {
    return api.send("PUT", target.toString(), body, Map.of());
  }

  static Api.Answer patch(Api api, Target target, String body) {
    return api.send("PATCH", target.toString(), body, Map.of());
  }

  static Api.Answer delete(Api api, Target target) {
    return api.send("DELETE", target.toString(), "", Map.of());
  }
}
