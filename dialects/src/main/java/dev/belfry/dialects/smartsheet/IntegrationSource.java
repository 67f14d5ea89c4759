package dev.belfry.dialects.smartsheet;

import dev.belfry.dialects.Caller;
import dev.belfry.dialects.Request;
import dev.belfry.dialects.json.Json;
import dev.belfry.engine.audit.Actor;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/**
 * What a client says of itself in {@code smartsheet-integration-source}: {@code
 * TYPE,OrgName,SourceName} (section 2.1). Changes no answer; goes into the audit log.
 */
final class IntegrationSource {

  private static final String HEADER = "smartsheet-integration-source";
  private static final Set<String> TYPES = Set.of("AI", "SCRIPT", "APPLICATION");
  private static final int LONGEST = 512;

  private IntegrationSource() {}

  /**
   * As it was sent; empty if it was not.
   *
   * @throws Problem if it has another form
   */
  static Optional<String> of(Request request) {
    var given = request.header(HEADER);
    given
        .filter(text -> !isWellFormed(text))
        .ifPresent(_ -> {
          throw Problem.header(HEADER);
        });
    return given;
  }

  /** The caller, with what it says of itself. */
  static Actor actor(Request request, Caller caller) {
    return of(request)
        .map(source ->
            caller
                .actor()
                .noting(
                    new String(
                        Json.write(Json.object().put("integrationSource", source)),
                        StandardCharsets.UTF_8)))
        .orElse(caller.actor());
  }

  private static boolean isWellFormed(String text) {
    var parts = text.split(",", -1);
    return text.length() <= LONGEST
        && parts.length == 3
        && TYPES.contains(parts[0].strip())
        && !parts[1].isBlank()
        && !parts[2].isBlank();
  }
}
