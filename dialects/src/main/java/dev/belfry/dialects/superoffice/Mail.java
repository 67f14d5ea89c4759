package dev.belfry.dialects.superoffice;

import java.util.List;

/** How notices leave. */
@FunctionalInterface
public interface Mail {

  /** Sends none. */
  Mail NONE = (_, _, _) -> false;

  /**
   * Sends one, and waits for it.
   *
   * @param to addresses that were checked to be of one line
   * @param subject of one line
   * @return whether it was taken
   */
  boolean send(List<String> to, String subject, String text);
}
