package dev.belfry.engine.event;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list, newest first.
 *
 * @param next go on before this one; null at the end. A page may be short and yet have a next.
 */
public record EventPage(List<Event> events, @Nullable EventId next) {}
