import { type ASTVisitor, GraphQLError, type ValidationContext } from 'graphql';

/**
 * A role that changes nothing has no mutations: asking for one is as wrong as asking for an unknown field. graphql-js
 * finds that out only when it executes, and the gateway only when it plans.
 */
export function operationTypeIsInSchema(context: ValidationContext): ASTVisitor {
  return {
    OperationDefinition(node) {
      if (!context.getSchema().getRootType(node.operation))
        context.reportError(
          new GraphQLError(`The schema has no operations of the type ${node.operation}.`, { nodes: node }),
        );
      return undefined;
    },
  };
}
