import type { Sensitivity } from './labels.js';

export type MeasureCategory = 'vital-signs' | 'laboratory' | 'survey' | 'exam';

/** Something measured: LOINC code, UCUM unit, what is normal, and how healthy adults are spread around it. */
export interface Measure {
  readonly loinc: string;
  readonly display: string;
  /** UCUM code of the unit; `unit` is how people write it. */
  readonly ucum: string;
  readonly unit: string;
  readonly decimals: number;
  /** Reference range; null where the range has no such end. */
  readonly low: number | null;
  readonly high: number | null;
  readonly mean: number;
  readonly deviation: number;
  readonly category: MeasureCategory;
  readonly sensitivity?: Sensitivity;
}

type Row = readonly [
  loinc: string,
  display: string,
  ucum: string,
  unit: string,
  decimals: number,
  low: number | null,
  high: number | null,
  mean: number,
  deviation: number,
  sensitivity?: Sensitivity,
];

function table<Name extends string>(category: MeasureCategory, rows: Record<Name, Row>): Record<Name, Measure> {
  const entries = Object.entries<Row>(rows).map(([name, row]) => {
    const [loinc, display, ucum, unit, decimals, low, high, mean, deviation, sensitivity] = row;
    const measure = { loinc, display, ucum, unit, decimals, low, high, mean, deviation, category };
    return [name, sensitivity === undefined ? measure : { ...measure, sensitivity }] as const;
  });
  return Object.fromEntries(entries) as Record<Name, Measure>;
}

const VITALS = table('vital-signs', {
  systolic: ['8480-6', 'Systolic blood pressure', 'mm[Hg]', 'mmHg', 0, 90, 130, 118, 8],
  diastolic: ['8462-4', 'Diastolic blood pressure', 'mm[Hg]', 'mmHg', 0, 60, 85, 75, 6],
  heartRate: ['8867-4', 'Heart rate', '/min', '/min', 0, 55, 100, 74, 8],
  breathRate: ['9279-1', 'Respiratory rate', '/min', '/min', 0, 12, 20, 15, 2],
  temperature: ['8310-5', 'Body temperature', 'Cel', '°C', 1, 36, 37.8, 36.8, 0.2],
  oxygen: ['59408-5', 'Oxygen saturation by pulse oximetry', '%', '%', 0, 94, 100, 98, 1],
  weight: ['29463-7', 'Body weight', 'kg', 'kg', 1, null, null, 76, 13],
  height: ['8302-2', 'Body height', 'cm', 'cm', 1, null, null, 168, 8],
  bodyMass: ['39156-5', 'Body mass index', 'kg/m2', 'kg/m²', 1, 18.5, 25, 26, 4],
  headCircumference: ['9843-4', 'Head circumference', 'cm', 'cm', 1, null, null, 38, 2],
});

const LABS = table('laboratory', {
  hba1c: ['4548-4', 'Hemoglobin A1c', '%', '%', 1, 4, 5.6, 5.3, 0.2],
  glucose: ['2345-7', 'Glucose, serum', 'mg/dL', 'mg/dL', 0, 70, 99, 90, 6],
  creatinine: ['2160-0', 'Creatinine, serum', 'mg/dL', 'mg/dL', 2, 0.6, 1.2, 0.9, 0.12],
  kidneyFiltration: [
    '98979-8',
    'Estimated GFR (CKD-EPI 2021)',
    'mL/min/{1.73_m2}',
    'mL/min/1.73m²',
    0,
    60,
    null,
    92,
    9,
  ],
  potassium: ['2823-3', 'Potassium, serum', 'mmol/L', 'mmol/L', 1, 3.5, 5.1, 4.2, 0.3],
  sodium: ['2951-2', 'Sodium, serum', 'mmol/L', 'mmol/L', 0, 136, 145, 140, 2],
  urineAlbumin: ['14959-1', 'Urine albumin/creatinine ratio', 'mg/g', 'mg/g', 0, null, 30, 10, 5],
  cholesterol: ['2093-3', 'Total cholesterol', 'mg/dL', 'mg/dL', 0, null, 200, 182, 20],
  ldl: ['13457-7', 'LDL cholesterol, calculated', 'mg/dL', 'mg/dL', 0, null, 130, 104, 16],
  hdl: ['2085-9', 'HDL cholesterol', 'mg/dL', 'mg/dL', 0, 40, null, 54, 9],
  triglycerides: ['2571-8', 'Triglycerides', 'mg/dL', 'mg/dL', 0, null, 150, 115, 25],
  hemoglobin: ['718-7', 'Hemoglobin', 'g/dL', 'g/dL', 1, 12, 16, 13.9, 0.8],
  whiteCells: ['6690-2', 'White blood cells', '10*3/uL', '10³/µL', 1, 4, 11, 6.8, 1.2],
  platelets: ['777-3', 'Platelets', '10*3/uL', '10³/µL', 0, 150, 400, 250, 40],
  ferritin: ['2276-4', 'Ferritin', 'ng/mL', 'ng/mL', 0, 15, 200, 80, 30],
  thyroidHormone: ['3016-3', 'Thyrotropin (TSH)', 'm[IU]/L', 'mIU/L', 2, 0.4, 4.5, 1.9, 0.6],
  liverEnzyme: ['1742-6', 'Alanine aminotransferase', 'U/L', 'U/L', 0, 7, 45, 24, 7],
  heartStrain: ['33762-6', 'NT-proBNP', 'pg/mL', 'pg/mL', 0, null, 300, 90, 40],
  clotting: ['6301-6', 'INR', '{INR}', 'INR', 1, 0.9, 1.2, 1, 0.1],
  prostateAntigen: ['2857-1', 'Prostate-specific antigen', 'ng/mL', 'ng/mL', 1, null, 4, 1.3, 0.7],
  troponin: ['6598-7', 'Troponin T', 'ng/mL', 'ng/mL', 2, null, 0.04, 0.01, 0.005],
  bilirubin: ['1975-2', 'Total bilirubin', 'mg/dL', 'mg/dL', 1, null, 1.2, 0.6, 0.2],
  inflammation: ['1988-5', 'C-reactive protein', 'mg/L', 'mg/L', 1, null, 8, 2.5, 1.5],
  viralLoad: ['20447-9', 'HIV 1 RNA', '{copies}/mL', 'copies/mL', 0, null, 20, 10, 5, 'hiv'],
  helperCells: ['24467-3', 'CD4 cells', '/uL', '/µL', 0, 500, 1500, 820, 90, 'hiv'],
});

