package dev.belfry.engine.accept;

import dev.belfry.engine.event.Attributes;
import dev.belfry.engine.event.Data;
import dev.belfry.engine.event.Event;
import dev.belfry.engine.event.NewEvent;
import dev.belfry.engine.tenant.TenantId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** By what an event is known as one that was accepted before: its source and its producer's id. */
final class EventKey {

  private EventKey() {}

  /**
   * Finds candidates quickly; whether they really are the same is compared.
   *
   * @return null if the producer gave no id
   */
  static @Nullable Long hash(TenantId tenant, Attributes attributes) {
    var id = attributes.producerId();
    if (id == null) {
      return null;
    }
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(tenant.value().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(source(tenant, attributes).getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      digest.update(id.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest.digest()).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Whether both have the same source and the same producer's id. */
  static boolean isSame(Event earlier, TenantId tenant, Attributes attributes) {
    return earlier.tenant().equals(tenant)
        && Objects.equals(earlier.attributes().producerId(), attributes.producerId())
        && earlier.source().equals(source(tenant, attributes));
  }

  /**
   * Whether a repeat tells the same: type, subject, extensions and the bytes of the data, as far as
   * they are still known.
   */
  static boolean isSameContent(Event earlier, NewEvent repeat) {
    var a = earlier.attributes();
    var b = repeat.attributes();
    return a.type().equals(b.type())
        && Objects.equals(a.subject(), b.subject())
        && a.extensions().equals(b.extensions())
        && (earlier.isErased() || isSame(earlier.data(), repeat.data()));
  }

  private static boolean isSame(Data a, Data b) {
    return a.kind() == b.kind() && Arrays.equals(a.bytes(), b.bytes());
  }

  private static String source(TenantId tenant, Attributes attributes) {
    var given = attributes.source();
    return given == null ? "/tenants/" + tenant : given;
  }
}
