/**
 * Which code means which service category. Codes that would tell a disease or a treatment (in-vitro fertilisation,
 * maternity, dialysis, psychiatric, substance abuse, ...) are left out on purpose: they come out as what the claim's type says.
 */
import type { ServiceCategory } from './service-category.js';

export type CategoryName = keyof typeof ServiceCategory;
type Codes = Readonly<Record<string, CategoryName>>;

/** http://terminology.hl7.org/CodeSystem/claim-type (THO) */
const CLAIM_TYPE: Codes = {
  institutional: 'INSTITUTIONAL',
  oral: 'DENTAL',
  pharmacy: 'PHARMACY',
  professional: 'PROFESSIONAL',
  vision: 'VISION',
};

/** C4BBInstitutionalClaimSubType (CARIN Blue Button), ex-claimsubtype (THO) */
const SUB_TYPE: Codes = { inpatient: 'INPATIENT', outpatient: 'OUTPATIENT', emergency: 'EMERGENCY', ortho: 'DENTAL' };

/** Blue Button EOB-TYPE (CMS beneficiary-fhir-data) */
const EOB_TYPE: Codes = {
  CARRIER: 'PROFESSIONAL',
  DME: 'EQUIPMENT',
  HHA: 'HOME_HEALTH',
  HOSPICE: 'HOSPICE',
  INPATIENT: 'INPATIENT',
  OUTPATIENT: 'OUTPATIENT',
  PDE: 'PHARMACY',
  SNF: 'SKILLED_NURSING',
};

/** NCH claim type code (ResDAC, NCH_CLM_TYPE_CD), in Blue Button also CLM-TYPE-CD */
const NCH_CLAIM_TYPE: Codes = {
  '1': 'PHARMACY',
  '10': 'HOME_HEALTH',
  '20': 'SKILLED_NURSING',
  '30': 'SKILLED_NURSING',
  '40': 'OUTPATIENT',
  '50': 'HOSPICE',
  '60': 'INPATIENT',
  '61': 'INPATIENT',
  '62': 'INPATIENT',
  '63': 'INPATIENT',
  '64': 'INPATIENT',
  '71': 'PROFESSIONAL',
  '72': 'EQUIPMENT',
  '81': 'EQUIPMENT',
  '82': 'EQUIPMENT',
};

/** NUBC type of bill, facility and care: its first two digits (three with a leading zero). */
const BILL_TYPE: Codes = {
  '11': 'INPATIENT',
  '12': 'INPATIENT',
  '13': 'OUTPATIENT',
  '14': 'LABORATORY',
  '18': 'SKILLED_NURSING',
  '21': 'SKILLED_NURSING',
  '22': 'SKILLED_NURSING',
  '23': 'SKILLED_NURSING',
  '28': 'SKILLED_NURSING',
  '32': 'HOME_HEALTH',
  '33': 'HOME_HEALTH',
  '34': 'HOME_HEALTH',
  '71': 'OUTPATIENT',
  '73': 'OUTPATIENT',
  '74': 'OUTPATIENT',
  '75': 'OUTPATIENT',
  '77': 'OUTPATIENT',
  '81': 'HOSPICE',
  '82': 'HOSPICE',
  '83': 'OUTPATIENT',
  '85': 'OUTPATIENT',
};

/** CMS type of service (LINE_CMS_TYPE_SRVC_CD, ResDAC) */
const CMS_TYPE_OF_SERVICE: Codes = {
  '1': 'PROFESSIONAL',
  '2': 'PROFESSIONAL',
  '3': 'PROFESSIONAL',
  '4': 'IMAGING',
  '5': 'LABORATORY',
  '7': 'PROFESSIONAL',
  '8': 'PROFESSIONAL',
  A: 'EQUIPMENT',
  D: 'TRANSPORT',
  F: 'OUTPATIENT',
  H: 'HOSPICE',
  P: 'EQUIPMENT',
  Q: 'VISION',
  R: 'EQUIPMENT',
};

/** Service type codes of X12 (271 EB03), of which THO's ex-benefitcategory is a part. */
const X12_SERVICE_TYPE: Codes = {
  '1': 'PROFESSIONAL',
  '2': 'PROFESSIONAL',
  '3': 'PROFESSIONAL',
  '4': 'IMAGING',
  '5': 'LABORATORY',
  '7': 'PROFESSIONAL',
  '8': 'PROFESSIONAL',
  '12': 'EQUIPMENT',
  '18': 'EQUIPMENT',
  '23': 'DENTAL',
  '24': 'DENTAL',
  '25': 'DENTAL',
  '26': 'DENTAL',
  '27': 'DENTAL',
  '28': 'DENTAL',
  '35': 'DENTAL',
  '36': 'DENTAL',
  '37': 'DENTAL',
  '38': 'DENTAL',
  '39': 'DENTAL',
  '40': 'DENTAL',
  '41': 'DENTAL',
  '42': 'HOME_HEALTH',
  '45': 'HOSPICE',
  '47': 'INSTITUTIONAL',
  '48': 'INPATIENT',
  '49': 'INPATIENT',
  '50': 'OUTPATIENT',
  '51': 'EMERGENCY',
  '52': 'EMERGENCY',
  '55': 'PROFESSIONAL',
  '56': 'TRANSPORT',
  '57': 'TRANSPORT',
  '58': 'TRANSPORT',
  '59': 'TRANSPORT',
  '62': 'IMAGING',
  '86': 'EMERGENCY',
  '88': 'PHARMACY',
  '98': 'PROFESSIONAL',
  AG: 'SKILLED_NURSING',
  AL: 'VISION',
  F1: 'PROFESSIONAL',
  F3: 'DENTAL',
  F6: 'VISION',
  UC: 'PROFESSIONAL',
};

type Lookup = (code: string) => CategoryName | undefined;

const among =
  (codes: Codes, written: (code: string) => string = (code) => code): Lookup =>
  (code) => {
    const key = written(code);
    return Object.hasOwn(codes, key) ? codes[key] : undefined;
  };

const lower = (code: string) => code.toLowerCase();
const upper = (code: string) => code.toUpperCase();
const facilityAndCare = (code: string) => code.replace(/^0/, '').slice(0, 2);

/** By the last part of the system's address: senders write the rest of it in many ways. */
const SYSTEMS: ReadonlyMap<string, Lookup> = new Map([
  ['claim-type', among(CLAIM_TYPE, lower)],
  ['c4bbinstitutionalclaimsubtype', among(SUB_TYPE, lower)],
  ['ex-claimsubtype', among(SUB_TYPE, lower)],
  ['eob-type', among(EOB_TYPE, upper)],
  ['clm-type-cd', among(NCH_CLAIM_TYPE)],
  ['nch_clm_type_cd', among(NCH_CLAIM_TYPE)],
  ['typeofbill', among(BILL_TYPE, facilityAndCare)],
  ['billtype', among(BILL_TYPE, facilityAndCare)],
  ['line_cms_type_srvc_cd', among(CMS_TYPE_OF_SERVICE, upper)],
  ['ex-benefitcategory', among(X12_SERVICE_TYPE, upper)],
  ['benefit-subcategory', among(X12_SERVICE_TYPE, upper)],
  ['service-type-codes', among(X12_SERVICE_TYPE, upper)],
]);

/** The category a code means; null for codes and systems that are not known. */
export function categoryOfCode(system: string, code: string): CategoryName | null {
  return SYSTEMS.get(system.slice(system.lastIndexOf('/') + 1).toLowerCase())?.(code) ?? null;
}
