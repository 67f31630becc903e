import type { Sensitivity } from './labels.js';

/** A drug as prescribed: RxNorm clinical drug, how it is taken, what thirty days of it cost. */
export interface Drug {
  readonly rxnorm: string;
  readonly display: string;
  readonly dosage: string;
  readonly timesPerDay: number;
  readonly route: 'oral' | 'inhaled' | 'injected' | 'nasal' | 'sublingual' | 'skin';
  readonly cents: number;
  readonly asNeeded?: true;
  readonly sensitivity?: Sensitivity;
}

type Extra = { readonly asNeeded?: true; readonly sensitivity?: Sensitivity };

function drug(
  rxnorm: string,
  display: string,
  dosage: string,
  timesPerDay: number,
  route: Drug['route'],
  cents: number,
  extra: Extra = {},
): Drug {
  return { rxnorm, display, dosage, timesPerDay, route, cents, ...extra };
}

const TABLET = 'One tablet by mouth once a day';
const TWICE = 'One tablet by mouth twice a day';

export const DRUGS = {
  metformin: drug('861007', 'Metformin 500 mg tablet', TWICE, 2, 'oral', 1240),
  insulin: drug('311041', 'Insulin glargine 100 units/mL', '18 units under the skin at bedtime', 1, 'injected', 9850),
  lisinopril: drug('314076', 'Lisinopril 10 mg tablet', TABLET, 1, 'oral', 960),
  amlodipine: drug('197361', 'Amlodipine 5 mg tablet', TABLET, 1, 'oral', 1085),
  losartan: drug('979492', 'Losartan 50 mg tablet', TABLET, 1, 'oral', 1320),
  waterPill: drug('310798', 'Hydrochlorothiazide 25 mg tablet', TABLET, 1, 'oral', 875),
  atorvastatin: drug('617310', 'Atorvastatin 20 mg tablet', 'One tablet by mouth at night', 1, 'oral', 1465),
  furosemide: drug('313988', 'Furosemide 40 mg tablet', 'One tablet by mouth each morning', 1, 'oral', 990),
  carvedilol: drug('200033', 'Carvedilol 25 mg tablet', TWICE, 2, 'oral', 1175),
  metoprolol: drug('866412', 'Metoprolol succinate 100 mg extended-release tablet', TABLET, 1, 'oral', 1690),
  warfarin: drug('855332', 'Warfarin 5 mg tablet', 'One tablet by mouth each evening, dose by INR', 1, 'oral', 1145),
  aspirin: drug('243670', 'Aspirin 81 mg tablet', TABLET, 1, 'oral', 420),
  clopidogrel: drug('309362', 'Clopidogrel 75 mg tablet', TABLET, 1, 'oral', 1530),
  nitroglycerin: drug(
    '705129',
    'Nitroglycerin 0.4 mg spray',
    'One spray under the tongue for chest pain',
    1,
    'sublingual',
    4210,
    {
      asNeeded: true,
    },
  ),
  levothyroxine: drug(
    '966222',
    'Levothyroxine 75 micrograms tablet',
    'One tablet on an empty stomach',
    1,
    'oral',
    1380,
  ),
  alendronate: drug('904420', 'Alendronate 10 mg tablet', TABLET, 1, 'oral', 1950),
  epoetin: drug('205923', 'Epoetin alfa 4000 units/mL', 'By injection at dialysis', 1, 'injected', 31200),
  albuterol: drug('745679', 'Albuterol 90 micrograms inhaler', 'Two puffs as needed for wheeze', 4, 'inhaled', 3480, {
    asNeeded: true,
  }),
  fluticasone: drug('895994', 'Fluticasone 44 micrograms inhaler', 'Two puffs twice a day', 2, 'inhaled', 12650),
  salmeterol: drug(
    '896209',
    'Fluticasone and salmeterol 250/50 inhaler',
    'One breath twice a day',
    2,
    'inhaled',
    21400,
  ),
  omeprazole: drug('198051', 'Omeprazole 20 mg capsule', 'One capsule before breakfast', 1, 'oral', 1290),
  ferrousSulfate: drug('310325', 'Ferrous sulfate 325 mg tablet', TABLET, 1, 'oral', 640),
  sertraline: drug('312938', 'Sertraline 100 mg tablet', TABLET, 1, 'oral', 1270, { sensitivity: 'mental-health' }),
  fluoxetine: drug('310385', 'Fluoxetine 20 mg capsule', 'One capsule each morning', 1, 'oral', 1190, {
    sensitivity: 'mental-health',
  }),
  lithium: drug('197889', 'Lithium carbonate 300 mg capsule', 'One capsule three times a day', 3, 'oral', 1835, {
    sensitivity: 'mental-health',
  }),
  olanzapine: drug('312076', 'Olanzapine 10 mg tablet', 'One tablet at night', 1, 'oral', 2140, {
    sensitivity: 'mental-health',
  }),
  methylphenidate: drug('1091392', 'Methylphenidate 20 mg tablet', 'One tablet each morning', 1, 'oral', 3870, {
    sensitivity: 'mental-health',
  }),
  buprenorphine: drug(
    '351267',
    'Buprenorphine and naloxone 8/2 mg tablet',
    'One tablet under the tongue',
    1,
    'sublingual',
    8960,
    {
      sensitivity: 'substance-use',
    },
  ),
  naloxone: drug('1725059', 'Naloxone 4 mg nasal spray', 'One spray for overdose, then call 911', 1, 'nasal', 6990, {
    asNeeded: true,
    sensitivity: 'substance-use',
  }),
  naltrexone: drug('1483744', 'Naltrexone 50 mg tablet', TABLET, 1, 'oral', 4480, { sensitivity: 'substance-use' }),
  antiretroviral: drug(
    '643066',
    'Efavirenz, emtricitabine and tenofovir tablet',
    'One tablet at bedtime',
    1,
    'oral',
    98400,
    {
      sensitivity: 'hiv',
    },
  ),
  hivPrevention: drug('476556', 'Emtricitabine and tenofovir 200/300 mg tablet', TABLET, 1, 'oral', 41200, {
    sensitivity: 'hiv',
  }),
  doxycycline: drug('1649988', 'Doxycycline 100 mg capsule', 'One capsule twice a day for seven days', 2, 'oral', 2310),
  azithromycin: drug('308460', 'Azithromycin 250 mg tablet', 'Two tablets today, then one a day', 1, 'oral', 1870),
  amoxicillin: drug(
    '308191',
    'Amoxicillin 500 mg capsule',
    'One capsule three times a day for ten days',
    3,
    'oral',
    1150,
  ),
  nitrofurantoin: drug(
    '311995',
    'Nitrofurantoin 100 mg capsule',
    'One capsule twice a day for five days',
    2,
    'oral',
    2280,
  ),
  ibuprofen: drug('197805', 'Ibuprofen 400 mg tablet', 'One tablet as needed for pain', 3, 'oral', 580, {
    asNeeded: true,
  }),
  acetaminophen: drug(
    '313782',
    'Acetaminophen 325 mg tablet',
    'Two tablets as needed for pain or fever',
    4,
    'oral',
    390,
    {
      asNeeded: true,
    },
  ),
  loratadine: drug('311372', 'Loratadine 10 mg tablet', TABLET, 1, 'oral', 720, { asNeeded: true }),
  sumatriptan: drug('313161', 'Sumatriptan 50 mg tablet', 'One tablet when a migraine starts', 1, 'oral', 2640, {
    asNeeded: true,
  }),
  lamotrigine: drug('198427', 'Lamotrigine 100 mg tablet', TWICE, 2, 'oral', 1740),
  levetiracetam: drug('311289', 'Levetiracetam 500 mg tablet', TWICE, 2, 'oral', 2090),
  donepezil: drug('997223', 'Donepezil 10 mg tablet', 'One tablet at night', 1, 'oral', 1630),
  methotrexate: drug('105585', 'Methotrexate 2.5 mg tablet', 'Six tablets once a week', 1, 'oral', 2450),
  tamoxifen: drug('198240', 'Tamoxifen 10 mg tablet', TWICE, 2, 'oral', 2870),
  nicotinePatch: drug('198029', 'Nicotine 14 mg patch', 'One patch a day', 1, 'skin', 3960),
} as const satisfies Record<string, Drug>;

export type DrugName = keyof typeof DRUGS;

export const ROUTES: Readonly<Record<Drug['route'], readonly [code: string, display: string]>> = {
  oral: ['26643006', 'By mouth'],
  inhaled: ['447694001', 'Inhaled'],
  injected: ['34206005', 'Under the skin'],
  nasal: ['46713006', 'Into the nose'],
  sublingual: ['37839007', 'Under the tongue'],
  skin: ['6064005', 'On the skin'],
};
