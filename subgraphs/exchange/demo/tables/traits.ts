/**
 * What is odd about single numbered people, so that the demo surely holds it. The table repeats every 200 people.
 * All else about a person is drawn at random from the seed.
 */
export type Trait =
  | 'died'
  | 'no-zip'
  | 'zeros-zip'
  | 'zip-plus-four'
  | 'nine-digit-zip'
  | 'restricted-zip'
  | 'uninsured'
  | 'changed-insurer'
  | 'one-organization'
  | 'three-organizations'
  | 'over-89'
  | 'denies-sharing'
  | 'withdrew-sharing'
  | 'expired-sharing'
  | 'denies-research'
  | 'denies-one-practitioner'
  | 'shares-except-mental-health'
  | 'self-pays-once'
  | 'moved-away';

const TRAITS: readonly (readonly [number: number, ...traits: Trait[]])[] = [
  [3, 'one-organization', 'denies-sharing'],
  [5, 'three-organizations', 'changed-insurer'],
  [9, 'withdrew-sharing', 'three-organizations'],
  [11, 'died'],
  [14, 'uninsured'],
  [18, 'no-zip'],
  [22, 'expired-sharing'],
  [25, 'zip-plus-four'],
  [29, 'self-pays-once'],
  [33, 'nine-digit-zip'],
  [36, 'denies-research'],
  [41, 'zeros-zip'],
  [44, 'died', 'changed-insurer'],
  [48, 'restricted-zip'],
  [52, 'denies-one-practitioner'],
  [57, 'shares-except-mental-health', 'three-organizations'],
  [63, 'over-89'],
  [68, 'moved-away'],
  [74, 'uninsured', 'one-organization'],
  [79, 'died', 'over-89'],
  [86, 'no-zip', 'restricted-zip'],
  [93, 'denies-sharing'],
  [101, 'three-organizations'],
  [108, 'zip-plus-four', 'restricted-zip'],
  [117, 'self-pays-once'],
  [126, 'denies-research'],
  [134, 'moved-away'],
  [143, 'over-89', 'zip-plus-four'],
  [151, 'withdrew-sharing'],
  [166, 'changed-insurer'],
  [178, 'died'],
  [188, 'one-organization'],
];

const BY_NUMBER = new Map(TRAITS.map(([number, ...traits]) => [number, new Set<Trait>(traits)]));
const NONE: ReadonlySet<Trait> = new Set();

/** Traits of `person-<number>` (numbers from 1). */
export function traitsOf(number: number): ReadonlySet<Trait> {
  return BY_NUMBER.get(((number - 1) % 200) + 1) ?? NONE;
}
