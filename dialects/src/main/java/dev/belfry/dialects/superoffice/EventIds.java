package dev.belfry.dialects.superoffice;

import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** Events' GUIDs: the sender's own if it gave one, else always the same from the event's id. */
final class EventIds {

  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}");

  private EventIds() {}

  static boolean isGuid(String text) {
    return text.length() == 36 && GUID.matcher(text).matches();
  }

  static String lowerCase(String guid) {
    return guid.toLowerCase(Locale.ROOT);
  }

  /**
   * In the form of version 4, which is what receivers' checks know.
   *
   * @param id of the event, unique in this Belfry
   * @param tenant so that two Belfries rarely agree
   */
  static String guid(long id, String tenant) {
    var high = mix(id ^ 0x5bf0_3635_d1a2_4c7bL);
    var low = mix(high + tenant.hashCode() * 0x9e37_79b9_7f4a_7c15L + id);
    return new UUID(
            (high & 0xffff_ffff_ffff_0fffL) | 0x4000L,
            (low & 0x3fff_ffff_ffff_ffffL) | 0x8000_0000_0000_0000L)
        .toString();
  }

  /** A bijection, so that different ids give different halves (splitmix64). */
  private static long mix(long value) {
    var z = value + 0x9e37_79b9_7f4a_7c15L;
    z = (z ^ (z >>> 30)) * 0xbf58_476d_1ce4_e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d0_49bb_1331_11ebL;
    return z ^ (z >>> 31);
  }
}
