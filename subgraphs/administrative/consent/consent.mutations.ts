/** What a patient permits or refuses, said by themselves: it holds from the next request on. */
import { Field, ID, InputType } from 'type-graphql';
import { PURPOSES } from '../../../schema/policy/viewer.js';
import { isResourceType } from '../../exchange/normalise/resource-types.js';
import { coded, dateTime, each, oneOf, optional, period } from '../../shared/writing/elements.js';
import type { ExactObject } from '../../shared/writing/exact-json.js';
import { aboutRecord, aboutSelf } from '../../shared/writing/mutation.js';
import { badRecord, refused } from '../../shared/writing/refusals.js';
import { Consent } from './consent.type.js';

const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode';
const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason';
const PARTICIPATION = 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType';
const RESOURCE_TYPES = 'http://hl7.org/fhir/resource-types';
const typeCode = oneOf('permit', 'deny');
/** v3 ActCode sensitivities that the sensitivity labels know (subgraphs/shared/sensitivity). */
const labelCode = oneOf('ETH', 'SUD', 'PSY', 'MH', 'BH', 'HIV', 'SEX', 'STD', 'SDV', 'R', 'V');

@InputType({ description: 'What you permit or refuse (FHIR Consent). What is left out restricts nothing.' })
class ConsentInput {
  @Field(() => String, { description: 'permit or deny. Of two consents the one that denies wins.' }) type!: string;
  @Field(() => [ID], { nullable: true, description: 'To whom: the ids of organisations.' })
  organizations?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'For what: v3 PurposeOfUse codes such as TREAT, HPAYMT.' })
  purposes?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Which kinds of record: FHIR resource types.' })
  kinds?: string[] | null;
  @Field(() => [String], { nullable: true, description: 'Which sensitive records: ETH, PSY, HIV, SEX, SDV, ...' })
  labels?: string[] | null;
  @Field(() => String, { nullable: true, description: 'From when.' }) start?: string | null;
  @Field(() => String, { nullable: true, description: 'Until when.' }) end?: string | null;
}

@InputType({ description: 'That a consent is withdrawn.' })
class ConsentWithdrawalInput {
  @Field(() => String, { nullable: true, description: 'Why, where you want to say so.' }) basis?: string | null;
}

const purpose = (code: string, input: string): ExactObject => {
  if (!PURPOSES.some((known) => known === code)) throw badRecord(input);
  return { system: ACT_REASON, code };
};

const kind = (code: string, input: string): ExactObject => {
  if (!isResourceType(code)) throw badRecord(input);
  return { system: RESOURCE_TYPES, code };
};

const label = (code: string, input: string): ExactObject => {
  const confidentiality = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality';
  const known = labelCode(code, input);
  return { system: known === 'R' || known === 'V' ? confidentiality : ACT_CODE, code: known };
};

const giveConsent = aboutSelf<ConsentInput>({
  name: 'giveConsent',
  facet: 'consent',
  record: Consent,
  input: ConsentInput,
  description: 'Records what you permit or refuse. It holds from the next request on.',
  reason: 'a consent was given',
  async prepare(desk, patient, input) {
    const type = typeCode(input.type, 'input.type');
    const recipients = await desk.references('Organization', input.organizations, null, 'input.organizations');
    const [start, end] = [optional(input.start, 'input.start', dateTime), optional(input.end, 'input.end', dateTime)];
    const consent = desk.create('Consent', {
      status: 'active',
      scope: coded('http://terminology.hl7.org/CodeSystem/consentscope', 'patient-privacy'),
      category: [coded('http://loinc.org', '59284-0')],
      patient: { reference: `Patient/${patient}` },
      dateTime: desk.now(),
      performer: [{ reference: `Patient/${patient}` }],
      policyRule: coded(ACT_CODE, type === 'permit' ? 'OPTIN' : 'OPTOUT'),
      provision: {
        type,
        period: start || end ? period(start, end, 'input.end') : undefined,
        actor: recipients?.map((reference) => ({ role: coded(PARTICIPATION, 'IRCP'), reference })),
        securityLabel: each(input.labels, 'input.labels', label),
        purpose: each(input.purposes, 'input.purposes', purpose),
        class: each(input.kinds, 'input.kinds', kind),
      },
    });
    return { patient, versions: [consent] };
  },
});

const withdrawConsent = aboutRecord<ConsentWithdrawalInput>({
  name: 'withdrawConsent',
  facet: 'consent',
  record: Consent,
  input: ConsentWithdrawalInput,
  description: 'Withdraws a consent of yours (FHIR status inactive). It stops at once (45 CFR 164.508(b)(5)).',
  reason: ({ basis }) => basis ?? 'a consent was withdrawn',
  prepare(desk, stored) {
    if (stored.content['status'] !== 'active') throw refused('WRONG_STATE', 'id');
    return Promise.resolve({ patient: stored.patient, versions: [desk.change(stored, { status: 'inactive' })] });
  },
});

export const consentMutations = [giveConsent, withdrawConsent];
