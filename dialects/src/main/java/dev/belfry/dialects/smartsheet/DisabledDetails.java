package dev.belfry.dialects.smartsheet;

import dev.belfry.engine.delivery.Attempt;
import dev.belfry.engine.egress.Answer;
import java.util.Arrays;

/** Why a webhook is disabled, for people (section 7.3). */
final class DisabledDetails {

  private DisabledDetails() {}

  /** A request that was not answered as it must be. */
  static String of(Answer answer) {
    return switch (answer) {
      case Answer.Answered(int status, _, _, _) -> ofStatus(status);
      case Answer.Failed(var failure, _) -> ofFailure(failure);
    };
  }

  /** The attempt after which there is no other. */
  static String of(Attempt last) {
    var error = last.error();
    if (last.status() != null) {
      return last.status() == 200 ? wrongEcho() : ofStatus(last.status());
    }
    return Arrays.stream(Answer.Failure.values())
        .filter(failure -> failure.word().equals(error))
        .findFirst()
        .map(DisabledDetails::ofFailure)
        .orElseGet(() -> ofFailure(Answer.Failure.CONNECT));
  }

  static String ofStatus(int status) {
    return withRefId("Request returned HTTP status code " + status);
  }

  /** The answer was 200, but not to the challenge. */
  static String wrongEcho() {
    return withRefId("Response did not contain the expected challenge value");
  }

  private static String ofFailure(Answer.Failure failure) {
    return withRefId(
        switch (failure) {
          case TLS ->
              "An error occurred during SSL handshake: the client and server could not negotiate"
                  + " the desired level of security.";
          case TIMEOUT -> "Request timed out";
          case BAD_RESPONSE -> "Response could not be read";
          case DNS, BLOCKED, CONNECT, RESET -> "Unable to connect to the callback URL";
        });
  }

  private static String withRefId(String text) {
    return text + " (ref id: " + RandomText.refId() + ")";
  }
}
