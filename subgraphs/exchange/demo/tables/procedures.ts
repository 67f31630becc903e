import type { Sensitivity } from './labels.js';

/** Codes of HL7's example benefit categories: which kind of service a claim line is. */
export type BenefitCategory = '1' | '2' | '3' | '4' | '5' | '49' | '62' | '69' | '76';

export const BENEFIT_CATEGORIES: Readonly<Record<BenefitCategory, string>> = {
  '1': 'Medical Care',
  '2': 'Surgical',
  '3': 'Consultation',
  '4': 'Diagnostic XRay',
  '5': 'Diagnostic Lab',
  '49': 'Hospital Room and Board',
  '62': 'MRI Scan',
  '69': 'Maternity',
  '76': 'Renal Dialysis',
};

/** Something done to a person: SNOMED CT code, its price and the kind of service a claim calls it. */
export interface Act {
  readonly snomed: string;
  readonly display: string;
  readonly cents: number;
  readonly category: BenefitCategory;
  readonly minutes: number;
  /** Prevention is paid in full by the plans (no deductible, no copay). */
  readonly preventive?: true;
  readonly sensitivity?: Sensitivity;
}

type Extra = { readonly preventive?: true; readonly sensitivity?: Sensitivity };

function act(
  snomed: string,
  display: string,
  cents: number,
  category: BenefitCategory,
  minutes: number,
  extra: Extra = {},
): Act {
  return { snomed, display, cents, category, minutes, ...extra };
}

