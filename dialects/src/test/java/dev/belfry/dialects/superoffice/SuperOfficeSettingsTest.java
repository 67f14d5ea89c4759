package dev.belfry.dialects.superoffice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuperOfficeSettingsTest {

  @Test
  void when_nothing_is_given_then_it_is_as_the_vendors_cloud() {
    assertThat(SuperOfficeSettings.read(Map.of(), false))
        .isEqualTo(SuperOfficeSettings.USUAL)
        .isEqualTo(
            new SuperOfficeSettings(
                true,
                true,
                true,
                9,
                Duration.ofSeconds(100),
                SuperOfficeSettings.Properties.TOP,
                null));
  }

  @Test
  void when_http_targets_are_let_pass_then_https_is_not_asked_for_unless_said() {
    assertThat(SuperOfficeSettings.read(Map.of(), true).requireHttps()).isFalse();
    assertThat(SuperOfficeSettings.read(Map.of(), true).validateHttps()).isFalse();
    assertThat(SuperOfficeSettings.read(Map.of("requirehttps", "true"), true).requireHttps())
        .isTrue();
  }

  @Test
  void when_all_is_given_then_all_is_read() {
    assertThat(
            SuperOfficeSettings.read(
                Map.of(
                    "requirehttps", "false",
                    "validatehttps", "false",
                    "pingstopped", "false",
                    "disableafter", "3",
                    "timeout", "500ms",
                    "properties", "nested",
                    "smtp", "smtp://me:s3cret@mail.example",
                    "mailfrom", "belfry@b.example"),
                false))
        .isEqualTo(
            new SuperOfficeSettings(
                false,
                false,
                false,
                3,
                Duration.ofMillis(500),
                SuperOfficeSettings.Properties.NESTED,
                new MailServer(false, "mail.example", 587, "me", "s3cret", "belfry@b.example")));
  }

  @ParameterizedTest
  @CsvSource({
    "requirehttps, yes, requirehttps must be true or false",
    "disableafter, 0, disableafter must be a whole number from 1 to 1000",
    "timeout, 121s, timeout must be from 1ms to 120s",
    "properties, deep, properties must be top or nested",
    "smtp, http://x, mailfrom must be the address that mails come from",
    "known, a, known is no setting of this dialect"
  })
  void when_a_setting_is_wrong_then_the_fault_names_it(String name, String value, String fault) {
    assertThatThrownBy(() -> SuperOfficeSettings.read(Map.of(name, value), false))
        .hasMessage(fault);
  }

  @Test
  void when_the_mail_server_is_wrong_then_the_fault_does_not_repeat_it() {
    for (var url : new String[] {"http://x", "smtp://", "smtp://s3cret@x", "smtp://a b"}) {
      assertThatThrownBy(
              () -> SuperOfficeSettings.read(Map.of("smtp", url, "mailfrom", "a@b.example"), false))
          .hasMessage("smtp must be smtp://[user:password@]host[:port] or smtps://…");
    }
    assertThat(
            SuperOfficeSettings.read(
                    Map.of("smtp", "smtps://me:s3cret@x", "mailfrom", "a@b.example"), false)
                .toString())
        .contains("x:465")
        .doesNotContain("s3cret");
  }
}
