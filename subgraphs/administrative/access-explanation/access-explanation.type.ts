import { registerEnumType } from 'type-graphql';
import { WALLS } from '../../../schema/policy/explain.js';
import { ROLES, WIDTHS } from '../../../schema/policy/viewer.js';
import { PartType, RecordField } from '../../shared/record-field.js';

/** The members of a closed list as a GraphQL enum. */
function enumOf<T extends string>(name: string, members: readonly T[], description: string): Record<string, T> {
  const found = Object.fromEntries(members.map((member) => [member, member]));
  registerEnumType(found, { name, description });
  return found;
}

export const AccessWall = enumOf(
  'AccessWall',
  WALLS,
  'VIEW and GUARD judge the field, SCOPE, WIDTH, CONSENT and LABELS the records, TRAIL is what an answer leaves behind.',
);
export const AccessRole = enumOf('AccessRole', ROLES, 'The roles of viewers.');
export const AccessWidth = enumOf('AccessWidth', WIDTHS, 'How much of a record a clinician asks for.');

@PartType('What one wall says of an access.')
export class AccessReason {
  @RecordField('disclosure', () => AccessWall, { nullable: false }) wall!: string;
  @RecordField('disclosure', () => String, { description: 'The kind of record; null where it is about the field.' })
  kind?: string;
  @RecordField('disclosure', () => Boolean, { nullable: false, description: 'False where it keeps the answer back.' })
  open!: boolean;
  @RecordField('disclosure', () => String, { nullable: false }) reason!: string;
  @RecordField('disclosure', () => String, {
    description: 'Of a wall that keeps something back: the exception of 45 CFR 171 under which it may.',
  })
  basis?: string;
}

@PartType('Whether a viewer may see a field, and why.')
export class AccessExplanation {
  @RecordField('disclosure', () => Boolean, { nullable: false }) allowed!: boolean;
  @RecordField('disclosure', () => [AccessReason], { nullable: false }) reasons!: AccessReason[];
}
