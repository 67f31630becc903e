/**
 * A patient's own request for amendment, and what comes of it (45 CFR 164.526). The record itself is amended by a further
 * version, like by any other change; the earlier one stays as it was.
 */
import { Field, ID, InputType, Int } from 'type-graphql';
import { oneOf, text } from '../../shared/writing/elements.js';
import { aboutRecord, aboutSelf } from '../../shared/writing/mutation.js';
import { badRecord, refused, unknownRecord } from '../../shared/writing/refusals.js';
import { AMENDABLE, AmendmentDenial, AmendmentRequest } from './amendment-request.type.js';

/** 164.526(b)(2)(i). */
const DAYS_TO_DECIDE = 60;
const DAY_MS = 86_400_000;
const amendable = oneOf(...AMENDABLE);

@InputType({ description: 'What you want to have amended in your record.' })
class AmendmentRequestInput {
  @Field(() => String, { description: `The kind of the record: ${AMENDABLE.join(', ')}.` }) kind!: string;
  @Field(() => ID, { description: 'The id of the record.' }) record!: string;
  @Field(() => Int, { description: 'The version that you read: of a stale one you get CONFLICT.' }) version!: number;
  @Field(() => String, { description: 'What is wrong, and why.' }) statement!: string;
}

@InputType({ description: 'What comes of a request for amendment.' })
class AmendmentOutcomeInput {
  @Field(() => Boolean) accepted!: boolean;
  @Field(() => AmendmentDenial, { nullable: true, description: 'Why it is denied; only then, and always then.' })
  basis?: AmendmentDenial | null;
  @Field(() => String, { description: 'In plain words, for the patient.' }) statement!: string;
}

const requestAmendment = aboutSelf<AmendmentRequestInput>({
  name: 'requestAmendment',
  facet: 'amendment',
  record: AmendmentRequest,
  input: AmendmentRequestInput,
  description: 'Asks whoever wrote a record of yours to amend it.',
  reason: 'an amendment was requested',
  async prepare(desk, patient, { kind, record: id, version, statement }) {
    const { writers, ...record } = await desk.stored(amendable(kind, 'input.kind'), id, 'input.record');
    if (record.patient !== patient) throw unknownRecord('input.record');
    desk.inVersion({ ...record, writers }, version, 'input.record');
    // Nobody is known who could decide.
    if (writers.length === 0) throw refused('WRONG_STATE', 'input.record');
    const requested = desk.now();
    const request = desk.create('AmendmentRequest', {
      status: 'requested',
      patient: { reference: `Patient/${patient}` },
      record: { reference: `${kind}/${id}` },
      version: String(version),
      organization: writers.map((writer) => ({ reference: `Organization/${writer}` })),
      statement: text(statement, 'input.statement'),
      requested,
      due: new Date(Date.parse(requested) + DAYS_TO_DECIDE * DAY_MS).toISOString().slice(0, 10),
    });
    return { patient, versions: [request] };
  },
});

const decideAmendment = aboutRecord<AmendmentOutcomeInput>({
  name: 'decideAmendment',
  facet: 'amendment-outcome',
  record: AmendmentRequest,
  input: AmendmentOutcomeInput,
  description: 'Accepts or denies a request for amendment of what your organisation wrote.',
  reason: 'a request for amendment was decided',
  prepare(desk, stored, { accepted, basis, statement }) {
    if (stored.content['status'] !== 'requested') throw refused('WRONG_STATE', 'id');
    if (accepted === Boolean(basis)) throw badRecord('input.basis');
    const said = text(statement, 'input.statement');
    const decided = desk.change(stored, {
      status: accepted ? 'accepted' : 'denied',
      outcome: { accepted, basis: basis ?? undefined, statement: said, decided: desk.now() },
    });
    return Promise.resolve({ patient: stored.patient, versions: [decided] });
  },
});

export const amendmentRequestMutations = [requestAmendment, decideAmendment];
