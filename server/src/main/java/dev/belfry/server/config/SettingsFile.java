package dev.belfry.server.config;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * Reads {@code belfry.yaml}. Nested names are the same as names joined by {@code _}; a list is the
 * same as its items joined by commas. Nothing in the file is ever made into an object.
 */
final class SettingsFile {

  private final Path file;
  private final Map<String, Given> values;
  private final List<String> faults;

  private SettingsFile(Path file, Map<String, Given> values, List<String> faults) {
    this.file = file;
    this.values = values;
    this.faults = faults;
  }

  /** Adds what the file says to {@code values}, and what is wrong with it to {@code faults}. */
  static void read(Path file, Map<String, Given> values, List<String> faults) {
    try (var reader = Files.newBufferedReader(file)) {
      var root = new Yaml(new SafeConstructor(new LoaderOptions())).compose(reader);
      if (root != null) {
        new SettingsFile(file, values, faults).take("", root);
      }
    } catch (MarkedYAMLException e) {
      faults.add(file + " line " + (e.getProblemMark().getLine() + 1) + ": " + e.getProblem());
    } catch (NoSuchFileException _) {
      faults.add("there is no file " + file);
    } catch (AccessDeniedException _) {
      faults.add(file + " cannot be read: its owner does not allow it");
    } catch (IOException e) {
      faults.add(file + " cannot be read: " + e.getMessage());
    }
  }

  private void take(String name, Node node) {
    switch (node) {
      case MappingNode map -> takeAll(name.isEmpty() ? "" : name + "_", map);
      case ScalarNode scalar when !name.isEmpty() -> put(name, scalar, text(scalar));
      case SequenceNode list when !name.isEmpty() -> put(name, list, items(list));
      default -> faults.add(origin(node) + ": must be names and values");
    }
  }

  private void takeAll(String prefix, MappingNode map) {
    for (var entry : map.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key) {
        take(prefix + key.getValue(), entry.getValueNode());
      } else {
        faults.add(origin(entry.getKeyNode()) + ": a name must be plain text");
      }
    }
  }

  private void put(String name, Node node, String text) {
    if (!Key.exists(name)) {
      faults.add(origin(node) + ": there is no setting " + name);
    } else if (values.put(name, new Given(text, origin(node) + " (" + name + ")")) != null) {
      faults.add(origin(node) + ": " + name + " is set twice");
    }
  }

  private String items(SequenceNode list) {
    var items = new ArrayList<String>();
    for (var item : list.getValue()) {
      if (item instanceof ScalarNode scalar) {
        items.add(scalar.getValue());
      } else {
        faults.add(origin(item) + ": an item must be plain text");
      }
    }
    return String.join(",", items);
  }

  private static String text(ScalarNode scalar) {
    return scalar.getTag().equals(Tag.NULL) ? "" : scalar.getValue();
  }

  private String origin(Node node) {
    return file + " line " + (node.getStartMark().getLine() + 1);
  }
}
