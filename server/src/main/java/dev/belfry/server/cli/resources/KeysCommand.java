package dev.belfry.server.cli.resources;

import dev.belfry.server.Failure;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code belfry keys}: for the operator. */
@Command(name = "keys", description = "The keys of a tenant (--tenant); for the operator.")
public final class KeysCommand extends Group {

  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id"),
          Column.of("scopes"),
          new Column("expires", "/expiresAt"),
          new Column("last used", "/lastUsedAt"),
          new Column("created", "/createdAt"));

  @Command(
      mixinStandardHelpOptions = true,
      description = "Shows all of the tenant's, without their secrets.")
  void list(@Mixin Asking ask, @Mixin Paging paging) {
    ask.list(ask.operator(), keys(ask), paging, COLUMNS);
  }

  @Command(mixinStandardHelpOptions = true, description = "Shows one, without its secret.")
  void show(@Mixin Asking ask, @Parameters(paramLabel = "KEY") String id) {
    try (var api = ask.operator()) {
      var found = Pages.find(api, keys(ask), key -> key.path("id").asString().equals(id));
      ask.print(found.orElseThrow(() -> new Failure("there is no key " + id)));
    }
  }

  @Command(
      mixinStandardHelpOptions = true,
      description = "Makes one. Its secret is shown this once.")
  void create(
      @Mixin Asking ask,
      @Option(
              names = "--scopes",
              split = ",",
              paramLabel = "S",
              description = "Of read, send and manage; all three unless told.")
          @Nullable List<String> scopes,
      @Option(
              names = "--expires",
              paramLabel = "TIME",
              description = "As in 2027-01-31T00:00:00Z; never unless told.")
          @Nullable String expires) {
    var body = Json.object();
    if (scopes != null) {
      scopes.forEach(body.putArray("scopes")::add);
    }
    if (expires != null) {
      body.put("expiresAt", expires);
    }
    ask.showOnce(ask.operator(), api -> Asking.post(api, keys(ask), body.toString()));
  }

  @Command(mixinStandardHelpOptions = true, description = "Revokes one at once.")
  void delete(@Mixin Asking ask, @Parameters(paramLabel = "KEY") String id) {
    ask.change(
        ask.operator(),
        api -> Asking.delete(api, new Target("tenants", tenant(ask), "keys", id)),
        id + " is revoked");
  }

  private static Target keys(Asking ask) {
    return new Target("tenants", tenant(ask), "keys");
  }

  private static String tenant(Asking ask) {
    return ask.client
        .tenant()
        .orElseThrow(() -> new Failure("whose keys? Name the tenant: --tenant acme"));
  }
}
