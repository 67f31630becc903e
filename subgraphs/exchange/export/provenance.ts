/**
 * A commit as FHIR Provenance, and back. It stands before the versions it is about and holds beside FHIR's elements what
 * only our own import reads: whose ids they are, what their references meant in the bundle they came in, and which
 * version of them is current. With that the record elsewhere is equal to this one.
 */
import { createHash } from 'node:crypto';
import type { CommittedVersion } from '../../shared/databases.js';
import { type FhirObject, isObject, objectsOf, stringOf, valuesAt } from '../../shared/fhir-json.js';
import { historyDigest } from '../../shared/numbering.js';
import type { EarlierProvenance, Origin, WritingAgent } from '../../shared/write-request.js';
import { fhirTypeOf } from '../amendment-task.js';
import { fileName } from '../normalise/file-name.js';
import { isSourceName, recordId } from '../normalise/references.js';
import type { CommittedPart } from './committed-parts.js';

/** Marks a Provenance as ours; `.invalid` is a name that no server has (RFC 2606). */
export const COMMIT_PROFILE = 'https://chartlens.invalid/fhir/StructureDefinition/commit';
const VERSION_EXTENSION = 'https://chartlens.invalid/fhir/StructureDefinition/recorded-version';

/** What our import needs to know of a version that is handed over. */
export interface HandedOver {
  readonly source: string;
  readonly references: Readonly<Record<string, string>>;
  readonly earlier: EarlierProvenance;
}

/** The FHIR id of a record, without what keeps its source apart. */
export function bareId({ id, source }: Pick<CommittedVersion, 'id' | 'source'>): string {
  const prefix = recordId(source, '');
  return id.startsWith(prefix) ? id.slice(prefix.length) : id;
}

/** Where the versions of one commit came from, for whoever `from` hands them over. `part` tells parts of a commit apart. */
export function provenanceOf(
  { commit, versions }: CommittedPart,
  currentOf: (version: CommittedVersion) => string,
  from: string,
  part = 0,
): FhirObject {
  const { agent, reason, at } = commit;
  const id = createHash('sha256').update(`${commit._id} ${part}`).digest('hex');
  return {
    resourceType: 'Provenance',
    id,
    meta: { profile: [COMMIT_PROFILE] },
    target: versions.map((version) => ({
      extension: [extensionOf(version, currentOf(version))],
      reference: `${fhirTypeOf(version.kind) ?? version.kind}/${bareId(version)}/_history/${version.version}`,
    })),
    recorded: at.toISOString(),
    reason: [{ text: reason }],
    agent: [agentOf(agent), ...(from === '' ? [] : [handingOver(from)])],
    ...entitiesOf(originOf(agent)),
  };
}

/** How a commit's versions came here. */
export function originOf({ origin, file }: WritingAgent): Origin {
  return origin ?? (file === undefined ? { from: 'typed' } : { from: 'import', file });
}

function agentOf({ name, who, onBehalfOf }: EarlierProvenance['agent']): FhirObject {
  return {
    type: { coding: [{ system: PARTICIPANT, code: 'author' }] },
    who: { ...(who !== undefined && { reference: who }), display: name },
    ...(onBehalfOf !== undefined && { onBehalfOf: { reference: onBehalfOf } }),
  };
}

const PARTICIPANT = 'http://terminology.hl7.org/CodeSystem/provenance-participant-type';

function handingOver(from: string): FhirObject {
  return { type: { coding: [{ system: PARTICIPANT, code: 'transmitter' }] }, who: { display: from } };
}

function entitiesOf(origin: Origin): FhirObject {
  if (origin.from === 'typed') return {};
  const file = fileName(origin.file ?? '');
  const from = origin.from === 'import' ? file : `${origin.organization} ${file}`.trim();
  return { entity: [{ role: 'source', what: { display: from } }] };
}

