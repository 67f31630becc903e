import type { Sensitivity } from './labels.js';

/** A diagnosis: SNOMED CT and ICD-10-CM codes with a short display of ours. */
export interface Diagnosis {
  readonly snomed: string;
  readonly icd10: string;
  readonly display: string;
  readonly sensitivity?: Sensitivity;
}

function diagnosis(snomed: string, icd10: string, display: string, sensitivity?: Sensitivity): Diagnosis {
  return sensitivity === undefined ? { snomed, icd10, display } : { snomed, icd10, display, sensitivity };
}

export const DIAGNOSES = {
  // Metabolic and endocrine
  prediabetes: diagnosis('714628002', 'R73.03', 'Prediabetes'),
  typeTwoDiabetes: diagnosis('44054006', 'E11.9', 'Type 2 diabetes'),
  diabeticKidneyDisease: diagnosis('127013003', 'E11.22', 'Diabetic kidney disease'),
  typeOneDiabetes: diagnosis('46635009', 'E10.9', 'Type 1 diabetes'),
  hyperlipidemia: diagnosis('55822004', 'E78.5', 'Hyperlipidemia'),
  obesity: diagnosis('414916001', 'E66.9', 'Obesity'),
  hypothyroidism: diagnosis('40930008', 'E03.9', 'Hypothyroidism'),
  osteoporosis: diagnosis('64859006', 'M81.0', 'Osteoporosis'),
  // Heart, vessels, kidney
  hypertension: diagnosis('59621000', 'I10', 'Essential hypertension'),
  coronaryDisease: diagnosis('53741008', 'I25.10', 'Coronary artery disease'),
  heartAttack: diagnosis('22298006', 'I21.9', 'Heart attack'),
  heartFailure: diagnosis('84114007', 'I50.9', 'Heart failure'),
  atrialFibrillation: diagnosis('49436004', 'I48.91', 'Atrial fibrillation'),
  stroke: diagnosis('230690007', 'I63.9', 'Stroke'),
  chestPain: diagnosis('29857009', 'R07.9', 'Chest pain'),
  kidneyDiseaseStage3: diagnosis('433144002', 'N18.30', 'Chronic kidney disease stage 3'),
  kidneyFailure: diagnosis('46177005', 'N18.6', 'End-stage kidney disease'),
  kidneyAnemia: diagnosis('691421000119108', 'D63.1', 'Anemia in chronic kidney disease'),
  // Lungs
  asthma: diagnosis('195967001', 'J45.909', 'Asthma'),
  copd: diagnosis('13645005', 'J44.9', 'Chronic obstructive lung disease'),
  sleepApnea: diagnosis('78275009', 'G47.33', 'Obstructive sleep apnea'),
  // Mind and substances
  depression: diagnosis('370143000', 'F33.1', 'Major depressive disorder', 'mental-health'),
  anxiety: diagnosis('21897009', 'F41.1', 'Generalized anxiety disorder', 'mental-health'),
  ptsd: diagnosis('47505003', 'F43.10', 'Post-traumatic stress disorder', 'mental-health'),
  bipolar: diagnosis('13746004', 'F31.9', 'Bipolar disorder', 'mental-health'),
  schizophrenia: diagnosis('58214004', 'F20.9', 'Schizophrenia', 'mental-health'),
  adhd: diagnosis('406506008', 'F90.9', 'Attention deficit hyperactivity disorder', 'mental-health'),
  opioidUse: diagnosis('75544000', 'F11.20', 'Opioid dependence', 'substance-use'),
  alcoholUse: diagnosis('7200002', 'F10.20', 'Alcohol dependence', 'substance-use'),
  opioidOverdose: diagnosis('242253008', 'T40.2X1A', 'Opioid overdose', 'substance-use'),
  tobaccoUse: diagnosis('56294008', 'F17.210', 'Nicotine dependence'),
  // Sexual and reproductive health, violence
  hiv: diagnosis('86406008', 'B20', 'HIV infection', 'hiv'),
  chlamydia: diagnosis('240589008', 'A56.00', 'Chlamydia infection', 'sexual-health'),
  gonorrhea: diagnosis('15628003', 'A54.9', 'Gonorrhea', 'sexual-health'),
  syphilis: diagnosis('76272004', 'A53.9', 'Syphilis', 'sexual-health'),
  contraception: diagnosis('13197004', 'Z30.9', 'Contraception', 'sexual-health'),
  miscarriage: diagnosis('17369002', 'O03.9', 'Miscarriage', 'sexual-health'),
  partnerViolence: diagnosis('706893006', 'T74.11XA', 'Victim of partner violence', 'violence'),
  pregnancy: diagnosis('77386006', 'Z34.90', 'Pregnancy'),
  gestationalDiabetes: diagnosis('11687002', 'O24.410', 'Gestational diabetes'),
  liveborn: diagnosis('442311008', 'Z38.00', 'Liveborn, born in hospital'),
  newbornJaundice: diagnosis('387712008', 'P59.9', 'Newborn jaundice'),
  // Cancer and blood
  breastCancer: diagnosis('254837009', 'C50.919', 'Breast cancer'),
  colonCancer: diagnosis('363406005', 'C18.9', 'Colon cancer'),
  prostateCancer: diagnosis('399068003', 'C61', 'Prostate cancer'),
  lungCancer: diagnosis('254637007', 'C34.90', 'Lung cancer'),
  ironDeficiency: diagnosis('87522002', 'D50.9', 'Iron deficiency anemia'),
  sickleCell: diagnosis('417357006', 'D57.1', 'Sickle cell disease'),
  // Bones, joints, nerves
  kneeArthritis: diagnosis('239873007', 'M17.9', 'Knee arthritis'),
  rheumatoidArthritis: diagnosis('69896004', 'M06.9', 'Rheumatoid arthritis'),
  backPain: diagnosis('279039007', 'M54.50', 'Low back pain'),
  migraine: diagnosis('37796009', 'G43.909', 'Migraine'),
  epilepsy: diagnosis('84757009', 'G40.909', 'Epilepsy'),
  multipleSclerosis: diagnosis('24700007', 'G35', 'Multiple sclerosis'),
  dementia: diagnosis('26929004', 'G30.9', "Alzheimer's disease"),
  // Digestion, skin, allergy
  reflux: diagnosis('235595009', 'K21.9', 'Acid reflux'),
  hepatitisC: diagnosis('128302006', 'B18.2', 'Chronic hepatitis C'),
  appendicitis: diagnosis('74400008', 'K35.80', 'Appendicitis'),
  gallstones: diagnosis('235919008', 'K80.20', 'Gallstones'),
  colonPolyp: diagnosis('68496003', 'K63.5', 'Colon polyp'),
  eczema: diagnosis('24079001', 'L20.9', 'Atopic eczema'),
  hayFever: diagnosis('61582004', 'J30.9', 'Allergic rhinitis'),
  cataract: diagnosis('193570009', 'H26.9', 'Cataract'),
  // Short illnesses and injuries
  sinusitis: diagnosis('444814009', 'J01.90', 'Viral sinusitis'),
  bronchitis: diagnosis('10509002', 'J20.9', 'Acute bronchitis'),
  strepThroat: diagnosis('43878008', 'J02.0', 'Strep throat'),
  earInfection: diagnosis('65363002', 'H66.90', 'Ear infection'),
  urinaryInfection: diagnosis('68566005', 'N39.0', 'Urinary tract infection'),
  influenza: diagnosis('6142004', 'J11.1', 'Influenza'),
  covid: diagnosis('840539006', 'U07.1', 'COVID-19'),
  pneumonia: diagnosis('233604007', 'J18.9', 'Pneumonia'),
  ankleSprain: diagnosis('44465007', 'S93.409A', 'Ankle sprain'),
  forearmFracture: diagnosis('65966004', 'S52.90XA', 'Forearm fracture'),
  hipFracture: diagnosis('5913000', 'S72.009A', 'Hip fracture'),
  handCut: diagnosis('284549007', 'S61.419A', 'Cut of the hand'),
  concussion: diagnosis('110030002', 'S06.0X0A', 'Concussion'),
} as const satisfies Record<string, Diagnosis>;

export type DiagnosisName = keyof typeof DIAGNOSES;

/** Why somebody comes who is not ill (ICD-10-CM Z codes), for the claims of such visits. */
export const VISIT_REASONS = {
  checkUp: diagnosis('162673000', 'Z00.00', 'General health check'),
  childCheckUp: diagnosis('410620009', 'Z00.129', 'Child health check'),
  screening: diagnosis('20135006', 'Z12.9', 'Screening for cancer'),
  counselling: diagnosis('409063005', 'Z71.9', 'Counselling'),
  geneticTest: diagnosis('405824009', 'Z13.79', 'Genetic screening'),
  sexualHealthCheck: diagnosis(
    '171121004',
    'Z11.3',
    'Screening for HIV and sexually transmitted infection',
    'sexual-health',
  ),
} as const satisfies Record<string, Diagnosis>;
