package dev.belfry.bench.program;

import dev.belfry.bench.wire.Transport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the figures were measured on. */
public final class Machine {

  private Machine() {}

  /** Facts by name, in the order to show them. */
  public static Map<String, String> facts(Program program) throws IOException {
    var facts = new LinkedHashMap<String, String>();
    facts.put(program.name(), program.version());
    facts.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
    facts.put("CPU", field("/proc/cpuinfo", "model name"));
    facts.put("memory", field("/proc/meminfo", "MemTotal"));
    facts.put("kernel", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put(
        "JDK",
        System.getProperty("java.vendor.version") + " " + System.getProperty("java.vm.version"));
    facts.put(
        "transport of bench and floor", Transport.best().name().toLowerCase(java.util.Locale.ROOT));
    facts.put("load average before", Files.readString(Path.of("/proc/loadavg")).strip());
    return facts;
  }

  private static String field(String file, String name) throws IOException {
    try (var lines = Files.lines(Path.of(file))) {
      return lines
          .filter(line -> line.startsWith(name))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse("unknown");
    }
  }
}
