/**
 * Classes of medicines by ingredient: the ways in which medicines are grouped in WHO's ATC (levels 3 and 4), told in plain
 * words. The table is ours, version MEDICATION_CLASS_VERSION; ingredients are INN and USAN names.
 */
import { registerEnumType } from 'type-graphql';

/** Raised whenever a medicine may fall into another class than before: the population is then to be rebuilt. */
export const MEDICATION_CLASS_VERSION = '2025.1';

const INGREDIENTS = {
  BIGUANIDE: 'metformin',
  INSULIN: 'insulin',
  GLP_1_AGONIST: 'semaglutide liraglutide dulaglutide exenatide tirzepatide',
  SGLT2_INHIBITOR: 'empagliflozin dapagliflozin canagliflozin',
  DPP4_INHIBITOR: 'sitagliptin linagliptin saxagliptin',
  SULFONYLUREA: 'glipizide glimepiride glyburide',
  ACE_INHIBITOR: 'lisinopril enalapril ramipril benazepril captopril quinapril',
  ANGIOTENSIN_BLOCKER: 'losartan valsartan irbesartan olmesartan candesartan telmisartan',
  BETA_BLOCKER: 'metoprolol carvedilol atenolol bisoprolol propranolol labetalol nebivolol',
  CALCIUM_BLOCKER: 'amlodipine nifedipine diltiazem verapamil',
  DIURETIC: 'hydrochlorothiazide furosemide chlorthalidone spironolactone torsemide bumetanide',
  STATIN: 'atorvastatin simvastatin rosuvastatin pravastatin lovastatin',
  ANTICOAGULANT: 'warfarin apixaban rivaroxaban dabigatran heparin enoxaparin',
  ANTIPLATELET: 'aspirin clopidogrel ticagrelor prasugrel',
  NITRATE: 'nitroglycerin isosorbide',
  DIGOXIN: 'digoxin',
  THYROID_HORMONE: 'levothyroxine liothyronine',
  BISPHOSPHONATE: 'alendronate alendronic risedronate zoledronic',
  ERYTHROPOIETIN: 'epoetin darbepoetin',
  BRONCHODILATOR: 'albuterol salbutamol salmeterol formoterol tiotropium ipratropium levalbuterol',
  INHALED_STEROID: 'fluticasone budesonide beclomethasone mometasone',
  SYSTEMIC_STEROID: 'prednisone prednisolone methylprednisolone dexamethasone',
  ACID_BLOCKER: 'omeprazole pantoprazole esomeprazole lansoprazole famotidine',
  IRON: 'ferrous',
  ANTIDEPRESSANT:
    'sertraline fluoxetine citalopram escitalopram paroxetine venlafaxine duloxetine bupropion mirtazapine trazodone amitriptyline',
  MOOD_STABILISER: 'lithium',
  ANTIPSYCHOTIC: 'olanzapine quetiapine risperidone aripiprazole haloperidol clozapine',
  STIMULANT: 'methylphenidate amphetamine lisdexamfetamine',
  BENZODIAZEPINE: 'alprazolam lorazepam clonazepam diazepam midazolam',
  OPIOID_DEPENDENCE_TREATMENT: 'buprenorphine naltrexone methadone',
  OPIOID_REVERSAL: 'naloxone',
  OPIOID: 'oxycodone hydrocodone morphine tramadol fentanyl codeine hydromorphone meperidine',
  SMOKING_CESSATION: 'nicotine varenicline',
  ANTIRETROVIRAL: 'efavirenz emtricitabine tenofovir dolutegravir bictegravir lamivudine abacavir',
  ANTIBIOTIC:
    'doxycycline azithromycin amoxicillin nitrofurantoin penicillin cephalexin ciprofloxacin levofloxacin ceftriaxone clindamycin cefuroxime cefaclor vancomycin',
  ANTIVIRAL: 'oseltamivir acyclovir valacyclovir remdesivir',
  PAIN_RELIEVER: 'acetaminophen ibuprofen naproxen diclofenac celecoxib',
  ANTIHISTAMINE: 'loratadine cetirizine fexofenadine diphenhydramine chlorpheniramine astemizole',
  TRIPTAN: 'sumatriptan rizatriptan',
  ANTIEPILEPTIC: 'lamotrigine levetiracetam gabapentin pregabalin topiramate carbamazepine valproate phenytoin',
  DEMENTIA_MEDICINE: 'donepezil memantine galantamine',
  IMMUNOSUPPRESSANT: 'methotrexate adalimumab etanercept azathioprine hydroxychloroquine tacrolimus',
  HORMONE_THERAPY_CANCER: 'tamoxifen anastrozole letrozole leuprolide',
  CHEMOTHERAPY: 'cisplatin paclitaxel docetaxel doxorubicin cyclophosphamide fluorouracil oxaliplatin',
  CONTRACEPTIVE: 'ethinyl levonorgestrel etonogestrel norethindrone medroxyprogesterone drospirenone',
  ESTROGEN: 'estradiol',
} as const;

export type MedicationClassName = keyof typeof INGREDIENTS;

export const MEDICATION_CLASSES = Object.keys(INGREDIENTS) as readonly MedicationClassName[];

/** For GraphQL: each class by its own name. */
export const MedicationClass = Object.fromEntries(MEDICATION_CLASSES.map((name) => [name, name])) as {
  readonly [name in MedicationClassName]: name;
};

registerEnumType(MedicationClass, { name: 'MedicationClass', description: 'Medicines by class of their ingredients.' });

const byIngredient = new Map<string, MedicationClassName>(
  Object.entries(INGREDIENTS).flatMap(([name, words]) =>
    words.split(' ').map((word) => [word, name as MedicationClassName] as const),
  ),
);

/** The classes of a medicine by the words of its names; a combination has several. The words themselves are not kept. */
export function medicationClasses(names: readonly string[]): MedicationClassName[] {
  const words = names.flatMap((name) => name.toLowerCase().split(/[^a-z0-9]+/));
  return [...new Set(words.flatMap((word) => byIngredient.get(word) ?? []))].sort();
}
