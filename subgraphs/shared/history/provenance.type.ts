import { Int, registerEnumType } from 'type-graphql';
import { originOf } from '../../exchange/export/provenance.js';
import { fileName } from '../../exchange/normalise/file-name.js';
import { Element, ValueType } from '../record-field.js';
import type { EarlierProvenance } from '../write-request.js';
import type { VersionNode } from './record-history.js';

export enum ProvenanceOrigin {
  TYPED = 'TYPED',
  IMPORT = 'IMPORT',
  TRANSFER = 'TRANSFER',
}
registerEnumType(ProvenanceOrigin, {
  name: 'ProvenanceOrigin',
  description: 'How it came here: written here, from a file, or handed over by another holder of the record.',
});

@ValueType('Who recorded something (FHIR Provenance.agent).')
export class ProvenanceAgent {
  @Element(() => String, { description: 'The person as they sign in, or a program.' }) name?: string;
  @Element(() => String, { description: '`Type/id`, where they have a record.' }) who?: string | null;
  @Element(() => String, { description: 'The organisation they acted for: `Organization/id`.' })
  onBehalfOf?: string | null;
}

@ValueType('Where something came from (FHIR Provenance.entity).')
export class ProvenanceSource {
  @Element(() => ProvenanceOrigin) origin?: ProvenanceOrigin;
  @Element(() => String) file?: string | null;
  @Element(() => String, { description: 'Who handed it over.' }) organization?: string | null;
}

@ValueType('What the holder before had noted.')
export class EarlierRecording {
  @Element(() => Int, { description: 'The number that the version had there.' }) version?: number;
  @Element(() => String) recorded?: string;
  @Element(() => String) reason?: string;
  @Element(() => ProvenanceAgent) agent?: ProvenanceAgent;
}

@ValueType('Who recorded a version, when, why and from where (FHIR Provenance).')
export class Provenance {
  @Element(() => String, { description: 'The instant it was recorded here.' }) recorded?: string;
  @Element(() => String) reason?: string;
  @Element(() => ProvenanceAgent) agent?: ProvenanceAgent;
  @Element(() => ProvenanceSource) source?: ProvenanceSource;
  @Element(() => EarlierRecording) earlier?: EarlierRecording | null;
}

/** What a commit says of a version, without what only the store needs. */
export function provenanceOf({ commit, earlier }: Pick<VersionNode, 'commit' | 'earlier'>): Provenance {
  const { agent, at, reason } = commit;
  const origin = originOf(agent);
  return {
    recorded: at.toISOString(),
    reason,
    agent: agentOf(agent),
    source: {
      origin: ORIGINS[origin.from],
      file: origin.from === 'typed' || origin.file === undefined ? null : fileName(origin.file),
      organization: origin.from === 'transfer' ? origin.organization : null,
    },
    earlier: earlier ? earlierOf(earlier) : null,
  };
}

const ORIGINS = {
  typed: ProvenanceOrigin.TYPED,
  import: ProvenanceOrigin.IMPORT,
  transfer: ProvenanceOrigin.TRANSFER,
} as const;

function agentOf({ name, who, onBehalfOf }: EarlierProvenance['agent']): ProvenanceAgent {
  return { name, who: who ?? null, onBehalfOf: onBehalfOf ?? null };
}

function earlierOf({ version, recorded, reason, agent }: EarlierProvenance): EarlierRecording {
  return { version, recorded, reason, agent: agentOf(agent) };
}
