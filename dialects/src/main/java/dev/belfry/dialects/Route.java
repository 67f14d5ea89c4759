package dev.belfry.dialects;

/**
 * One operation of a dialect.
 *
 * @param pattern the whole path; a segment {@code {name}} stands for any one segment
 */
public record Route(Method method, String pattern, Access access, Handler handler) {

  public Route {
    if (!pattern.startsWith("/")) {
      throw new IllegalArgumentException("a route's path begins with a slash: " + pattern);
    }
  }

  /** Answers the requests of a route; what it throws is worded by its dialect. */
  @FunctionalInterface
  public interface Handler {
    Response handle(Request request, Caller caller);
  }

  @Override
  public String toString() {
    return method + " " + pattern;
  }
}
