import type { Code } from '../fhir.js';
import type { BenefitCategory } from './procedures.js';

/** A kind of visit: how FHIR classes and types it, what it costs and how long it lasts. */
export interface VisitKind {
  readonly encounterClass: Code;
  readonly type: Code;
  readonly cents: number;
  readonly category: BenefitCategory;
  readonly minutes: number;
  readonly preventive?: true;
  /** Emergency and inpatient visits are billed by the institution, at any hour of the day. */
  readonly institutional?: true;
}

const AMBULATORY: Code = ['actCode', 'AMB', 'ambulatory'];
const EMERGENCY: Code = ['actCode', 'EMER', 'emergency'];
const INPATIENT: Code = ['actCode', 'IMP', 'inpatient encounter'];
const VIRTUAL: Code = ['actCode', 'VR', 'virtual'];
const HOME: Code = ['actCode', 'HH', 'home health'];

export const VISIT_KINDS = {
  checkUp: {
    encounterClass: AMBULATORY,
    type: ['snomed', '185349003', 'Check up'],
    cents: 21480,
    category: '1',
    minutes: 40,
    preventive: true,
  },
  childCheckUp: {
    encounterClass: AMBULATORY,
    type: ['snomed', '410620009', 'Well child visit'],
    cents: 17650,
    category: '1',
    minutes: 30,
    preventive: true,
  },
  followUp: {
    encounterClass: AMBULATORY,
    type: ['snomed', '390906007', 'Follow-up visit'],
    cents: 13875,
    category: '1',
    minutes: 20,
  },
  problem: {
    encounterClass: AMBULATORY,
    type: ['snomed', '185345009', 'Visit for a symptom'],
    cents: 12640,
    category: '1',
    minutes: 20,
  },
  specialist: {
    encounterClass: AMBULATORY,
    type: ['snomed', '11429006', 'Consultation'],
    cents: 24160,
    category: '3',
    minutes: 40,
  },
  procedure: {
    encounterClass: AMBULATORY,
    type: ['snomed', '371883000', 'Outpatient procedure'],
    cents: 18320,
    category: '1',
    minutes: 60,
  },
  emergency: {
    encounterClass: EMERGENCY,
    type: ['snomed', '50849002', 'Emergency department visit'],
    cents: 87450,
    category: '1',
    minutes: 190,
    institutional: true,
  },
  inpatient: {
    encounterClass: INPATIENT,
    type: ['snomed', '32485007', 'Hospital admission'],
    cents: 214300,
    category: '49',
    minutes: 1440,
    institutional: true,
  },
  therapy: {
    encounterClass: AMBULATORY,
    type: ['snomed', '390906007', 'Follow-up visit'],
    cents: 4200,
    category: '1',
    minutes: 50,
  },
  prenatal: {
    encounterClass: AMBULATORY,
    type: ['snomed', '424619006', 'Prenatal visit'],
    cents: 15980,
    category: '69',
    minutes: 25,
    preventive: true,
  },
  postnatal: {
    encounterClass: AMBULATORY,
    type: ['snomed', '169762003', 'Postnatal visit'],
    cents: 15980,
    category: '69',
    minutes: 25,
    preventive: true,
  },
  dialysis: {
    encounterClass: AMBULATORY,
    type: ['snomed', '390906007', 'Follow-up visit'],
    cents: 9750,
    category: '76',
    minutes: 250,
    institutional: true,
  },
  video: {
    encounterClass: VIRTUAL,
    type: ['snomed', '448337001', 'Telemedicine consultation'],
    cents: 9980,
    category: '1',
    minutes: 15,
  },
  home: {
    encounterClass: HOME,
    type: ['snomed', '439708006', 'Home visit'],
    cents: 16870,
    category: '1',
    minutes: 45,
  },
} as const satisfies Record<string, VisitKind>;

export type VisitKindName = keyof typeof VISIT_KINDS;
