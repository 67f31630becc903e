import type { Code } from '../fhir.js';

/** Kinds of information which the law or custom guards more closely (HL7 information sensitivity policies). */
export type Sensitivity = 'substance-use' | 'mental-health' | 'psychotherapy' | 'hiv' | 'sexual-health' | 'violence';

const RESTRICTED: Code = ['confidentiality', 'R', 'restricted'];
const VERY_RESTRICTED: Code = ['confidentiality', 'V', 'very restricted'];

/** Labels that a careful sender puts on records of each kind (FHIR meta.security). */
export const SENSITIVITY_LABELS: Readonly<Record<Sensitivity, readonly Code[]>> = {
  'substance-use': [
    RESTRICTED,
    ['actCode', 'ETH', 'substance abuse information sensitivity'],
    ['actCode', 'SUD', 'substance use disorder information sensitivity'],
    ['actCode', '42CFRPart2', '42 CFR Part 2'],
  ],
  'mental-health': [RESTRICTED, ['actCode', 'PSY', 'psychiatry disorder information sensitivity']],
  psychotherapy: [
    VERY_RESTRICTED,
    ['actCode', 'PSY', 'psychiatry disorder information sensitivity'],
    ['actCode', 'PSYTHPN', 'psychotherapy note information sensitivity'],
  ],
  hiv: [RESTRICTED, ['actCode', 'HIV', 'HIV/AIDS information sensitivity']],
  'sexual-health': [
    RESTRICTED,
    ['actCode', 'SEX', 'sexuality and reproductive health information sensitivity'],
    ['actCode', 'STD', 'sexually transmitted disease information sensitivity'],
  ],
  violence: [RESTRICTED, ['actCode', 'SDV', 'sexual assault, abuse, or domestic violence information sensitivity']],
};
