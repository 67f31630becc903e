import type { OrganizationId } from './organizations.js';

/** What a visit may need; which organisation has somebody for it decides where people go. */
export type Specialty =
  | 'primary'
  | 'pediatrics'
  | 'emergency'
  | 'hospital'
  | 'cardiology'
  | 'oncology'
  | 'orthopedics'
  | 'radiology'
  | 'obstetrics'
  | 'nephrology'
  | 'endocrinology'
  | 'psychiatry'
  | 'psychotherapy'
  | 'addiction'
  | 'infections'
  | 'pulmonology'
  | 'neurology'
  | 'surgery';

/** SNOMED CT specialty codes; addiction medicine has none that is old enough to be known everywhere. */
export const SPECIALTIES: Readonly<Record<Specialty, readonly [snomed: string | null, display: string]>> = {
  primary: ['394802001', 'General medicine'],
  pediatrics: ['394537008', 'Pediatrics'],
  emergency: ['773568002', 'Emergency medicine'],
  hospital: ['394802001', 'General medicine'],
  cardiology: ['394579002', 'Cardiology'],
  oncology: ['394593009', 'Medical oncology'],
  orthopedics: ['394801008', 'Trauma and orthopedics'],
  radiology: ['394914008', 'Radiology'],
  obstetrics: ['394585009', 'Obstetrics and gynecology'],
  nephrology: ['394589003', 'Nephrology'],
  endocrinology: ['394583002', 'Endocrinology'],
  psychiatry: ['394587001', 'Psychiatry'],
  psychotherapy: ['394913002', 'Psychotherapy'],
  addiction: [null, 'Addiction medicine'],
  infections: ['394807007', 'Infectious diseases'],
  pulmonology: ['418112009', 'Pulmonary medicine'],
  neurology: ['394591006', 'Neurology'],
  surgery: ['394609007', 'General surgery'],
};

export interface PractitionerPlan {
  readonly id: string;
  readonly given: string;
  readonly family: string;
  readonly suffix: 'MD' | 'DO' | 'NP' | 'PsyD' | 'CNM';
  readonly gender: 'female' | 'male';
  readonly specialty: Specialty;
  readonly organization: OrganizationId;
  readonly location: string;
  /** Null: a practitioner without a national number, known by the organisation's own only. */
  readonly npi: string | null;
}

type Row = readonly [
  given: string,
  family: string,
  suffix: PractitionerPlan['suffix'],
  gender: PractitionerPlan['gender'],
  specialty: Specialty,
  location: string,
];

const ROWS: Readonly<Record<OrganizationId, readonly Row[]>> = {
  'larkspur-bay-hospital': [
    ['Odalys', 'Brightwater', 'MD', 'female', 'primary', 'larkspur-outpatients'],
    ['Tobias', 'Nakamura-Reid', 'MD', 'male', 'primary', 'larkspur-outpatients'],
    ['Wanjiru', 'Ellsworth', 'MD', 'female', 'emergency', 'larkspur-emergency'],
    ['Piotr', 'Vandenberg', 'MD', 'male', 'emergency', 'larkspur-emergency'],
    ['Samira', 'Duvalier', 'MD', 'female', 'hospital', 'larkspur-ward-3'],
    ['Ngaio', 'Steinberg', 'MD', 'female', 'cardiology', 'larkspur-outpatients'],
    ['Lucian', 'Moravec', 'MD', 'male', 'oncology', 'larkspur-outpatients'],
    ['Hester', 'Aguinaldo', 'MD', 'female', 'orthopedics', 'larkspur-outpatients'],
    ['Rashid', 'Penhallow', 'MD', 'male', 'radiology', 'larkspur-outpatients'],
    ['Marguerite', 'Osterhaus', 'MD', 'female', 'obstetrics', 'larkspur-ward-3'],
    ['Devraj', 'Kinsella', 'MD', 'male', 'nephrology', 'larkspur-dialysis'],
    ['Annika', 'Tolliver', 'MD', 'female', 'surgery', 'larkspur-ward-3'],
    ['Emmerich', 'Sakamoto', 'MD', 'male', 'pediatrics', 'larkspur-outpatients'],
  ],
  'tamarack-family-practice': [
    ['Ines', 'Holmquist', 'MD', 'female', 'primary', 'tamarack-clinic'],
    ['Jomo', 'Castellane', 'DO', 'male', 'primary', 'tamarack-clinic'],
    ['Priya', 'Underwood', 'NP', 'female', 'primary', 'tamarack-quillby'],
    ['Aurelio', 'Finch', 'MD', 'male', 'pediatrics', 'tamarack-clinic'],
    ['Bethan', 'Oyelowo', 'CNM', 'female', 'obstetrics', 'tamarack-clinic'],
  ],
  'copperleaf-health': [
    ['Miriam', 'Tagliaferro', 'MD', 'female', 'primary', 'copperleaf-clinic'],
    ['Seung-ho', 'Lovelace', 'MD', 'male', 'endocrinology', 'copperleaf-clinic'],
    ['Ottilie', 'Barros', 'MD', 'female', 'psychiatry', 'copperleaf-harbor-house'],
    ['Naomi', 'Ferrant', 'PsyD', 'female', 'psychotherapy', 'copperleaf-harbor-house'],
    ['Casimir', 'Adebayo-Holt', 'MD', 'male', 'addiction', 'copperleaf-harbor-house'],
    ['Leocadia', 'Winslow', 'MD', 'female', 'infections', 'copperleaf-clinic'],
    ['Fenwick', 'Amaral', 'MD', 'male', 'pulmonology', 'copperleaf-clinic'],
    ['Xanthe', 'Mukherjee', 'MD', 'female', 'neurology', 'copperleaf-clinic'],
    ['Idris', 'Valcourt', 'MD', 'male', 'obstetrics', 'copperleaf-clinic'],
  ],
};

/** The midwife has no national number. */
const WITHOUT_NPI = 'Oyelowo';

export const PRACTITIONERS: readonly PractitionerPlan[] = (Object.keys(ROWS) as OrganizationId[])
  .flatMap((organization) => ROWS[organization].map((row) => [organization, row] as const))
  .map(([organization, [given, family, suffix, gender, specialty, location]], index) => ({
    id: `${given}-${family}`.toLowerCase(),
    given,
    family,
    suffix,
    gender,
    specialty,
    organization,
    location,
    npi: family === WITHOUT_NPI ? null : `99000${String(10_000 + index * 7).padStart(5, '0')}`,
  }));

/** The cardiologist of the hospital sees people at Copperleaf on Thursdays. */
export const SECOND_ROLES: readonly { practitioner: string; organization: OrganizationId; location: string }[] = [
  { practitioner: 'ngaio-steinberg', organization: 'copperleaf-health', location: 'copperleaf-clinic' },
];
