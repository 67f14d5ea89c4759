/** Tenants, their keys and limits, and who may do what. Nothing crosses tenants. */
@NullMarked
package dev.belfry.engine.tenant;

import org.jspecify.annotations.NullMarked;
