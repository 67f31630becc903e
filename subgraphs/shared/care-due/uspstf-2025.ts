/**
 * Recommendations of the U.S. Preventive Services Task Force of grade A or B, as far as records decide them, as they stood
 * in June 2025. Left out, because records seldom tell who is meant: counselling (diet, sun, breastfeeding, falls), care in
 * pregnancy, screening of those at increased risk alone (syphilis, tuberculosis, hepatitis B, gonorrhoea and chlamydia,
 * partner violence, BRCA), preventive medicines but statins, and everything about children.
 *
 * Where the task force names no interval, ours is the usual one and says so beside it.
 */
import { dateRange } from '../../exchange/normalise/dates.js';
import { ageOn } from './calendar.js';
import type { CareFacts } from './care-facts.js';
import type { Recommendation, RecommendationTable } from './recommendation.js';
import { bodyMassFrom, cardiovascularRisk, everSmoked, heavySmoker, pressureMonths } from './risks.js';
import * as codes from './uspstf-codes.js';

const SITE = 'https://www.uspreventiveservicestaskforce.org/uspstf/recommendation';

function isForty({ birthDate }: CareFacts, on: Date): boolean {
  const { start } = dateRange(birthDate);
  return start !== null && ageOn(start, on) >= 40;
}

const CANCERS: readonly Recommendation[] = [
  {
    id: 'colorectal-cancer',
    title: 'Screening for colorectal cancer',
    released: '2021-05',
    source: `${SITE}/colorectal-cancer-screening`,
    category: 'CANCER_SCREENING',
    ages: [
      { from: 45, to: 49, grade: 'B' },
      { from: 50, to: 75, grade: 'A' },
    ],
    doneBy: [
      { name: 'Colonoscopy', codes: codes.COLONOSCOPY, months: 120 },
      { name: 'Stool test for blood', codes: codes.STOOL_BLOOD_TEST, months: 12 },
      { name: 'Stool DNA test', codes: codes.STOOL_DNA_TEST, months: 36 },
      { name: 'CT colonography', codes: codes.CT_COLONOGRAPHY, months: 60 },
      { name: 'Flexible sigmoidoscopy', codes: codes.SIGMOIDOSCOPY, months: 60 },
    ],
    notFor: [
      { text: 'The colon was removed.', codes: codes.TOTAL_COLECTOMY },
      { text: 'Colorectal cancer: followed, not screened.', codes: codes.COLORECTAL_CANCER },
    ],
  },
  {
    id: 'breast-cancer',
    title: 'Screening for breast cancer',
    released: '2024-04',
    source: `${SITE}/breast-cancer-screening`,
    category: 'CANCER_SCREENING',
    gender: 'female',
    ages: [{ from: 40, to: 74, grade: 'B' }],
    doneBy: [{ name: 'Mammography', codes: codes.MAMMOGRAPHY, months: 24 }],
    notFor: [
      { text: 'Both breasts were removed.', codes: codes.BOTH_BREASTS_REMOVED },
      { text: 'Breast cancer: followed, not screened.', codes: codes.BREAST_CANCER },
    ],
  },
  {
    id: 'cervical-cancer',
    title: 'Screening for cervical cancer',
    released: '2018-08',
    source: `${SITE}/cervical-cancer-screening`,
    category: 'CANCER_SCREENING',
    gender: 'female',
    ages: [{ from: 21, to: 65, grade: 'A' }],
    doneBy: [
      { name: 'Cervical cytology', codes: codes.CERVICAL_CYTOLOGY, months: 36 },
      { name: 'HPV test', codes: codes.HPV_TEST, months: 60, fromAge: 30 },
    ],
    notFor: [
      { text: 'The cervix was removed.', codes: codes.CERVIX_REMOVED },
      { text: 'Cervical cancer: followed, not screened.', codes: codes.CERVICAL_CANCER },
    ],
  },
  {
    id: 'lung-cancer',
    title: 'Screening for lung cancer',
    released: '2021-03',
    source: `${SITE}/lung-cancer-screening`,
    category: 'CANCER_SCREENING',
    ages: [{ from: 50, to: 80, grade: 'B' }],
    risk: heavySmoker,
    doneBy: [{ name: 'Low-dose CT of the chest', codes: codes.LOW_DOSE_CHEST_CT, months: 12 }],
    notFor: [{ text: 'Lung cancer: followed, not screened.', codes: codes.LUNG_CANCER }],
  },
];

