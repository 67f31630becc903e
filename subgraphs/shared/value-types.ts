/** FHIR R4 data types: parts of values, alike in all subgraphs. Who sees the field that holds one sees all of it. */
import { Float, ID, Int } from 'type-graphql';
import { Element, ValueType } from './record-field.js';

@ValueType('A code from a terminology (FHIR Coding).')
export class Coding {
  @Element(() => String) system?: string;
  @Element(() => String) version?: string;
  @Element(() => String) code?: string;
  @Element(() => String) display?: string;
  @Element(() => Boolean) userSelected?: boolean;
}

@ValueType('A concept: its codes and its text (FHIR CodeableConcept).')
export class CodeableConcept {
  @Element(() => [Coding]) coding?: Coding[];
  @Element(() => String) text?: string;
}

@ValueType('A measured amount (FHIR Quantity); `code` is the UCUM unit where `system` says so.')
export class Quantity {
  @Element(() => Float) value?: number;
  @Element(() => String) comparator?: string;
  @Element(() => String) unit?: string;
  @Element(() => String) system?: string;
  @Element(() => String) code?: string;
}

@ValueType('From low to high (FHIR Range).')
export class Range {
  @Element(() => Quantity) low?: Quantity;
  @Element(() => Quantity) high?: Quantity;
}

@ValueType('One amount over another (FHIR Ratio).')
export class Ratio {
  @Element(() => Quantity) numerator?: Quantity;
  @Element(() => Quantity) denominator?: Quantity;
}

@ValueType('From start to end; an open end is absent (FHIR Period). Dates keep the precision they came with.')
export class Period {
  @Element(() => String) start?: string;
  @Element(() => String) end?: string;
}

@ValueType('An amount of money as it came (FHIR Money).')
export class Money {
  @Element(() => Float) value?: number;
  @Element(() => String) currency?: string;
}

@ValueType('A number by which others know the thing (FHIR Identifier).')
export class Identifier {
  @Element(() => String) use?: string;
  @Element(() => CodeableConcept) type?: CodeableConcept;
  @Element(() => String) system?: string;
  @Element(() => String) value?: string;
  @Element(() => Period) period?: Period;
}

@ValueType('A name of a person (FHIR HumanName).')
export class HumanName {
  @Element(() => String) use?: string;
  @Element(() => String) text?: string;
  @Element(() => String) family?: string;
  @Element(() => [String]) given?: string[];
  @Element(() => [String]) prefix?: string[];
  @Element(() => [String]) suffix?: string[];
  @Element(() => Period) period?: Period;
}

@ValueType('A postal address (FHIR Address).')
export class Address {
  @Element(() => String) use?: string;
  @Element(() => String) type?: string;
  @Element(() => String) text?: string;
  @Element(() => [String]) line?: string[];
  @Element(() => String) city?: string;
  @Element(() => String) district?: string;
  @Element(() => String) state?: string;
  @Element(() => String) postalCode?: string;
  @Element(() => String) country?: string;
  @Element(() => Period) period?: Period;
}

@ValueType('A telephone number, e-mail address and the like (FHIR ContactPoint).')
export class ContactPoint {
  @Element(() => String) system?: string;
  @Element(() => String) value?: string;
  @Element(() => String) use?: string;
  @Element(() => Int) rank?: number;
  @Element(() => Period) period?: Period;
}

@ValueType('A remark (FHIR Annotation).')
export class Annotation {
  @Element(() => String) authorString?: string;
  @Element(() => String) time?: string;
  @Element(() => String) text?: string;
}

@ValueType('A document, or where it is (FHIR Attachment). `data` is base64.')
export class Attachment {
  @Element(() => String) contentType?: string;
  @Element(() => String) language?: string;
  @Element(() => String) data?: string;
  @Element(() => String) url?: string;
  @Element(() => Int) size?: number;
  @Element(() => String) hash?: string;
  @Element(() => String) title?: string;
  @Element(() => String) creation?: string;
}

@ValueType('When and how often something is repeated (FHIR Timing.repeat).')
export class TimingRepeat {
  @Element(() => Period) boundsPeriod?: Period;
  @Element(() => Int) count?: number;
  @Element(() => Float) duration?: number;
  @Element(() => String) durationUnit?: string;
  @Element(() => Int) frequency?: number;
  @Element(() => Float) period?: number;
  @Element(() => String) periodUnit?: string;
  @Element(() => [String]) dayOfWeek?: string[];
  @Element(() => [String]) when?: string[];
}

@ValueType('When something happens (FHIR Timing).')
export class Timing {
  @Element(() => [String]) event?: string[];
  @Element(() => TimingRepeat) repeat?: TimingRepeat;
  @Element(() => CodeableConcept) code?: CodeableConcept;
}

@ValueType('Amount of a medicine at one time (FHIR Dosage.doseAndRate).')
export class DoseAndRate {
  @Element(() => CodeableConcept) type?: CodeableConcept;
  @Element(() => Quantity) doseQuantity?: Quantity;
  @Element(() => Range) doseRange?: Range;
  @Element(() => Quantity) rateQuantity?: Quantity;
  @Element(() => Ratio) rateRatio?: Ratio;
}

@ValueType('How a medicine is taken (FHIR Dosage).')
export class Dosage {
  @Element(() => Int) sequence?: number;
  @Element(() => String) text?: string;
  @Element(() => String) patientInstruction?: string;
  @Element(() => Timing) timing?: Timing;
  @Element(() => Boolean) asNeededBoolean?: boolean;
  @Element(() => CodeableConcept) asNeededCodeableConcept?: CodeableConcept;
  @Element(() => CodeableConcept) site?: CodeableConcept;
  @Element(() => CodeableConcept) route?: CodeableConcept;
  @Element(() => CodeableConcept) method?: CodeableConcept;
  @Element(() => [DoseAndRate]) doseAndRate?: DoseAndRate[];
}

@ValueType('Versions and labels of a record (FHIR Meta).')
export class Meta {
  @Element(() => ID) versionId?: string;
  @Element(() => String) lastUpdated?: string;
  @Element(() => String) source?: string;
  @Element(() => [String]) profile?: string[];
  @Element(() => [Coding]) security?: Coding[];
  @Element(() => [Coding]) tag?: Coding[];
}
