/**
 * Notes: signed as they are written, addended by further ones, and never changed. No mutation here makes a further version
 * of a DocumentReference: what was signed stands as it was signed (21 CFR 11.10(e): changes do not obscure).
 */
import { createHash } from 'node:crypto';
import { Field, ID, InputType } from 'type-graphql';
import { concept, optional, text } from '../../shared/writing/elements.js';
import { ExactNumber, type ExactObject, type ExactValue, isExactObject } from '../../shared/writing/exact-json.js';
import { CodeableConceptInput } from '../../shared/writing/inputs.js';
import { aboutPatient, aboutRecord } from '../../shared/writing/mutation.js';
import { refused } from '../../shared/writing/refusals.js';
import type { WritingDesk } from '../../shared/writing/writing-desk.js';
import { DocumentReference } from './document-reference.type.js';

@InputType({ description: 'A note (FHIR DocumentReference), signed by who writes it.' })
class NoteInput {
  @Field(() => ID, { description: 'The id of the visit, of your organisation.' }) encounter!: string;
  @Field(() => CodeableConceptInput, { description: 'What kind of note it is: a LOINC document code.' })
  type!: CodeableConceptInput;
  @Field(() => String, { description: 'The note itself.' }) text!: string;
  @Field(() => String, { nullable: true }) title?: string | null;
  @Field(() => Boolean, {
    nullable: true,
    description: 'A psychotherapy note (45 CFR 164.501), which its author alone reads.',
  })
  psychotherapy?: boolean | null;
}

@InputType({ description: 'What is added to a note.' })
class AddendumInput {
  @Field(() => String) text!: string;
}

function signed(desk: WritingDesk, words: string, title?: string): ExactObject {
  const now = desk.now();
  const bytes = Buffer.from(words, 'utf8');
  return {
    status: 'current',
    docStatus: 'final',
    date: now,
    author: [desk.authorReference()],
    authenticator: desk.authorReference(),
    custodian: desk.organizationReference(),
    content: [
      {
        attachment: {
          contentType: 'text/plain; charset=utf-8',
          data: bytes.toString('base64'),
          size: new ExactNumber(String(bytes.length)),
          // FHIR R4 Attachment.hash is the SHA-1 of the data.
          hash: createHash('sha1').update(bytes).digest('base64'),
          title,
          creation: now,
        },
      },
    ],
  };
}

const PSYCHOTHERAPY = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'PSYTHPN' };

const signNote = aboutPatient<NoteInput>({
  name: 'signNote',
  facet: 'narrative',
  record: DocumentReference,
  input: NoteInput,
  description: 'Records a note, signed by you. It is never changed: addend it.',
  reason: 'a note was signed',
  async prepare(desk, patient, input) {
    const encounter = await desk.ownVisit(input.encounter, patient, 'input.encounter');
    const note = desk.create('DocumentReference', {
      meta: input.psychotherapy ? { security: [PSYCHOTHERAPY] } : undefined,
      ...signed(desk, text(input.text, 'input.text'), optional(input.title, 'input.title', text)),
      type: concept(input.type, 'input.type'),
      subject: { reference: `Patient/${patient}` },
      context: { encounter: [encounter] },
    });
    return { patient, versions: [note] };
  },
});

/** A note that does not say is taken for signed: senders leave it out. */
const SIGNED: readonly ExactValue[] = ['final', 'amended'];

const addendNote = aboutRecord<AddendumInput>({
  name: 'addendNote',
  facet: 'narrative',
  record: DocumentReference,
  input: AddendumInput,
  description: 'Adds to a signed note: a note of its own that appends to it. The first one stays as it is.',
  reason: 'a note was addended',
  async prepare(desk, { id, patient, content }, input) {
    const { status, docStatus = 'final' } = content;
    if (status !== 'current' || !SIGNED.includes(docStatus)) throw refused('WRONG_STATE', 'id');
    const { meta, type, context } = await desk.elementsOf('DocumentReference', id, ['meta', 'type', 'context']);
    const addendum = desk.create('DocumentReference', {
      meta: securityOf(meta),
      ...signed(desk, text(input.text, 'input.text')),
      type,
      subject: { reference: `Patient/${patient}` },
      context,
      relatesTo: [{ code: 'appends', target: { reference: `DocumentReference/${id}` } }],
    });
    return { patient, versions: [addendum] };
  },
});

/** An addendum is as sensitive as what it is added to. */
function securityOf(meta: ExactObject[string]): ExactObject | undefined {
  const security = isExactObject(meta) ? meta['security'] : undefined;
  return security === undefined ? undefined : { security };
}

export const noteMutations = [signNote, addendNote];