const HEART_AND_METABOLISM: readonly Recommendation[] = [
  {
    id: 'abdominal-aortic-aneurysm',
    title: 'Screening for abdominal aortic aneurysm',
    released: '2019-12',
    source: `${SITE}/abdominal-aortic-aneurysm-screening`,
    category: 'CARDIOVASCULAR_SCREENING',
    gender: 'male',
    ages: [{ from: 65, to: 75, grade: 'B' }],
    risk: everSmoked,
    doneBy: [{ name: 'Ultrasound of the aorta', codes: codes.AORTA_ULTRASOUND, months: null }],
    notFor: [{ text: 'An aneurysm is known.', codes: codes.AORTIC_ANEURYSM }],
  },
  {
    id: 'hypertension',
    title: 'Screening for hypertension',
    released: '2021-04',
    source: `${SITE}/hypertension-in-adults-screening`,
    category: 'CARDIOVASCULAR_SCREENING',
    ages: [{ from: 18, to: null, grade: 'A' }],
    doneBy: [{ name: 'Blood pressure', codes: codes.BLOOD_PRESSURE, months: pressureMonths(isForty) }],
    notFor: [{ text: 'Hypertension is known.', codes: codes.HYPERTENSION }],
  },
  {
    id: 'prediabetes-and-diabetes',
    title: 'Screening for prediabetes and type 2 diabetes',
    released: '2021-08',
    source: `${SITE}/screening-for-prediabetes-and-type-2-diabetes`,
    category: 'METABOLIC_SCREENING',
    ages: [{ from: 35, to: 70, grade: 'B' }],
    risk: bodyMassFrom(25),
    doneBy: [{ name: 'Glucose or HbA1c', codes: codes.GLUCOSE_TEST, months: 36 }],
    notFor: [{ text: 'Diabetes is known.', codes: codes.DIABETES }],
  },
  {
    id: 'statin-use',
    title: 'Statin for primary prevention of cardiovascular disease',
    released: '2022-08',
    source: `${SITE}/statin-use-in-adults-preventive-medication`,
    category: 'PREVENTIVE_MEDICATION',
    ages: [{ from: 40, to: 75, grade: 'B' }],
    risk: cardiovascularRisk,
    // An order is good for a year where nobody renews it.
    doneBy: [{ name: 'Statin', codes: codes.STATIN, months: 12 }],
    notFor: [{ text: 'Cardiovascular disease is known.', codes: codes.CARDIOVASCULAR_DISEASE }],
  },
  {
    id: 'osteoporosis',
    title: 'Screening for osteoporosis',
    released: '2025-01',
    source: `${SITE}/osteoporosis-screening`,
    category: 'BONE_SCREENING',
    gender: 'female',
    ages: [{ from: 65, to: null, grade: 'B' }],
    // No interval is recommended: once.
    doneBy: [{ name: 'Bone density', codes: codes.BONE_DENSITY, months: null, fromAge: 50 }],
    notFor: [{ text: 'Osteoporosis is known.', codes: codes.OSTEOPOROSIS }],
  },
];

const INFECTIONS: readonly Recommendation[] = [
  {
    id: 'hepatitis-c',
    title: 'Screening for hepatitis C',
    released: '2020-03',
    source: `${SITE}/hepatitis-c-screening`,
    category: 'INFECTION_SCREENING',
    ages: [{ from: 18, to: 79, grade: 'B' }],
    doneBy: [{ name: 'Hepatitis C test', codes: codes.HEPATITIS_C_TEST, months: null }],
    notFor: [{ text: 'Hepatitis C is known.', codes: codes.HEPATITIS_C }],
  },
  {
    id: 'hiv',
    title: 'Screening for HIV',
    released: '2019-06',
    source: `${SITE}/human-immunodeficiency-virus-hiv-infection-screening`,
    category: 'INFECTION_SCREENING',
    ages: [{ from: 15, to: 65, grade: 'A' }],
    doneBy: [{ name: 'HIV test', codes: codes.HIV_TEST, months: null }],
    notFor: [{ text: 'HIV is known.', codes: codes.HIV }],
  },
];

/** The task force names no interval for these; a year is what payers and measures ask. */
const YEARLY = 12;

const BEHAVIOR: readonly Recommendation[] = [
  {
    id: 'depression',
    title: 'Screening for depression',
    released: '2023-06',
    source: `${SITE}/screening-depression-suicide-risk-adults`,
    category: 'BEHAVIORAL_SCREENING',
    ages: [{ from: 18, to: null, grade: 'B' }],
    doneBy: [{ name: 'Questionnaire', codes: codes.DEPRESSION_SCREENING, months: YEARLY }],
    notFor: [{ text: 'Depression or bipolar disorder is known.', codes: codes.DEPRESSION }],
  },
  {
    id: 'anxiety',
    title: 'Screening for anxiety disorders',
    released: '2023-06',
    source: `${SITE}/anxiety-adults-screening`,
    category: 'BEHAVIORAL_SCREENING',
    ages: [{ from: 19, to: 64, grade: 'B' }],
    doneBy: [{ name: 'Questionnaire', codes: codes.ANXIETY_SCREENING, months: YEARLY }],
    notFor: [{ text: 'An anxiety disorder is known.', codes: codes.ANXIETY }],
  },
  {
    id: 'unhealthy-alcohol-use',
    title: 'Screening for unhealthy alcohol use',
    released: '2018-11',
    source: `${SITE}/unhealthy-alcohol-use-in-adolescents-and-adults-screening-and-behavioral-counseling-interventions`,
    category: 'BEHAVIORAL_SCREENING',
    ages: [{ from: 18, to: null, grade: 'B' }],
    doneBy: [{ name: 'Questionnaire', codes: codes.ALCOHOL_SCREENING, months: YEARLY }],
    notFor: [],
  },
  {
    id: 'unhealthy-drug-use',
    title: 'Screening for unhealthy drug use',
    released: '2020-06',
    source: `${SITE}/drug-use-illicit-screening`,
    category: 'BEHAVIORAL_SCREENING',
    ages: [{ from: 18, to: null, grade: 'B' }],
    doneBy: [{ name: 'Questionnaire', codes: codes.DRUG_SCREENING, months: YEARLY }],
    notFor: [],
  },
  {
    id: 'tobacco-use',
    title: 'Asking about tobacco use',
    released: '2021-01',
    source: `${SITE}/tobacco-use-in-adults-and-pregnant-women-counseling-and-interventions`,
    category: 'BEHAVIORAL_SCREENING',
    ages: [{ from: 18, to: null, grade: 'A' }],
    doneBy: [{ name: 'Smoking status', codes: codes.TOBACCO_QUESTION, months: YEARLY }],
    notFor: [],
  },
];

export const USPSTF: RecommendationTable = {
  name: 'U.S. Preventive Services Task Force, grades A and B',
  version: '2025-06',
  recommendations: [...CANCERS, ...HEART_AND_METABOLISM, ...INFECTIONS, ...BEHAVIOR],
};
