/**
 * The ground the features stand on: transactions, group commit, migrations, encryption at rest,
 * backup. Knows no feature: each keeps its own SQL in its own package.
 */
@NullMarked
package dev.belfry.engine.store;

import org.jspecify.annotations.NullMarked;
