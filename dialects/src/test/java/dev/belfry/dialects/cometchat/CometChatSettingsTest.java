package dev.belfry.dialects.cometchat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CometChatSettingsTest {

  @Test
  void when_nothing_is_given_then_all_is_as_the_vendor_has_it() {
    assertThat(CometChatSettings.read(Map.of()))
        .isEqualTo(CometChatSettings.USUAL)
        .isEqualTo(
            new CometChatSettings(
                "us",
                Duration.ofSeconds(2),
                CometChatSettings.Silence.PASS,
                CometChatSettings.Edits.LIVE));
  }

  @Test
  void when_all_is_given_then_it_is_read() {
    assertThat(
            CometChatSettings.read(
                Map.of(
                    "region", "in", "timeout", "500ms", "silence", "drop", "edits", "documented")))
        .isEqualTo(
            new CometChatSettings(
                "in",
                Duration.ofMillis(500),
                CometChatSettings.Silence.DROP,
                CometChatSettings.Edits.DOCUMENTED));
  }

  @ParameterizedTest
  @CsvSource({
    "region,mars",
    "timeout,2",
    "timeout,0s",
    "timeout,121s",
    "silence,no",
    "edits,no",
    "colour,red"
  })
  void when_a_setting_is_wrong_then_it_is_named(String name, String value) {
    assertThatThrownBy(() -> CometChatSettings.read(Map.of(name, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(name);
  }
}
