package dev.belfry.server.cli.resources;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that is nothing without one of its own. */
abstract class Group implements Runnable {

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    var line = spec.commandLine();
    throw new ParameterException(
        line, spec.name() + " what? " + String.join(", ", line.getSubcommands().keySet()));
  }
}
