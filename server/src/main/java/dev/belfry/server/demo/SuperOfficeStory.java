package dev.belfry.server.demo;

import dev.belfry.dialects.SignatureScheme;
import dev.belfry.dialects.superoffice.SuperOfficeScheme;
import dev.belfry.server.Program;
import dev.belfry.server.client.Api;
import java.net.URI;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;

/** SuperOffice: a webhook of its agent, and an event that the agent signals. */
final class SuperOfficeStory implements Story {

  private static final String AGENT =
      "/superoffice/" + Program.DEV_TENANT + "/api/v1/Agents/Webhook/";
  private static final String NAME = "Demo";

  private final String secret;

  SuperOfficeStory() {
    var bytes = new byte[16];
    new SecureRandom().nextBytes(bytes);
    secret = HexFormat.of().formatHex(bytes);
  }

  @Override
  public String dialect() {
    return "superoffice";
  }

  @Override
  public SignatureScheme scheme() {
    return new SuperOfficeScheme();
  }

  @Override
  public String secret() {
    return secret;
  }

  @Override
  public Set<String> types() {
    return Set.of("contact.created");
  }

  /** One of an earlier run on the same folder is replaced. */
  @Override
  public void tell(Api api, URI receiver) {
    for (var old : call(api, "GetAllWebhooks", "{\"NameFilter\": \"" + NAME + "\"}").json()) {
      call(api, "DeleteWebhook?WebhookId=" + old.get("WebhookId").intValue(), "null");
    }
    call(
        api,
        "SaveWebhook",
        """
        {"Name": "%s", "Events": ["contact.created"], "TargetUrl": "%s/superoffice",
         "Secret": "%s", "Properties": {"region": "north"}}
        """
            .formatted(NAME, receiver, secret));
    api.post(
            "/v1/events",
            "application/json",
            """
            {"type": "contact.created", "subject": "contact/42",
             "data": {"changes": ["contact_id", "name", "registered"], "changedByAssociateId": 5,
                      "fieldValues": {"contact_id": 42, "country_id": 578, "deleted": 0}}}
            """)
        .orFail();
  }

  private static Api.Answer call(Api api, String method, String body) {
    return api.send("POST", AGENT + method, body, Map.of()).orFail();
  }
}
