import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import type { Day } from '../days.js';
import { fileDocument, writeNote } from '../documents.js';
import { takePanel } from '../measuring.js';
import { image, perform } from '../performing.js';
import { colleagues, planCare } from '../planning.js';
import type { ActName, ImagingName } from '../tables/procedures.js';
import { diagnose, prescribe } from '../treating.js';
import { type Ailment, byAge, canSee, onsetOf, visitOn, visitsFrom } from './ailment.js';

interface Cancer {
  readonly name: 'breastCancer' | 'colonCancer' | 'prostateCancer' | 'lungCancer';
  readonly imaging: ImagingName;
  readonly finding: string;
  readonly operation: ActName | null;
  readonly cycles: number;
  readonly text: string;
}

const CANCERS: Readonly<Record<Cancer['name'], Cancer>> = {
  breastCancer: {
    name: 'breastCancer',
    imaging: 'mammogram',
    finding: 'Spiculated mass of 14 mm in the upper outer left breast. Biopsy advised.',
    operation: 'lumpectomy',
    cycles: 3,
    text: 'Invasive ductal carcinoma, margins free, no lymph node involved.',
  },
  colonCancer: {
    name: 'colonCancer',
    imaging: 'abdomenUltrasound',
    finding: 'Liver without metastasis.',
    operation: 'colonResection',
    cycles: 4,
    text: 'Adenocarcinoma of the sigmoid colon, two of eighteen lymph nodes involved.',
  },
  prostateCancer: {
    name: 'prostateCancer',
    imaging: 'abdomenUltrasound',
    finding: 'Kidneys and bladder look normal.',
    operation: 'prostatectomy',
    cycles: 0,
    text: 'Adenocarcinoma of the prostate, confined to the gland.',
  },
  lungCancer: {
    name: 'lungCancer',
    imaging: 'chestCt',
    finding: 'Mass of 31 mm in the right upper lobe. Enlarged lymph nodes at the hilum.',
    operation: null,
    cycles: 5,
    text: 'Adenocarcinoma of the lung, not for surgery. Treatment to hold it back.',
  },
};

/** Found, operated where that helps, treated, followed. */
export function cancerArc(chart: Chart, cancer: Cancer, found: Day): void {
  const details = { onset: found, onsetAs: 'date' } as const;
  visitOn(chart, found, { kind: 'specialist', need: 'oncology' }, (visit) => {
    const reason = diagnose(chart, visit, cancer.name, details);
    image(chart, visit, cancer.imaging, reason, cancer.finding);
    planCare(chart, visit, {
      title: 'Cancer treatment plan',
      reason,
      activities: [
        ['snomed', '367336001', 'Chemotherapy'],
        ['snomed', '108290001', 'Radiation therapy'],
      ],
      team: colleagues(chart, 'oncology', 'primary'),
      until: found + 300,
    });
    writeNote(chart, visit, 'consult');
  });
  if (cancer.operation !== null && canSee(chart, 'surgery')) operate(chart, cancer, cancer.operation, found + 28);
  const treatment = { from: found + 70, to: found + 70 + cancer.cycles * 21, every: 21 };
  if (cancer.cycles > 0) {
    visitsFrom(chart, treatment, { kind: 'procedure', need: 'oncology' }, (visit) => {
      const reason = diagnose(chart, visit, cancer.name, details);
      perform(chart, visit, 'chemotherapy', reason);
      takePanel(chart, visit, 'bloodCount');
    });
  }
  visitsFrom(
    chart,
    { from: found + 240, to: chart.end, every: 210 },
    { kind: 'specialist', need: 'oncology' },
    (visit, turn) => {
      const reason = diagnose(chart, visit, cancer.name, details);
      if (turn === 0 && cancer.name === 'breastCancer') prescribe(chart, visit, 'tamoxifen', { reason, fills: 1 });
      if (cancer.name === 'prostateCancer') takePanel(chart, visit, 'prostate');
      writeNote(chart, visit);
    },
  );
}

function operate(chart: Chart, cancer: Cancer, operation: ActName, day: Day): void {
  visitOn(chart, day, { kind: 'inpatient', need: 'surgery', nights: 3 }, (visit) => {
    const reason = diagnose(chart, visit, cancer.name);
    perform(chart, visit, operation, reason, 'Removed completely');
    fileDocument(chart, visit, 'operation', { text: `Operation without complication. Pathology: ${cancer.text}` });
  });
}

/** A cancer of the kind that fits sex and age; few people each. */
export const cancer: Ailment = {
  name: 'cancer',
  chance: (chart) =>
    byAge(chart, [
      [40, 0],
      [55, 0.09],
      [70, 0.16],
      [90, 0.12],
    ]),
  tell(chart) {
    const kinds: Cancer['name'][] =
      chart.person.sex === 'female'
        ? ['breastCancer', 'breastCancer', 'colonCancer']
        : ['prostateCancer', 'prostateCancer', 'colonCancer'];
    if (chart.smoking !== 'never') kinds.push('lungCancer');
    const found = Math.max(onsetOf(chart, 42, 4), chart.person.historyStart + 30);
    chart.body.set(
      'prostateAntigen',
      curve([
        [found - 700, 3.4],
        [found, 9.8],
        [found + 90, 0.1],
        [chart.end, 0.1],
      ]),
    );
    cancerArc(chart, CANCERS[chart.random.pick(kinds)], found);
  },
};

export { CANCERS };
