import '../../kinds.js';
import { kindDefinition, subgraphOf } from '../../shared/record-kind.js';
import type { Kinds } from './run-import.js';

/** The kind catalogue as the import asks it. */
export const kindCatalogue: Kinds = {
  subgraphOf,
  isMapped: (kind) => kindDefinition(kind) !== undefined,
  patientElement(kind) {
    const definition = kindDefinition(kind);
    return definition === undefined ? undefined : (definition.patient ?? null);
  },
};
