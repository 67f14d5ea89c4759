package dev.belfry.dialects.smartsheet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmartsheetSettingsTest {

  @Test
  void when_nothing_is_given_then_it_is_as_the_vendor_has_it() {
    var usual = SmartsheetSettings.USUAL;

    assertThat(usual.window()).isEqualTo(Duration.ofSeconds(60));
    assertThat(usual.batch()).isEqualTo(1000);
    assertThat(usual.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(usual.rate()).isZero();
    assertThat(usual.sheetLimit()).isEqualTo(100_000);
    assertThat(usual.userAgent()).isEqualTo("Smartsheet-Webhooks");
    assertThat(usual.bareSecret()).isFalse();
    assertThat(usual.exists(5)).isTrue();
    assertThat(usual.hasColumn(5, 6)).isTrue();
  }

  @Test
  void when_all_is_given_then_it_is_read() {
    var settings =
        SmartsheetSettings.read(
            Map.of(
                "window", "0s",
                "batch", "100",
                "timeout", "500ms",
                "rate", "300",
                "apps", "key_a:One, key_b:Two words",
                "columns", "5/6,5/7",
                "useragent", "Acme/1",
                "bare", "true"),
            Set.of("5"),
            true);

    assertThat(settings.window()).isZero();
    assertThat(settings.batch()).isEqualTo(100);
    assertThat(settings.apps()).containsEntry("key_b", "Two words").hasSize(2);
    assertThat(settings.hasColumn(5, 8)).isFalse();
    assertThat(settings.hasColumn(4, 8)).isTrue();
    assertThat(settings.exists(4)).isFalse();
    assertThat(settings.lifted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "window, soon",
    "window, 25h",
    "batch, 0",
    "timeout, 0s",
    "timeout, 3m",
    "rate, -1",
    "apps, key_a",
    "columns, 5",
    "bare, yes",
    "sheetlimit, 100001",
    "colour, red"
  })
  void when_a_setting_is_wrong_then_the_fault_names_it(String name, String value) {
    assertThatThrownBy(() -> SmartsheetSettings.read(Map.of(name, value), Set.of(), false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(name);
  }
}
