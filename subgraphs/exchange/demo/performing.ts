import { type Chart, dateOfVisit, during, type Problem } from './chart.js';
import { type Code, coded, concept, reference } from './fhir.js';
import { placeFor, practitionerName } from './places.js';
import { uuidOf } from './random.js';
import { ALLERGENS, type Allergen, type AllergenName } from './tables/allergies.js';
import { PROVIDERS } from './tables/organizations.js';
import { ACTS, type Act, type ActName, IMAGING, type Imaging, type ImagingName } from './tables/procedures.js';
import { VACCINES, type Vaccine, type VaccineName } from './tables/vaccines.js';
import type { Visit } from './visits.js';

/** Does something to a person at a visit, records and charges it. */
export function perform(chart: Chart, visit: Visit, name: ActName, reason?: Problem, outcome?: string): string {
  const act: Act = ACTS[name];
  const { practitioner, location } = visit.place;
  const code: Code = ['snomed', act.snomed, act.display];
  const done = chart.record(
    'Procedure',
    {
      status: 'completed',
      code: concept(code),
      performedPeriod: { start: during(visit, 15), end: during(visit, 15 + act.minutes) },
      performer: [{ actor: reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner)) }],
      location: reference(`Location/${location.id}`, location.name),
      reasonReference: reason === undefined ? undefined : [reference(reason.reference, reason.diagnosis.display)],
      outcome: outcome === undefined ? undefined : { text: outcome },
    },
    { visit, sensitivity: act.sensitivity },
  );
  const { cents, category } = act;
  const procedure = act.minutes >= 20 ? done : undefined;
  visit.charges.push({ code, cents, category, preventive: act.preventive === true, procedure });
  return done;
}

/** Orders and takes pictures: ServiceRequest, ImagingStudy, DiagnosticReport with the radiologist's text. */
export function image(chart: Chart, visit: Visit, name: ImagingName, reason?: Problem, finding?: string): string {
  const imaging: Imaging = IMAGING[name];
  const code: Code = ['loinc', imaging.loinc, imaging.display];
  const order = requestService(chart, visit, code, 'imaging', reason);
  const study = chart.record('ImagingStudy', studyBody(chart, visit, imaging, order), { visit });
  visit.charges.push({
    code,
    cents: imaging.cents,
    category: imaging.category,
    preventive: imaging.preventive === true,
  });
  const { practitioner } = placeFor([visit.organization, 'larkspur-bay-hospital'], 'radiology', chart.person.number);
  const conclusion = finding ?? imaging.normal;
  return chart.record(
    'DiagnosticReport',
    {
      basedOn: [reference(order)],
      status: 'final',
      category: [coded(['diagnosticService', 'RAD', 'Radiology'])],
      code: concept(code),
      effectiveDateTime: during(visit, 40),
      issued: during(visit, 200),
      performer: [reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner))],
      imagingStudy: [reference(study)],
      conclusion,
      presentedForm: [textAttachment(`${imaging.display}\n${dateOfVisit(visit)}\n\n${conclusion}\n`, imaging.display)],
    },
    { visit },
  );
}

function studyBody(chart: Chart, visit: Visit, imaging: Imaging, order: string): Record<string, unknown> {
  const { modality, bodySite, series, images } = imaging;
  const unit = `1.2.826.0.1.3680043.9.9999.${chart.person.number}.${visit.day}`;
  return {
    identifier: [{ system: 'urn:dicom:uid', value: `urn:oid:${unit}` }],
    status: 'available',
    modality: [concept(['dicom', modality, modality]).coding[0]],
    started: during(visit, 40),
    basedOn: [reference(order)],
    numberOfSeries: series,
    numberOfInstances: images,
    description: imaging.display,
    series: Array.from({ length: series }, (_, index) => ({
      uid: `${unit}.${index + 1}`,
      number: index + 1,
      modality: concept(['dicom', modality, modality]).coding[0],
      numberOfInstances: Math.floor((images * (index + 1)) / series) - Math.floor((images * index) / series),
      bodySite: concept(['snomed', ...bodySite]).coding[0],
    })),
  };
}

/** An order or a referral. */
export function requestService(
  chart: Chart,
  visit: Visit,
  code: Code,
  category: 'imaging' | 'laboratory' | 'referral',
  reason?: Problem,
): string {
  const { practitioner } = visit.place;
  return chart.record(
    'ServiceRequest',
    {
      status: category === 'referral' ? 'active' : 'completed',
      intent: 'order',
      category: [{ text: category }],
      priority: visit.kind.encounterClass[1] === 'EMER' ? 'urgent' : 'routine',
      code: concept(code),
      authoredOn: during(visit, 14),
      requester: reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner)),
      reasonReference: reason === undefined ? undefined : [reference(reason.reference, reason.diagnosis.display)],
    },
    { visit, sensitivity: reason?.diagnosis.sensitivity },
  );
}

/** Gives a vaccine and charges it. */
export function immunize(chart: Chart, visit: Visit, name: VaccineName, dose?: number): string {
  const vaccine: Vaccine = VACCINES[name];
  const code: Code = ['cvx', vaccine.cvx, vaccine.display];
  const { practitioner, location } = visit.place;
  visit.charges.push({ code, cents: vaccine.cents, category: '1', preventive: true });
  return chart.record(
    'Immunization',
    {
      status: 'completed',
      vaccineCode: concept(code),
      occurrenceDateTime: during(visit, 20),
      primarySource: true,
      lotNumber: `LOT-${uuidOf(`${vaccine.cvx}/${Math.floor(visit.day / 90)}`)
        .slice(0, 6)
        .toUpperCase()}`,
      location: reference(`Location/${location.id}`, location.name),
      performer: [{ actor: reference(`Practitioner/${practitioner.id}`, practitionerName(practitioner)) }],
      protocolApplied: dose === undefined ? undefined : [{ doseNumberPositiveInt: dose }],
    },
    { visit },
  );
}

export function recordAllergy(chart: Chart, visit: Visit, name: AllergenName): string {
  const { snomed, display, category, reaction, severity }: Allergen = ALLERGENS[name];
  return chart.record(
    'AllergyIntolerance',
    {
      clinicalStatus: coded(['allergyClinical', 'active', 'Active']),
      verificationStatus: coded(['allergyVerification', 'confirmed', 'Confirmed']),
      type: 'allergy',
      category: [category],
      criticality: severity === 'severe' ? 'high' : 'low',
      code: concept(['snomed', snomed, display]),
      recordedDate: dateOfVisit(visit),
      recorder: reference(`Practitioner/${visit.place.practitioner.id}`, practitionerName(visit.place.practitioner)),
      reaction: [{ manifestation: [concept(['snomed', ...reaction])], severity }],
    },
    { visit },
  );
}

/** The record that somebody was asked and has no allergy. */
export function recordNoAllergy(chart: Chart, visit: Visit): string {
  return chart.record(
    'AllergyIntolerance',
    {
      clinicalStatus: coded(['allergyClinical', 'active', 'Active']),
      verificationStatus: coded(['allergyVerification', 'confirmed', 'Confirmed']),
      code: concept(['snomed', '716186003', 'No known allergy']),
      recordedDate: dateOfVisit(visit),
    },
    { visit },
  );
}

/** A text as FHIR Attachment: base64 of UTF-8. */
export function textAttachment(text: string, title: string): object {
  return {
    contentType: 'text/plain; charset=utf-8',
    language: 'en-US',
    data: Buffer.from(text, 'utf8').toString('base64'),
    title,
  };
}

export function providerName(visit: Visit): string {
  return PROVIDERS[visit.organization].name;
}