export const ACTS = {
  electrocardiogram: act('29303009', 'Electrocardiogram', 6480, '1', 15),
  echocardiogram: act('40701008', 'Echocardiogram', 48950, '1', 40),
  spirometry: act('127783003', 'Spirometry', 11240, '1', 30),
  diabeticFootExam: act('401191002', 'Diabetic foot examination', 4150, '1', 10),
  diabeticEyeExam: act('722161008', 'Diabetic eye examination', 13875, '1', 30),
  colonoscopy: act('73761001', 'Colonoscopy', 148600, '2', 45, { preventive: true }),
  polypectomy: act('82035006', 'Removal of a colon polyp', 62300, '2', 20),
  dialysis: act('302497006', 'Hemodialysis', 46815, '76', 240),
  fistula: act('301811000', 'Arteriovenous fistula for dialysis', 386500, '2', 120),
  coronaryStent: act('415070008', 'Coronary stent', 1864300, '2', 90),
  pacemaker: act('307280005', 'Implantation of pacemaker', 2215000, '2', 110),
  kneeReplacement: act('609588000', 'Total knee replacement', 2489000, '2', 130),
  hipReplacement: act('52734007', 'Total hip replacement', 2638000, '2', 140),
  appendectomy: act('80146002', 'Appendectomy', 894000, '2', 70),
  gallbladderRemoval: act('38102005', 'Cholecystectomy', 1026500, '2', 80),
  cataractSurgery: act('110473004', 'Cataract surgery', 312400, '2', 35),
  lumpectomy: act('392021009', 'Lumpectomy of breast', 728900, '2', 90),
  colonResection: act('43075005', 'Partial resection of colon', 2156000, '2', 180),
  prostatectomy: act('90470006', 'Prostatectomy', 1874500, '2', 170),
  chemotherapy: act('367336001', 'Chemotherapy', 412650, '1', 180),
  radiotherapy: act('108290001', 'Radiation therapy', 187300, '1', 40),
  plasterCast: act('274474001', 'Bone immobilization', 32450, '2', 30),
  woundSuture: act('288086009', 'Suture of wound', 28760, '2', 25),
  physicalTherapy: act('91251008', 'Physical therapy', 9640, '1', 45),
  childbirth: act('66348005', 'Childbirth', 986500, '69', 480),
  cesarean: act('11466000', 'Cesarean section', 1487500, '69', 75),
  phototherapy: act('225319007', 'Phototherapy of the newborn', 21480, '1', 720),
  newbornHearing: act('417491009', 'Newborn hearing test', 8940, '1', 15, { preventive: true }),
  smokingAdvice: act('225323000', 'Smoking cessation education', 3125, '3', 15, { preventive: true }),
  nutritionAdvice: act('61310001', 'Nutrition education', 5480, '3', 30),
  psychotherapy: act('75516001', 'Psychotherapy', 16540, '1', 50, { sensitivity: 'mental-health' }),
  addictionCounselling: act('60112009', 'Addiction counselling', 11270, '1', 45, { sensitivity: 'substance-use' }),
  detoxification: act('56876005', 'Drug rehabilitation and detoxification', 268400, '1', 1440, {
    sensitivity: 'substance-use',
  }),
  contraceptiveDevice: act('65200003', 'Insertion of intrauterine device', 61250, '2', 25, {
    preventive: true,
    sensitivity: 'sexual-health',
  }),
  uterineEvacuation: act('64779008', 'Uterine evacuation', 214600, '2', 40, { sensitivity: 'sexual-health' }),
  assaultExam: act('225888003', 'Examination after assault', 38470, '1', 60, { sensitivity: 'violence' }),
  cpapFitting: act('47545007', 'Continuous positive airway pressure', 89700, '1', 30),
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof ACTS;

/** An imaging study: LOINC for the report, DICOM modality, what a normal one says. */
export interface Imaging {
  readonly loinc: string;
  readonly display: string;
  readonly modality: 'CR' | 'CT' | 'MR' | 'US' | 'MG' | 'DX';
  readonly bodySite: readonly [snomed: string, display: string];
  readonly series: number;
  readonly images: number;
  readonly cents: number;
  readonly category: BenefitCategory;
  readonly preventive?: true;
  readonly normal: string;
}

export const IMAGING = {
  chestXray: {
    loinc: '36643-5',
    display: 'Chest X-ray, two views',
    modality: 'DX',
    bodySite: ['51185008', 'Chest'],
    series: 1,
    images: 2,
    cents: 14680,
    category: '4',
    normal: 'Lungs are clear. Heart size is normal. No effusion.',
  },
  mammogram: {
    loinc: '24606-6',
    display: 'Screening mammogram',
    modality: 'MG',
    bodySite: ['76752008', 'Breast'],
    series: 2,
    images: 4,
    cents: 23475,
    category: '4',
    preventive: true,
    normal: 'No suspicious mass or calcification. Routine screening again in two years.',
  },
  chestCt: {
    loinc: '24627-2',
    display: 'CT of the chest',
    modality: 'CT',
    bodySite: ['51185008', 'Chest'],
    series: 3,
    images: 220,
    cents: 68240,
    category: '4',
    normal: 'No nodule, no consolidation, no enlarged lymph node.',
  },
  headCt: {
    loinc: '24725-4',
    display: 'CT of the head',
    modality: 'CT',
    bodySite: ['69536005', 'Head'],
    series: 2,
    images: 140,
    cents: 61900,
    category: '4',
    normal: 'No bleeding, no mass, no shift of the midline.',
  },
  brainMri: {
    loinc: '24590-2',
    display: 'MRI of the brain',
    modality: 'MR',
    bodySite: ['12738006', 'Brain'],
    series: 6,
    images: 310,
    cents: 124800,
    category: '62',
    normal: 'No focal lesion. Ventricles are of normal size.',
  },
  abdomenUltrasound: {
    loinc: '24558-9',
    display: 'Ultrasound of the abdomen',
    modality: 'US',
    bodySite: ['818983003', 'Abdomen'],
    series: 1,
    images: 24,
    cents: 27350,
    category: '4',
    normal: 'Liver, gallbladder, spleen and kidneys look normal.',
  },
  fetalUltrasound: {
    loinc: '11525-3',
    display: 'Obstetric ultrasound',
    modality: 'US',
    bodySite: ['35039007', 'Uterus'],
    series: 1,
    images: 30,
    cents: 29480,
    category: '69',
    normal: 'Single living fetus, growth fits the dates. Placenta is clear of the cervix.',
  },
  forearmXray: {
    loinc: '36687-2',
    display: 'X-ray of the forearm',
    modality: 'DX',
    bodySite: ['14975008', 'Forearm'],
    series: 1,
    images: 2,
    cents: 11730,
    category: '4',
    normal: 'No fracture seen.',
  },
  kneeXray: {
    loinc: '36653-4',
    display: 'X-ray of the knee',
    modality: 'DX',
    bodySite: ['72696002', 'Knee'],
    series: 1,
    images: 3,
    cents: 12460,
    category: '4',
    normal: 'Joint space is kept. No fracture.',
  },
  boneDensity: {
    loinc: '38263-0',
    display: 'Bone density scan',
    modality: 'CR',
    bodySite: ['421060004', 'Spine'],
    series: 1,
    images: 2,
    cents: 16790,
    category: '4',
    preventive: true,
    normal: 'Bone density is within the range for the age.',
  },
} as const satisfies Record<string, Imaging>;

export type ImagingName = keyof typeof IMAGING;
