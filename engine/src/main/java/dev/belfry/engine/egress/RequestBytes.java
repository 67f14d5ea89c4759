package dev.belfry.engine.egress;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.belfry.engine.egress.Answer.Failure;
import java.util.Arrays;

/** A request as it goes on the wire: nothing is sent that was not checked here. */
final class RequestBytes {

  private static final int USUAL_HEAD = 1024;

  private RequestBytes() {}

  /**
   * @throws AttemptFailed if the method or a header could not be told apart from what surrounds it
   */
  static byte[] of(OutgoingRequest request, Destination to) throws AttemptFailed {
    var head = new StringBuilder(USUAL_HEAD);
    if (!HeaderRules.isToken(request.method())) {
      throw new AttemptFailed(Failure.BLOCKED, "the method is no HTTP method");
    }
    head.append(request.method()).append(' ').append(to.pathAndQuery()).append(" HTTP/1.1\r\n");
    head.append("Host: ").append(to.authority()).append("\r\n");
    headers(head, request);
    var body = request.body();
    if (body.length > 0 || takesBody(request.method())) {
      head.append("Content-Length: ").append(body.length).append("\r\n");
    }
    head.append("\r\n");
    var start = head.toString().getBytes(ISO_8859_1);
    var all = Arrays.copyOf(start, start.length + body.length);
    System.arraycopy(body, 0, all, start.length, body.length);
    return all;
  }

  private static void headers(StringBuilder head, OutgoingRequest request) throws AttemptFailed {
    for (var header : request.headers()) {
      var fault = HeaderRules.faultInRequest(header.name(), header.value());
      if (fault.isPresent()) {
        throw new AttemptFailed(Failure.BLOCKED, "a header " + fault.get());
      }
      head.append(header.name()).append(": ").append(header.value()).append("\r\n");
    }
    if (head.length() > 2 * HeaderRules.LARGEST_IN_ALL) {
      throw new AttemptFailed(Failure.BLOCKED, "the headers are over 64 KiB together");
    }
  }

  private static boolean takesBody(String method) {
    return switch (method) {
      case "POST", "PUT", "PATCH" -> true;
      default -> false;
    };
  }
}
