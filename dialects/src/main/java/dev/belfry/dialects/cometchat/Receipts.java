package dev.belfry.dialects.cometchat;

import dev.belfry.dialects.json.Json;
import dev.belfry.dialects.json.JsonReader;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Receipts, which both systems have under the same names in different forms (sections 11.2 and 12).
 */
final class Receipts {

  private Receipts() {}

  static boolean isOne(String type) {
    return type.equals(Triggers.DELIVERY_RECEIPT) || type.equals(Triggers.READ_RECEIPT);
  }

  /** Whether it is in the legacy form, which does not say all that the new one must. */
  static boolean isLegacy(byte[] data) {
    var reader = new JsonReader(data);
    if (reader.peek() != JsonReader.Kind.OBJECT) {
      return false;
    }
    reader.beginObject();
    for (var name = reader.nextName(); name != null; name = reader.nextName()) {
      if (name.equals("receiptType")) {
        return true;
      }
      reader.skip();
    }
    return false;
  }

  /** A receipt of either form in the legacy one. */
  static byte[] legacy(byte[] data) {
    if (!(Json.read(data) instanceof ObjectNode given)
        || !(given.get("body") instanceof ObjectNode body)) {
      return data;
    }
    var kind = body.path("action").asString("");
    var receipt = Json.object();
    copy(body, "messageId", receipt, "messageId");
    receipt.put("receiptType", kind);
    copy(body, "timestamp", receipt, kind.equals("read") ? "readAt" : "deliveredAt");
    copy(given, "messageSender", receipt, "messageSender");
    copy(given, "sender", receipt, "receiptSender");
    copy(given, "receiver", receipt, "receiptReceiver");
    copy(given, "receiverType", receipt, "receiverType");
    return Json.write(receipt);
  }

  private static void copy(JsonNode from, String name, ObjectNode to, String as) {
    var value = from.get(name);
    if (value != null) {
      to.set(as, value);
    }
  }
}
