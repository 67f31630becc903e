import { ID, Int } from 'type-graphql';
import { PartType, RecordField } from '../../shared/record-field.js';

@PartType('A version of a record that was written. What it says, the record itself shows.')
export class RecordChange {
  @RecordField('provenance', () => String, { nullable: false, description: 'The type of the record: `Condition`.' })
  kind!: string;
  @RecordField('provenance', () => ID, { nullable: false, description: 'The id of the record.' }) record!: string;
  @RecordField('provenance', () => ID, { description: 'Whom it is about; null for what concerns no one person.' })
  about!: string | null;
  @RecordField('provenance', () => Int, { nullable: false, description: '1 is a new record.' }) version!: number;
  @RecordField('provenance', () => String, { nullable: false, description: 'When it was recorded, as an instant.' })
  recorded!: string;
}

@PartType('What changed since a point, in the order in which it was recorded.')
export class RecordChanges {
  @RecordField('provenance', () => [RecordChange], { nullable: false }) changes!: readonly RecordChange[];
  @RecordField('provenance', () => String, {
    nullable: false,
    description: 'Where this page ends: pass it as `after`, now or in a week.',
  })
  cursor!: string;
  @RecordField('provenance', () => Boolean, { nullable: false, description: 'There is more to ask for at once.' })
  hasMore!: boolean;
}
