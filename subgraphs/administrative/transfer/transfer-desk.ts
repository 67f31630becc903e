/**
 * Hands a person's record over as it came, to one viewer: the records that they reach, of the kinds of which every field is
 * open to their role. A resource is handed over whole or not at all, so a kind that is open in parts stays outside.
 */
import { GraphQLError } from 'graphql';
import { catalogue } from '../../../schema/policy/catalogue.js';
import { PART2_NOTICE } from '../../../schema/policy/part2-notice.js';
import type { Role } from '../../../schema/policy/viewer.js';
import { exportPatient, type TransferScope } from '../../exchange/export/export-record.js';
import { BundleSink } from '../../exchange/export/sinks.js';
import type { SubgraphContext } from '../../shared/context.js';
import type { Databases } from '../../shared/databases.js';
import { RecordHistory } from '../../shared/history/record-history.js';
import { withoutSilentDisputes } from './disputes.js';
import { recipientOf, type TransferRecipientInput } from './recipient.js';

export interface Transfer {
  /** A FHIR R4 Bundle of type collection, as JSON. */
  readonly bundle: string;
  readonly resources: number;
}

/** Characters of a Bundle that travels in one answer; more is for the operator's export. */
const MOST = 32_000_000;

export class TransferDesk {
  readonly #context: SubgraphContext;
  readonly #databases: Databases;

  constructor(context: SubgraphContext, databases: Databases) {
    this.#context = context;
    this.#databases = databases;
  }

  /**
   * Hands over, and notes to whom. Null for a person whom the viewer does not reach, as for one who is not there.
   * @throws TRANSFER_TOO_LARGE, and what `recipientOf` throws
   */
  async handOver(
    asked: string,
    history: boolean,
    recipient: TransferRecipientInput | null | undefined,
  ): Promise<Transfer | null> {
    const { viewer, store, desk } = this.#context;
    const received = await recipientOf(recipient, this.#context);
    if (!(await store.one('Patient', asked, []))) return null;
    const patient = await desk.accesses.survivorOf(asked);
    if (received) store.disclosures.handedTo(received);
    const written: string[] = [];
    let characters = 0;
    const sink = new BundleSink(async (text) => {
      characters += text.length;
      if (characters > MOST) throw tooLarge();
      written.push(text);
    });
    const scope = this.#scope(patient);
    const from = viewer.organization === null ? '' : `Organization/${viewer.organization}`;
    const resources = await exportPatient(patient, { databases: this.#databases, sink, history, from, scope });
    return { bundle: written.join(''), resources };
  }

  #scope(patient: string): TransferScope {
    const { storeOf, policy, viewer, store } = this.#context;
    const databases = this.#databases;
    const isWhole = (kind: string) => wholeKind(kind, viewer.role, policy.mayRead);
    const told = new Set<string>();
    return {
      async records(subgraph, records) {
        const may = await withoutSilentDisputes(records, { viewer, storeOf }, databases);
        const asked = [...may].map(parted).filter(({ kind }) => isWhole(kind));
        const reached = asked.length === 0 ? new Set<string>() : await storeOf(subgraph).reached(asked);
        for (const { kind, id } of asked)
          if (reached.has(`${kind}/${id}`) && !told.has(`${kind}/${id}`)) {
            told.add(`${kind}/${id}`);
            storeOf(subgraph).disclose(kind, patient, 1);
          }
        return reached;
      },
      versions: (subgraph, versions) => new RecordHistory(storeOf(subgraph), this.#databases).admitted(versions),
      // 42 CFR 2.32: the notice goes with what is handed over.
      notices: () => (store.disclosures.list().some(({ part2 }) => part2) ? [PART2_NOTICE] : []),
    };
  }
}

function tooLarge(): GraphQLError {
  return new GraphQLError('This record is too large for one answer.', {
    extensions: { code: 'TRANSFER_TOO_LARGE', limit: MOST },
  });
}

function parted(record: string): { kind: string; id: string } {
  const slash = record.indexOf('/');
  return { kind: record.slice(0, slash), id: record.slice(slash + 1) };
}

/** Whether every stored field of a kind is open to a role; never for kinds that nobody mapped. */
function wholeKind(kind: string, role: Role, mayRead: (role: Role, coordinate: string) => boolean): boolean {
  const stored = [...catalogue.fields].filter(([at, { asksStore }]) => at.startsWith(`${kind}.`) && !asksStore);
  return stored.length > 0 && stored.every(([at]) => mayRead(role, at));
}
