/** What every role's ApolloServer has in common: nothing that answers past the catalogue, and nothing that calls home. */
import type { ApolloServerPlugin, BaseContext } from '@apollo/server';
import {
  ApolloServerPluginCacheControlDisabled,
  ApolloServerPluginInlineTraceDisabled,
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginSchemaReportingDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import { operationTypeIsInSchema } from './operation-type-rule.js';
import { type ErrorReport, maskedErrors } from './plugins/mask-errors.js';
import { resolveOperation } from './plugins/resolve-operation.js';
import { timeView } from './plugins/time-view.js';

/**
 * Options to spread into `new ApolloServer({...})`; put plugins of your own after these.
 *
 * CSRF prevention is off because there is nothing to forge: no cookie, only a bearer token, which no site can make a
 * browser send. Persisted queries and batches are off because limits judge the text of one operation.
 */
export function apolloOptions(report?: ErrorReport) {
  const plugins: ApolloServerPlugin<BaseContext>[] = [
    ApolloServerPluginCacheControlDisabled(),
    ApolloServerPluginInlineTraceDisabled(),
    ApolloServerPluginLandingPageDisabled(),
    ApolloServerPluginSchemaReportingDisabled(),
    ApolloServerPluginUsageReportingDisabled(),
    resolveOperation(),
    timeView,
  ];
  return {
    ...maskedErrors(report),
    plugins,
    introspection: true,
    validationRules: [operationTypeIsInSchema],
    csrfPrevention: false,
    persistedQueries: false as const,
    allowBatchedHttpRequests: false,
    // The process that owns all eight servers drains them; eight signal handlers would race.
    stopOnTerminationSignals: false,
  };
}