const SURVEYS = table('survey', {
  depressionScore: ['44261-6', 'PHQ-9 score', '{score}', 'points', 0, null, 4, 2, 1.5, 'mental-health'],
  anxietyScore: ['70274-6', 'GAD-7 score', '{score}', 'points', 0, null, 4, 2, 1.5, 'mental-health'],
  alcoholScore: ['75626-2', 'AUDIT-C score', '{score}', 'points', 0, null, 3, 2, 1],
  drugScore: ['82667-7', 'DAST-10 score', '{score}', 'points', 0, null, 2, 1, 0.5, 'substance-use'],
  pain: ['72514-3', 'Pain severity 0-10', '{score}', 'points', 0, null, 3, 1, 1],
});

const EXAMS = table('exam', {
  lungFunction: ['19926-5', 'FEV1/FVC', '%', '%', 0, 70, null, 81, 3],
  ejectionFraction: ['10230-1', 'Left ventricular ejection fraction', '%', '%', 0, 55, null, 61, 3],
  fundalHeight: ['11881-0', 'Fundal height', 'cm', 'cm', 0, null, null, 24, 1],
  fetalHeartRate: ['55283-6', 'Fetal heart rate', '/min', '/min', 0, 110, 160, 142, 6],
  tobaccoPackYears: [
    '8664-5',
    'Cigarettes smoked total, pack-years',
    '{PackYears}',
    'pack-years',
    0,
    null,
    null,
    12,
    4,
  ],
});

export const MEASURES = { ...VITALS, ...LABS, ...SURVEYS, ...EXAMS };

export type MeasureName = keyof typeof MEASURES;

/** Measures ordered together; more than one gives a DiagnosticReport. */
export interface Panel {
  readonly loinc: string;
  readonly display: string;
  readonly measures: readonly MeasureName[];
  readonly cents: number;
}

function panel(loinc: string, display: string, cents: number, ...measures: MeasureName[]): Panel {
  return { loinc, display, measures, cents };
}

export const PANELS = {
  hba1c: panel('4548-4', 'Hemoglobin A1c', 2840, 'hba1c'),
  metabolic: panel(
    '51990-0',
    'Basic metabolic panel',
    4610,
    'glucose',
    'creatinine',
    'kidneyFiltration',
    'potassium',
    'sodium',
  ),
  kidney: panel('24362-6', 'Kidney function panel', 3975, 'creatinine', 'kidneyFiltration', 'potassium'),
  lipids: panel('57698-3', 'Lipid panel', 5230, 'cholesterol', 'ldl', 'hdl', 'triglycerides'),
  bloodCount: panel('58410-2', 'Complete blood count', 3155, 'hemoglobin', 'whiteCells', 'platelets'),
  urineAlbumin: panel('14959-1', 'Urine albumin/creatinine ratio', 2435, 'urineAlbumin'),
  thyroid: panel('3016-3', 'Thyrotropin (TSH)', 3890, 'thyroidHormone'),
  iron: panel('2276-4', 'Ferritin', 2985, 'ferritin'),
  liver: panel('1742-6', 'Alanine aminotransferase', 1740, 'liverEnzyme'),
  heartStrain: panel('33762-6', 'NT-proBNP', 9875, 'heartStrain'),
  troponin: panel('6598-7', 'Troponin T', 8420, 'troponin'),
  clotting: panel('6301-6', 'INR', 1865, 'clotting'),
  prostate: panel('2857-1', 'Prostate-specific antigen', 4120, 'prostateAntigen'),
  bilirubin: panel('1975-2', 'Total bilirubin', 1515, 'bilirubin'),
  inflammation: panel('1988-5', 'C-reactive protein', 2260, 'inflammation'),
  hivCare: panel('75622-1', 'HIV follow-up panel', 18640, 'viralLoad', 'helperCells'),
} as const satisfies Record<string, Panel>;

export type PanelName = keyof typeof PANELS;
