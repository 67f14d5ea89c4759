package dev.belfry.engine.webhook;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * A registration as JSON, the way it is stored. Members that an older program wrote and this one no
 * longer knows are left out; members it did not know yet must allow null.
 */
final class RegistrationText {

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .changeDefaultVisibility(visible ->
              visible
                  .withGetterVisibility(Visibility.NONE)
                  .withIsGetterVisibility(Visibility.NONE)
                  .withFieldVisibility(Visibility.ANY))
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(Auth.class, AuthText.class)
          .build();

  private RegistrationText() {}

  static byte[] write(Registration registration) {
    return JSON.writeValueAsBytes(registration);
  }

  static Registration read(byte[] text) {
    return JSON.readValue(text, Registration.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Auth.Basic.class, name = "basic"),
    @JsonSubTypes.Type(value = Auth.Bearer.class, name = "bearer"),
    @JsonSubTypes.Type(value = Auth.OAuth2.class, name = "oauth2")
  })
  private interface AuthText {}
}
