import { Location, Organization, Reference } from '../../shared/joined-entities.js';
import { PatientField, ReferenceField } from '../../shared/plain-resolvers.js';
import { KeyField, PartType, RecordField } from '../../shared/record-field.js';
import { RecordKind } from '../../shared/record-kind.js';
import { Annotation, CodeableConcept, ContactPoint, Identifier, Meta, Quantity } from '../../shared/value-types.js';
import { Narrative } from '../parts/narrative.js';
import { Patient } from '../patient/patient.type.js';

@PartType('The unique device identifier as it is printed and read (FHIR Device.udiCarrier).')
export class DeviceUdiCarrier {
  @RecordField('device', () => String) deviceIdentifier?: string;
  @RecordField('device', () => String) issuer?: string;
  @RecordField('device', () => String) jurisdiction?: string;
  @RecordField('device', () => String) carrierAIDC?: string;
  @RecordField('device', () => String) carrierHRF?: string;
  @RecordField('device', () => String) entryType?: string;
}

@PartType('A name of a device (FHIR Device.deviceName).')
export class DeviceName {
  @RecordField('device', () => String) name?: string;
  @RecordField('device', () => String) type?: string;
}

@PartType('A standard a device keeps to (FHIR Device.specialization).')
export class DeviceSpecialization {
  @RecordField('device', () => CodeableConcept) systemType?: CodeableConcept;
  @RecordField('device', () => String) version?: string;
}

@PartType('A version of a device or of a part of it (FHIR Device.version).')
export class DeviceVersion {
  @RecordField('device', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('device', () => Identifier) component?: Identifier;
  @RecordField('device', () => String) value?: string;
}

@PartType('A setting or trait of a device (FHIR Device.property).')
export class DeviceProperty {
  @RecordField('device', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('device', () => [Quantity]) valueQuantity?: Quantity[];
  @RecordField('device', () => [CodeableConcept]) valueCode?: CodeableConcept[];
}

@RecordKind(
  {
    kind: 'Device',
    subgraph: 'clinical',
    writers: ['owner'],
    patient: 'patient',
    at: ['manufactureDate'],
    status: 'status',
    codes: ['type'],
  },
  'A device implanted in a patient or used by them (FHIR Device).',
)
export class Device {
  @KeyField() id!: string;
  @RecordField('device', () => Meta) meta?: Meta;
  @RecordField('narrative', () => Narrative) text?: Narrative;
  @PatientField(() => Patient) patient?: object;
  @RecordField('device', () => [Identifier]) identifier?: Identifier[];
  @RecordField('device', () => Reference) definition?: object;
  @RecordField('device', () => [DeviceUdiCarrier]) udiCarrier?: DeviceUdiCarrier[];
  @RecordField('device', () => String) status?: string;
  @RecordField('device', () => [CodeableConcept]) statusReason?: CodeableConcept[];
  @RecordField('device', () => String) distinctIdentifier?: string;
  @RecordField('device', () => String) manufacturer?: string;
  @RecordField('device', () => String) manufactureDate?: string;
  @RecordField('device', () => String) expirationDate?: string;
  @RecordField('device', () => String) lotNumber?: string;
  @RecordField('device', () => String) serialNumber?: string;
  @RecordField('device', () => [DeviceName]) deviceName?: DeviceName[];
  @RecordField('device', () => String) modelNumber?: string;
  @RecordField('device', () => String) partNumber?: string;
  @RecordField('device', () => CodeableConcept) type?: CodeableConcept;
  @RecordField('device', () => [DeviceSpecialization]) specialization?: DeviceSpecialization[];
  @RecordField('device', () => [DeviceVersion]) version?: DeviceVersion[];
  @RecordField('device', () => [DeviceProperty]) property?: DeviceProperty[];
  @ReferenceField('device', () => Organization, { to: 'Organization' }) owner?: object;
  @RecordField('device', () => [ContactPoint]) contact?: ContactPoint[];
  @ReferenceField('device', () => Location, { to: 'Location' }) location?: object;
  @RecordField('device', () => String) url?: string;
  @RecordField('narrative', () => [Annotation]) note?: Annotation[];
  @RecordField('device', () => [CodeableConcept]) safety?: CodeableConcept[];
  @ReferenceField('device', () => Device, { to: 'Device' }) parent?: object;
}
