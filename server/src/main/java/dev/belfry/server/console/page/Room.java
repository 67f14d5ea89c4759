package dev.belfry.server.console.page;

import dev.belfry.dialects.Response;
import java.util.List;

/** Pages that belong together. */
public interface Room {

  /** All its doors. */
  List<Door> doors();

  /** Opens what stands behind a door. */
  @FunctionalInterface
  interface Handler {
    /**
     * Answers with the page, or where to go on.
     *
     * @throws NotShown if it is not there, or not for this person
     */
    Response open(Visit visit);
  }

  /**
   * A page, or a form's target.
   *
   * @param method {@code GET}, or {@code POST} for what changes something
   * @param pattern behind {@code /console}; a segment {@code {name}} stands for any one
   */
  record Door(String method, String pattern, Handler handler) {

    public static Door get(String pattern, Handler handler) {
      return new Door("GET", pattern, handler);
    }

    public static Door post(String pattern, Handler handler) {
      return new Door("POST", pattern, handler);
    }
  }
}
