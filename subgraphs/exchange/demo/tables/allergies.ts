export interface Allergen {
  readonly snomed: string;
  readonly display: string;
  readonly category: 'food' | 'medication' | 'environment';
  readonly reaction: readonly [snomed: string, display: string];
  readonly severity: 'mild' | 'moderate' | 'severe';
}

const HIVES = ['247472004', 'Hives'] as const;
const RASH = ['271807003', 'Rash'] as const;
const ANAPHYLAXIS = ['39579001', 'Anaphylaxis'] as const;
const SNEEZING = ['162367006', 'Sneezing'] as const;
const WHEEZE = ['56018004', 'Wheezing'] as const;

export const ALLERGENS = {
  penicillin: {
    snomed: '91936005',
    display: 'Penicillin allergy',
    category: 'medication',
    reaction: HIVES,
    severity: 'moderate',
  },
  sulfonamide: {
    snomed: '91939003',
    display: 'Sulfonamide allergy',
    category: 'medication',
    reaction: RASH,
    severity: 'moderate',
  },
  aspirin: {
    snomed: '293586001',
    display: 'Aspirin allergy',
    category: 'medication',
    reaction: WHEEZE,
    severity: 'moderate',
  },
  peanut: {
    snomed: '91935009',
    display: 'Peanut allergy',
    category: 'food',
    reaction: ANAPHYLAXIS,
    severity: 'severe',
  },
  egg: { snomed: '91930004', display: 'Egg allergy', category: 'food', reaction: HIVES, severity: 'mild' },
  shellfish: {
    snomed: '300913006',
    display: 'Shellfish allergy',
    category: 'food',
    reaction: HIVES,
    severity: 'moderate',
  },
  latex: {
    snomed: '300916003',
    display: 'Latex allergy',
    category: 'environment',
    reaction: RASH,
    severity: 'moderate',
  },
  animalHair: {
    snomed: '232347008',
    display: 'Animal dander allergy',
    category: 'environment',
    reaction: SNEEZING,
    severity: 'mild',
  },
  beeSting: {
    snomed: '424213003',
    display: 'Bee venom allergy',
    category: 'environment',
    reaction: ANAPHYLAXIS,
    severity: 'severe',
  },
  pollen: {
    snomed: '418689008',
    display: 'Grass pollen allergy',
    category: 'environment',
    reaction: SNEEZING,
    severity: 'mild',
  },
} as const satisfies Record<string, Allergen>;

export type AllergenName = keyof typeof ALLERGENS;