function extensionOf(version: CommittedVersion, current: string): FhirObject {
  const { source, references, earlier } = version;
  const texts: Record<string, string> = { source, current, after: historyDigest(version.hashes.slice(0, -1)) };
  if (Object.keys(references).length > 0) texts['references'] = JSON.stringify(references);
  if (earlier) {
    const { recorded, agent, reason } = earlier;
    texts['earlier'] = JSON.stringify({ recorded, agent, reason });
  }
  return {
    url: VERSION_EXTENSION,
    extension: Object.entries(texts).map(([url, valueString]) => ({ url, valueString })),
  };
}

export function isCommitProvenance(resource: FhirObject): boolean {
  return resource['resourceType'] === 'Provenance' && valuesAt(resource, 'meta.profile').includes(COMMIT_PROFILE);
}

/** Who handed over; '' when they did not say. */
export function transmitterOf(provenance: FhirObject): string {
  const found = objectsOf(provenance['agent']).find((agent) =>
    valuesAt(agent, 'type.coding.code').includes('transmitter'),
  );
  return (found && stringOf(valuesAt(found, 'who.display')[0])) ?? '';
}

/** What a Provenance says of the versions that follow it, by `Type/id`, in their order. What it does not say is left out. */
export function handedOver(provenance: FhirObject): [string, HandedOver][] {
  const author = objectsOf(provenance['agent'])[0];
  const said = {
    recorded: stringOf(provenance['recorded']) ?? '',
    reason: stringOf(valuesAt(provenance, 'reason.text')[0]) ?? '',
    agent: agentIn(author ?? {}),
  };
  return objectsOf(provenance['target']).flatMap((target): [string, HandedOver][] => {
    const [, key, version] = /^(.+)\/_history\/(\d+)$/.exec(stringOf(target['reference']) ?? '') ?? [];
    const extension = objectsOf(target['extension']).find(({ url }) => url === VERSION_EXTENSION);
    if (key === undefined || version === undefined || !extension) return [];
    const texts = new Map(
      objectsOf(extension['extension']).map(({ url, valueString }) => [url, stringOf(valueString)]),
    );
    const source = texts.get('source') ?? '';
    if (!isSourceName(source)) return [];
    const earlier = { ...said, ...originalIn(texts.get('earlier')) };
    const [current, after] = [texts.get('current') ?? '', texts.get('after') ?? ''];
    return [
      [
        key,
        {
          source,
          references: textsIn(texts.get('references')),
          earlier: { ...earlier, version: Number(version), current, after },
        },
      ],
    ];
  });
}

function agentIn(agent: FhirObject): EarlierProvenance['agent'] {
  const who = stringOf(valuesAt(agent, 'who.reference')[0]);
  const onBehalfOf = stringOf(valuesAt(agent, 'onBehalfOf.reference')[0]);
  return {
    name: stringOf(valuesAt(agent, 'who.display')[0]) ?? '',
    ...(who !== null && { who }),
    ...(onBehalfOf !== null && { onBehalfOf }),
  };
}

/** Who wrote it in the first place, where the sender had it from somebody else. */
function originalIn(
  text: string | null | undefined,
): Partial<Pick<EarlierProvenance, 'recorded' | 'reason' | 'agent'>> {
  const value = parsed(text);
  if (!isObject(value) || !isObject(value['agent'])) return {};
  const { who, onBehalfOf, name } = value['agent'];
  return {
    recorded: stringOf(value['recorded']) ?? '',
    reason: stringOf(value['reason']) ?? '',
    agent: {
      name: stringOf(name) ?? '',
      ...(typeof who === 'string' && { who }),
      ...(typeof onBehalfOf === 'string' && { onBehalfOf }),
    },
  };
}

function textsIn(text: string | null | undefined): Record<string, string> {
  const value = parsed(text);
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((pair): pair is [string, string] => typeof pair[1] === 'string'),
  );
}

function parsed(text: string | null | undefined): unknown {
  try {
    return text == null ? null : JSON.parse(text);
  } catch {
    return null;
  }
}
