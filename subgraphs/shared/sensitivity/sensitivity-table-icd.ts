/**
 * Diagnoses and procedures of ICD-10-CM, ICD-10-PCS and ICD-9-CM, by the beginnings of their codes. Sources: the Tabular
 * Lists of CDC/NCHS (ICD-10-CM, fiscal year 2025; ICD-9-CM, 2015) and of CMS (ICD-10-PCS, 2025); for substance use also
 * the codes which CMS holds back as substance use data (beneficiary-fhir-data, 2024), to which ours add.
 */
import type { CodeGroup } from './code-group.js';

/**
 * F17 is no substance use disorder under 42 CFR 2.11, which leaves out tobacco; of poisonings, accident, self-harm,
 * assault and undetermined ones count, adverse effects of medicine well given do not (T40.2X5).
 */
const SUBSTANCE_USE: readonly CodeGroup[] = [
  {
    name: 'substance use disorders',
    labels: ['SUD'],
    system: 'icd10cm',
    codes: 'F10-F16 F18-F19 F55 O9931 O9932 Z811 Z813 Z814 R780-R785 Y90 Z7141 Z7142 Z7151 Z7152',
  },
  {
    name: 'diseases that alcohol or drugs caused',
    labels: ['SUD'],
    system: 'icd10cm',
    codes: 'K70 K292 K852 K860 G312 G621 G721 I426 E244 O354 O355 P043 P044 P0414 P0416 P0417 P961 Q860 T510',
  },
  {
    name: 'overdoses of narcotics and stimulants',
    labels: ['SUD'],
    system: 'icd10cm',
    codes: '',
    pattern: /^T(?:40[0-9]|436).[1-4]/,
  },
  {
    name: 'substance use disorders',
    labels: ['SUD'],
    system: 'icd9cm',
    codes: `291-292 303-304 305 7903 V6542 9650 9696 9697 9800 5710-5713 3575 4255 6483 76071 76072 76073 76075 7795
      V113`,
  },
  { name: 'tobacco use', labels: [], system: 'icd9cm', codes: '3051' },
  { name: 'substance use treatment', labels: ['SUD'], system: 'icd10pcs', codes: 'HZ' },
  { name: 'substance use treatment', labels: ['SUD'], system: 'icd9proc', codes: '9445 9446 9453 9454 946' },
];

/**
 * Mental disorders (F20-F54, F59-F69, F90-F99). Left out: dementia and other disorders of the brain (F01-F05, F07-F09)
 * and of development (F70-F89), which no law on mental health records guards, and which those who treat must know.
 * A sender who labels them (COGN, DVD) is heard all the same. The codes of X71-X83 and of poisonings with intent mean
 * self-harm.
 */
const MENTAL_HEALTH: readonly CodeGroup[] = [
  {
    name: 'mental disorders',
    labels: ['PSY'],
    system: 'icd10cm',
    codes: 'F06 F20-F54 F59-F69 F90-F99 O9934 Z046 Z818 Z8651 Z8659 Z915 R45851 R4588 T1491 X71-X83',
  },
  {
    name: 'self-harm by poisoning',
    labels: ['PSY'],
    system: 'icd10cm',
    codes: '',
    pattern: /^T(?:3[6-9]|4[0-9]|50|5[1-9]|6[0-5])..2/,
  },
  {
    name: 'mental disorders',
    labels: ['PSY'],
    system: 'icd9cm',
    codes: `2938 295-302 306-309 310-314 316 6484 V110-V112 V114 V118 V119 V170 V6284 V701 V702 E950-E959`,
  },
  { name: 'mental health services', labels: ['PSY'], system: 'icd10pcs', codes: 'GZ' },
  {
    name: 'mental health services',
    labels: ['PSY'],
    system: 'icd9proc',
    codes: '940-943 9441-9444 9449 9451 9452 9455 9459',
  },
];

const HIV: readonly CodeGroup[] = [
  {
    name: 'HIV: disease, status, tests and exposure',
    labels: ['HIV'],
    system: 'icd10cm',
    codes: 'B20 B9735 O987 R75 Z21 Z114 Z206 Z717 Z830 Z2981',
  },
  {
    name: 'HIV: disease, status, tests and exposure',
    labels: ['HIV'],
    system: 'icd9cm',
    codes: '042 07953 79571 V08 V6544',
  },
];

/**
 * Sexually transmitted infection, contraception, fertility, loss and termination of pregnancy, sexual function. Pregnancy
 * and birth themselves are left out (Z34, Z37-Z39, O09-O98): no law sets them apart, and a practice and a hospital share
 * their care.
 */
const SEXUAL_HEALTH: readonly CodeGroup[] = [
  {
    name: 'sexually transmitted infections',
    labels: ['SEX'],
    system: 'icd10cm',
    codes: 'A50-A64 O981-O983 Z113 Z202 Z224 Z7251 Z7252 Z7253 Z70 B977',
  },
  {
    name: 'contraception and fertility',
    labels: ['SEX'],
    system: 'icd10cm',
    codes: 'Z30 Z31 Z320 Z640 Z793 Z975 Z9851 Z9852 N46 N97 T833',
  },
  {
    name: 'loss and termination of pregnancy',
    labels: ['SEX'],
    system: 'icd10cm',
    codes: 'O00-O04 O07 O08 Z332 N96 O262',
  },
  { name: 'sexual function and gender', labels: ['SEX'], system: 'icd10cm', codes: 'F52 F64-F66 N52 R37 Z87890' },
  {
    name: 'sexual and reproductive health',
    labels: ['SEX'],
    system: 'icd9cm',
    codes: `0541 07811 0794 090-099 302 606 60784 628 630-639 V016 V027 V028 V25 V26 V455 V692 V745 V7240-V7242
      V7388`,
  },
  {
    name: 'termination, sterilisation and contraception',
    labels: ['SEX'],
    system: 'icd10pcs',
    codes: '10A 10D1 0UL5 0UL6 0UL7 0U57 0VLN 0VLP 0VLQ 0VTN 0VTP 0VTQ 0UH9 0UHC 0UPD',
  },
  {
    name: 'termination, sterilisation and contraception',
    labels: ['SEX'],
    system: 'icd9proc',
    codes: '6901 6902 6951 6952 697 662 663 637 7491 750',
  },
];

/** Y07 names who did it; Y05 is sexual assault. Other assaults (X92-Y04, Y08) come with T74 or T76 where they are abuse. */
const VIOLENCE: readonly CodeGroup[] = [
  {
    name: 'abuse, neglect and assault',
    labels: ['SDV'],
    system: 'icd10cm',
    codes: 'T74 T76 Y05 Y06 Y07 Z044 Z047 Z0481 Z69 Z6281 Z9141 Z9142 O9A3 O9A4 O9A5 Z5681',
  },
  {
    name: 'abuse, neglect and assault',
    labels: ['SDV'],
    system: 'icd9cm',
    codes: '9955 99580-99585 E9601 E967 V1541 V1542 V6111 V6112 V6121 V6122 V6283 V715',
  },
];

export const ICD_GROUPS: readonly CodeGroup[] = [
  ...SUBSTANCE_USE,
  ...MENTAL_HEALTH,
  ...HIV,
  ...SEXUAL_HEALTH,
  ...VIOLENCE,
];
