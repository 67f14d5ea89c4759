package dev.belfry.server.console.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.belfry.dialects.json.Json;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExamplesTest {

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '~',
      delimiter = '|',
      textBlock =
          """
          {'type':'object','properties':{'total':{'type':'number','minimum':3},'id':{'type':'integer'}}} | {'total':3.0,'id':1}
          {'type':'array','items':{'enum':['red','blue']}}                        | ['red']
          {'type':['string','null'],'format':'date-time'}                         | '2026-11-21T12:00:00Z'
          {'properties':{'a':{'$ref':'#/$defs/x'}},'$defs':{'x':{'const':7}}}     | {'a':7}
          {'$ref':'#'}                                                            | null
          {'anyOf':[{'type':'boolean'},{'type':'null'}]}                          | true
          {'type':'string','minLength':6}                                         | 'textxx'
          {'type':'integer','exclusiveMinimum':9}                                 | 10
          {'examples':[{'x':1}],'type':'object'}                                  | {'x':1}
          """)
  void when_a_schema_is_given_then_the_example_fits_it(String schema, String example) {
    assertThat(
            new String(Json.write(Examples.of(Json.read(bytes(schema)))), StandardCharsets.UTF_8))
        .isEqualTo(example.replace('\'', '"'));
  }

  private static byte[] bytes(String json) {
    return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }
}
