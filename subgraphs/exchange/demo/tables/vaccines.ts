/** Vaccines (CVX) and when they are due: ages in months for children, a season or an age in years for adults. */
export interface Vaccine {
  readonly cvx: string;
  readonly display: string;
  readonly cents: number;
}

function vaccine(cvx: string, display: string, cents: number): Vaccine {
  return { cvx, display, cents };
}

export const VACCINES = {
  hepatitisB: vaccine('08', 'Hepatitis B, child', 4120),
  diphtheria: vaccine('20', 'Diphtheria, tetanus and pertussis, child', 4890),
  polio: vaccine('10', 'Polio, inactivated', 5230),
  pneumococcal: vaccine('133', 'Pneumococcal conjugate 13', 21480),
  rotavirus: vaccine('119', 'Rotavirus', 12950),
  measles: vaccine('03', 'Measles, mumps and rubella', 8790),
  varicella: vaccine('21', 'Chickenpox', 14360),
  hepatitisA: vaccine('83', 'Hepatitis A, child', 5640),
  papillomavirus: vaccine('165', 'Human papillomavirus, nine-valent', 24810),
  meningococcal: vaccine('114', 'Meningococcal conjugate', 13270),
  tetanus: vaccine('115', 'Tetanus, diphtheria and pertussis', 5870),
  influenza: vaccine('140', 'Influenza, seasonal', 3240),
  covid: vaccine('208', 'COVID-19, mRNA', 12800),
  zoster: vaccine('187', 'Shingles, recombinant', 18960),
  pneumococcalAdult: vaccine('33', 'Pneumococcal polysaccharide 23', 11740),
} as const satisfies Record<string, Vaccine>;

export type VaccineName = keyof typeof VACCINES;

/** The childhood schedule: age in months at which a dose is due. */
export const CHILD_SCHEDULE: readonly (readonly [months: number, vaccine: VaccineName, dose: number])[] = [
  [0, 'hepatitisB', 1],
  [1, 'hepatitisB', 2],
  [2, 'diphtheria', 1],
  [2, 'polio', 1],
  [2, 'pneumococcal', 1],
  [2, 'rotavirus', 1],
  [4, 'diphtheria', 2],
  [4, 'polio', 2],
  [4, 'pneumococcal', 2],
  [6, 'diphtheria', 3],
  [6, 'hepatitisB', 3],
  [12, 'measles', 1],
  [12, 'varicella', 1],
  [12, 'hepatitisA', 1],
  [18, 'hepatitisA', 2],
  [48, 'measles', 2],
  [48, 'varicella', 2],
  [48, 'polio', 3],
  [132, 'tetanus', 1],
  [132, 'papillomavirus', 1],
  [138, 'papillomavirus', 2],
  [192, 'meningococcal', 1],
];
