import type { SubgraphDefinition } from '../shared/subgraph.js';
import { AccessExplanationResolver } from './access-explanation/access-explanation.resolver.js';
import { appointmentResolvers } from './appointment/appointment.resolver.js';
import { Appointment } from './appointment/appointment.type.js';
import { AccountingResolver, PatientAccountingResolver } from './audit-event/accounting.resolver.js';
import { AccessLogResolver, AuditEventResolver } from './audit-event/audit-event.resolver.js';
import { breakGlassResolvers } from './break-glass/break-glass.resolver.js';
import { BreakGlass } from './break-glass/break-glass.type.js';
import { ChangesResolver } from './changes/changes.resolver.js';
import { consentResolvers } from './consent/consent.resolver.js';
import { Consent } from './consent/consent.type.js';
import { administrativeContext } from './context.js';
import { locationResolvers } from './location/location.resolver.js';
import { Location } from './location/location.type.js';
import { organizationResolvers } from './organization/organization.resolver.js';
import { Organization } from './organization/organization.type.js';
import { patientResolvers } from './patient/patient.resolver.js';
import { Patient } from './patient/patient.type.js';
import { practitionerResolvers } from './practitioner/practitioner.resolver.js';
import { Practitioner } from './practitioner/practitioner.type.js';
import { practitionerRoleResolvers } from './practitioner-role/practitioner-role.resolver.js';
import { PractitionerRole } from './practitioner-role/practitioner-role.type.js';
import { relatedPersonResolvers } from './related-person/related-person.resolver.js';
import { RelatedPerson } from './related-person/related-person.type.js';
import { scheduleResolvers } from './schedule/schedule.resolver.js';
import { Schedule } from './schedule/schedule.type.js';
import { slotResolvers } from './slot/slot.resolver.js';
import { Slot } from './slot/slot.type.js';
import { TransferResolver } from './transfer/transfer.resolver.js';

/** The administrative subgraph: people, places, bookings, consents, and who looked at what. */
export const administrative: SubgraphDefinition = {
  name: 'administrative',
  types: [
    Patient,
    RelatedPerson,
    Practitioner,
    PractitionerRole,
    Organization,
    Location,
    Appointment,
    Schedule,
    Slot,
    Consent,
    BreakGlass,
  ],
  resolvers: [
    ...patientResolvers,
    ...relatedPersonResolvers,
    ...practitionerResolvers,
    ...practitionerRoleResolvers,
    ...organizationResolvers,
    ...locationResolvers,
    ...appointmentResolvers,
    ...scheduleResolvers,
    ...slotResolvers,
    ...consentResolvers,
    ...breakGlassResolvers,
    AuditEventResolver,
    AccessExplanationResolver,
    AccessLogResolver,
    AccountingResolver,
    PatientAccountingResolver,
    ChangesResolver,
    TransferResolver,
  ],
  extendContext: administrativeContext,
};
