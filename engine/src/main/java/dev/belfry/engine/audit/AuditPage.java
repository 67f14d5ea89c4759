package dev.belfry.engine.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of the audit log, newest first.
 *
 * @param next go on before this one; null at the end. A page may be short and yet have a next.
 */
public record AuditPage(List<AuditEntry> entries, @Nullable AuditId next) {

  public AuditPage {
    entries = List.copyOf(entries);
  }
}
