import { PURPOSE_RULES } from '../../../schema/policy/accounting.js';
import { ComputedField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType } from '../../shared/record-field.js';
import {
  AGENT_PATHS,
  AuditEventAgent,
  AuditEventEntity,
  agentOf,
  DisclosureRecipient,
  entityOf,
  ofEntry,
} from './audit-event.type.js';

/** What 45 CFR 164.528(b)(2) asks of each disclosure: date, recipient, what, why. */
@PartType('A disclosure that a person is owed an account of (45 CFR 164.528; 42 CFR 2.25).')
export class AccountedDisclosure {
  @KeyField() id!: string;
  @ComputedField(
    'access-log',
    () => String,
    ofEntry(({ at }) => at.toISOString()),
    { description: 'When: an instant in UTC.', needs: ['at'], owns: ['at'] },
  )
  date?: string;
  @ComputedField('access-log', () => AuditEventAgent, ofEntry(agentOf), {
    description: 'Who received it: the organisation where one is known, and the subject who signed in.',
    needs: AGENT_PATHS,
    owns: ['viewer'],
  })
  recipient?: object;
  @ComputedField(
    'access-log',
    () => DisclosureRecipient,
    ofEntry(({ recipient }) => recipient),
    {
      description: 'Whom they handed it to, with the address if it was known; null where it went no further.',
      needs: ['recipient'],
    },
  )
  handedTo?: object;
  @ComputedField(
    'access-log',
    () => [AuditEventEntity],
    ofEntry(({ disclosures }) => disclosures.map(entityOf)),
    {
      description: 'What was disclosed of this person: kinds of records, and how many.',
      needs: ['disclosures'],
      owns: ['disclosures'],
    },
  )
  what?: object[];
  @ComputedField(
    'access-log',
    () => String,
    ofEntry(({ viewer }) => PURPOSE_RULES[viewer.purpose].words),
    { description: 'Why, in words.', needs: ['viewer.purpose'] },
  )
  purpose?: string;
  @ComputedField(
    'access-log',
    () => Boolean,
    ofEntry(({ disclosures }) => disclosures.some(({ part2 }) => part2 === true)),
    {
      description:
        'Records under 42 CFR Part 2 are among them: those are accounted for three years, whatever the purpose.',
      needs: ['disclosures'],
    },
  )
  part2?: boolean;
}
