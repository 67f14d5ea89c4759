package dev.belfry.engine.store;

import java.util.List;
import java.util.function.Function;

/**
 * What a feature knows must hold of its rows.
 *
 * @param name told with each problem
 * @param problems one line each, naming the row; empty if all is well
 */
public record Check(String name, Function<Tx, List<String>> problems) {}
