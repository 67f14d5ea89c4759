package dev.belfry.server.cli.resources;

import dev.belfry.engine.store.FileFault;
import dev.belfry.server.Failure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Objects for the API, from flags and from what people write as JSON. */
final class Json {

  private static final JsonMapper MAPPER = JsonMapper.shared();

  private Json() {}

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * An object as given.
   *
   * @param text JSON, {@code @FILE} or {@code -} for standard input; null for an empty object
   * @param flag named in what is wrong with it
   * @throws Failure if it is no object
   */
  static ObjectNode object(@Nullable String text, String flag) {
    if (text == null) {
      return object();
    }
    try {
      if (MAPPER.readTree(content(text, flag)) instanceof ObjectNode object) {
        return object;
      }
    } catch (JacksonException e) {
      throw new Failure(flag + ": no JSON: " + e.getOriginalMessage());
    }
    throw new Failure(flag + ": must be a JSON object, as in {\"name\":\"Orders\"}");
  }

  private static String content(String text, String flag) {
    try {
      if (text.equals("-")) {
        return new String(System.in.readAllBytes(), StandardCharsets.UTF_8);
      }
      return text.startsWith("@") ? Files.readString(Path.of(text.substring(1))) : text;
    } catch (NoSuchFileException e) {
      throw new Failure(flag + ": there is no file " + e.getMessage());
    } catch (IOException e) {
      throw new Failure(flag + ": cannot be read: " + FileFault.text(e));
    }
  }
}
