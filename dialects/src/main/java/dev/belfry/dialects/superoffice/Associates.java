package dev.belfry.dialects.superoffice;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.belfry.dialects.json.Json;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** The vendor's users: here a key of the tenant is one (section 4.2). */
final class Associates {

  private Associates() {}

  /** Always the same number for the same key; never 0, which is the system. */
  static int id(String key) {
    return Math.max(1, ByteBuffer.wrap(digest("associate " + key)).getInt() & Integer.MAX_VALUE);
  }

  /** Null for a user who is not there. */
  static @Nullable ObjectNode of(@Nullable String key) {
    if (key == null) {
      return null;
    }
    var associate =
        Json.object()
            .put("AssociateId", id(key))
            .put("Name", key)
            .put("PersonId", id(key))
            .put("Rank", 0)
            .put("Tooltip", "")
            .put("Type", "InternalAssociate")
            .put("GroupIdx", 0)
            .put("FullName", key)
            .put("FormalName", key)
            .put("Deleted", false)
            .put("EjUserId", 0)
            .put("UserName", key);
    associate.putObject("ExtraFields");
    associate.putObject("CustomFields");
    associate.putNull("TableRight");
    associate.putObject("FieldProperties");
    return associate;
  }

  /** A user who is to hear of errors; only the id is known of them. */
  static ObjectNode item(int id) {
    var item = Json.object().put("Id", id).put("Name", "").put("ToolTip", "");
    item.put("Deleted", false).put("Rank", 0).put("Type", "").putArray("ChildItems");
    item.put("IconHint", "").put("ColorBlock", 0).put("ExtraInfo", "").put("StyleHint", "");
    item.put("FullName", "").putNull("TableRight").putObject("FieldProperties");
    return item;
  }

  /** Whose hooks a caller sees: never the token itself; empty without one (section 2.1). */
  static String partition(String applicationToken) {
    return applicationToken.isBlank()
        ? ""
        : HexFormat.of().formatHex(digest("application " + applicationToken), 0, 16);
  }

  private static byte[] digest(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
