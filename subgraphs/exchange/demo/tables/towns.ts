/**
 * Invented towns. The first three digits of their ZIP codes are real areas, as Safe Harbor looks at those: 036, 059
 * and 102 belong to the areas of 20,000 people or fewer (45 CFR 164.514(b)(2), Census 2000).
 */
export interface Town {
  readonly city: string;
  readonly state: string;
  readonly zip: string;
  readonly weight: number;
}

export const TOWNS: readonly Town[] = [
  { city: 'Larkspur Bay', state: 'NH', zip: '03059', weight: 28 },
  { city: 'Tamarack Falls', state: 'NH', zip: '03187', weight: 24 },
  { city: 'Copperleaf', state: 'NH', zip: '03299', weight: 18 },
  { city: 'Merrow Junction', state: 'NH', zip: '03397', weight: 12 },
  { city: 'Quillby', state: 'VT', zip: '05499', weight: 7 },
  { city: 'Stonecrop', state: 'NH', zip: '03691', weight: 5 },
  { city: 'Far Heron', state: 'VT', zip: '05990', weight: 3 },
  { city: 'Anselm Point', state: 'ME', zip: '04098', weight: 3 },
];

export const STREETS = [
  'Alder Walk',
  'Birchbark Lane',
  'Candlewick Road',
  'Dovetail Street',
  'Eastlight Avenue',
  'Fernhollow Drive',
  'Gristmill Road',
  'Hollyhock Court',
  'Inkwell Street',
  'Juniper Rise',
  'Kettle Pond Road',
  'Lanternfish Way',
  'Millrace Terrace',
  'Nettlebrook Lane',
  'Old Ferry Road',
  'Pennywhistle Street',
  'Quarryside',
  'Rookery Hill',
  'Saltgrass Lane',
  'Thistledown Way',
  'Underhill Close',
  'Vesper Street',
  'Whitecap Road',
  'Yarrow Court',
] as const;
