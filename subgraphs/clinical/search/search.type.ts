import { ID, Int, registerEnumType } from 'type-graphql';
import { PartType, RecordField } from '../../shared/record-field.js';

/** Kinds whose words are looked through. */
export const SEARCHED = [
  ...['AllergyIntolerance', 'CarePlan', 'Condition', 'DiagnosticReport', 'DocumentReference', 'Encounter'],
  ...['FamilyMemberHistory', 'Goal', 'ImagingStudy', 'Immunization', 'MedicationAdministration', 'MedicationDispense'],
  ...['MedicationRequest', 'MedicationStatement', 'Observation', 'Procedure', 'ServiceRequest'],
] as const;

export type SearchedKind = (typeof SEARCHED)[number];
export const SearchedKind = Object.fromEntries(SEARCHED.map((kind) => [kind, kind]));
registerEnumType(SearchedKind, {
  name: 'SearchedKind',
  description: 'Kinds of records whose words are looked through.',
});

@PartType('Where a word that was asked for stands in an excerpt, in UTF-16 units.')
export class SearchHighlight {
  @RecordField('narrative', () => Int, { nullable: false }) start!: number;
  @RecordField('narrative', () => Int, { nullable: false, description: 'The unit behind it.' }) end!: number;
}

@PartType('A part of a text in which words were found.')
export class SearchExcerpt {
  @RecordField('narrative', () => String, { nullable: false, description: 'The element, such as `note.text`.' })
  element!: string;
  @RecordField('narrative', () => String, { nullable: false, description: 'Plain text; `…` where it goes on.' })
  text!: string;
  @RecordField('narrative', () => [SearchHighlight], { nullable: false }) highlights!: readonly SearchHighlight[];
}

@PartType('A record in which all words were found.')
export class SearchMatch {
  @RecordField('narrative', () => SearchedKind, { nullable: false }) kind!: SearchedKind;
  @RecordField('narrative', () => ID, { nullable: false, description: 'The id of the record.' }) record!: string;
  @RecordField('narrative', () => String, { description: 'Its main date, as an instant.' }) at!: string | null;
  @RecordField('narrative', () => [SearchExcerpt], { nullable: false, description: 'At most three.' })
  excerpts!: readonly SearchExcerpt[];
}

@PartType('What was found, best first.')
export class SearchResult {
  @RecordField('narrative', () => Int, { nullable: false }) totalCount!: number;
  @RecordField('narrative', () => [SearchMatch], { nullable: false }) matches!: readonly SearchMatch[];
  @RecordField('narrative', () => String, { description: 'Pass it as `after` for the next page; null on the last.' })
  endCursor!: string | null;
}
