/**
 * A patient's own request for amendment, and what comes of it (45 CFR 164.526). The record itself is amended by a further
 * version, like by any other change; the earlier one stays as it was.
 */
import { Field, ID, InputType, Int } from 'type-graphql';
import { oneOf, optional, text } from '../../shared/writing/elements.js';
import { isExactObject } from '../../shared/writing/exact-json.js';
import { aboutOwnRecord, aboutRecord, aboutSelf } from '../../shared/writing/mutation.js';
import { badRecord, refused } from '../../shared/writing/refusals.js';
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

@InputType({ description: 'That you disagree with a denial.' })
class DisagreementInput {
  @Field(() => String, {
    nullable: true,
    description:
      'Why you disagree; left out, your request and the denial go with later disclosures without a statement.',
  })
  statement?: string | null;
}

@InputType({ description: 'What you say to a statement of disagreement.' })
class RebuttalInput {
  @Field(() => String, { description: 'In plain words: the person reads it.' }) statement!: string;
}

const requestAmendment = aboutSelf<AmendmentRequestInput>({
  name: 'requestAmendment',
  facet: 'amendment',
  record: AmendmentRequest,
  input: AmendmentRequestInput,
  description: 'Asks whoever wrote a record of yours to amend it.',
  reason: 'an amendment was requested',
  async prepare(desk, self, { kind, record: id, version, statement }) {
    await desk.reach(amendable(kind, 'input.kind'), id, self, 'input.record');
    const { writers, ...record } = await desk.stored(kind, id, 'input.record');
    const patient = record.patient ?? self;
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

const disagreeWithDenial = aboutOwnRecord<DisagreementInput>({
  name: 'disagreeWithDenial',
  facet: 'amendment',
  record: AmendmentRequest,
  input: DisagreementInput,
  description:
    'Files a statement of disagreement with a denial, once (45 CFR 164.526(d)(2)): later disclosures bear it.',
  reason: 'a person disagreed with a denial',
  prepare(desk, stored, { statement }) {
    const { content, patient } = stored;
    if (content['status'] !== 'denied' || content['disagreement'] !== undefined) throw refused('WRONG_STATE', 'id');
    const said = optional(statement, 'input.statement', text);
    const disagreed = desk.change(stored, { disagreement: { statement: said, filed: desk.now() } });
    return Promise.resolve({ patient, versions: [disagreed] });
  },
});

const rebutDisagreement = aboutRecord<RebuttalInput>({
  name: 'rebutDisagreement',
  facet: 'amendment-outcome',
  record: AmendmentRequest,
  input: RebuttalInput,
  description: 'Answers a statement of disagreement, once (45 CFR 164.526(d)(3)): it goes where the statement goes.',
  reason: 'a statement of disagreement was rebutted',
  prepare(desk, stored, { statement }) {
    const { disagreement, rebuttal } = stored.content;
    const stated = isExactObject(disagreement) && disagreement['statement'] !== undefined;
    if (!stated || rebuttal !== undefined) throw refused('WRONG_STATE', 'id');
    const said = { statement: text(statement, 'input.statement'), prepared: desk.now() };
    return Promise.resolve({ patient: stored.patient, versions: [desk.change(stored, { rebuttal: said })] });
  },
});

export const amendmentRequestMutations = [requestAmendment, decideAmendment, disagreeWithDenial, rebutDisagreement];
