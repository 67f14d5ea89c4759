package dev.belfry.server.demo;

import dev.belfry.dialects.SignatureScheme;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import dev.belfry.server.listen.BasicScheme;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** CometChat: no signatures, but a user name and a password. */
final class CometChatStory implements Story {

  private static final String USER = "belfry";
  private static final String WEBHOOKS = "/cometchat/apps/" + Program.DEV_TENANT + "/webhooks";
  private static final Map<String, String> HEADERS =
      Map.of("key", Program.DEV_KEY, "secret", Program.DEV_SECRET, "X-Webhook-Version", "2");

  private final String password;

  CometChatStory() {
    var bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    password = HexFormat.of().formatHex(bytes);
  }

  @Override
  public String dialect() {
    return "cometchat";
  }

  @Override
  public SignatureScheme scheme() {
    return new BasicScheme();
  }

  @Override
  public String secret() {
    return USER + ":" + password;
  }

  @Override
  public Set<String> types() {
    return Set.of("message_sent");
  }

  /** One of an earlier run on the same folder is replaced. */
  @Override
  public void tell(Api api, URI receiver) {
    api.send("DELETE", WEBHOOKS + "/demo", "", HEADERS);
    api.send(
            "POST",
            WEBHOOKS,
            """
            {"id": "demo", "name": "Demo", "webhookURL": "%s/cometchat",
             "useBasicAuth": true, "username": "%s", "password": "%s", "retryOnFailure": true}
            """
                .formatted(receiver, USER, password),
            HEADERS)
        .orFail();
    api.send("POST", WEBHOOKS + "/demo/triggers", "{\"triggerIds\": [\"message_sent\"]}", HEADERS)
        .orFail();
    api.post(
            "/v1/events",
            "application/json",
            """
            {"type": "message_sent", "data": {"message": {
              "id": "4417", "conversationId": "mara-01_user_teo-02",
              "sender": "mara-01", "receiverType": "user", "receiver": "teo-02",
              "category": "message", "type": "text", "data": {"text": "Is the north gate open?"},
              "sentAt": 1787301000, "updatedAt": 1787301000}}}
            """)
        .orFail();
  }
}
