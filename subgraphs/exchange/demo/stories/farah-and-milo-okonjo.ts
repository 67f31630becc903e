import { curve } from '../body.js';
import { day } from '../days.js';
import { fileDocument } from '../documents.js';
import { closeChart, openChart } from '../life.js';
import { measure, takePanel } from '../measuring.js';
import { relatedPerson } from '../patient.js';
import { immunize, perform } from '../performing.js';
import { visitOn } from '../problems/ailment.js';
import { pregnancyArc } from '../problems/pregnancy.js';
import { VISIT_REASONS } from '../tables/conditions.js';
import { diagnose } from '../treating.js';
import { insured, type Story, storyPerson } from './story.js';

const BIRTH = '2026-06-09';
const ADDRESS = { line: '118 Birchbark Lane', city: 'Larkspur Bay', state: 'NH', zip: '03059' } as const;

export const farahOkonjo: Story = {
  name: 'farah',
  patientId: 'farah-okonjo',
  title: 'Farah Okonjo, 31: a pregnancy',
  tells:
    'Prenatal visits with the midwife of the practice, sugar in pregnancy, the birth at the hospital three weeks ago; two organisations share one episode, and her plan also insures her child.',
  tell(number, seed, today) {
    const person = storyPerson(
      {
        id: 'farah-okonjo',
        given: 'Farah',
        family: 'Okonjo',
        sex: 'female',
        birth: day('1995-01-27'),
        address: ADDRESS,
        organizations: ['tamarack-family-practice', 'larkspur-bay-hospital'],
        historyStart: day('2023-06-01'),
        coverages: [insured('payer-northlight-health-plan', 'NL66104938', '2023-01-01')],
        race: 'black',
        married: true,
      },
      number,
      today,
    );
    const { chart, routine } = openChart(person, seed, today);
    pregnancyArc(chart, {
      birth: day(BIRTH),
      cesarean: false,
      gestationalDiabetes: true,
      visits: 'all',
      deliveryId: 'farah-okonjo-birth',
      deliveredBy: 'marguerite-osterhaus',
      deliveredAt: 80,
    });
    routine.start(day('2023-09-04'));
    return closeChart(chart);
  },
};

export const miloOkonjo: Story = {
  name: 'milo',
  patientId: 'milo-okonjo',
  title: 'Milo Okonjo, three weeks old',
  tells:
    'A newborn: jaundice and light therapy, first vaccine, weights that fall and rise; known to the hospital only, insured through his mother, who is his related person.',
  tell(number, seed, today) {
    const birth = day(BIRTH);
    const person = storyPerson(
      {
        id: 'milo-okonjo',
        given: 'Milo',
        family: 'Okonjo',
        sex: 'male',
        birth,
        address: ADDRESS,
        organizations: ['larkspur-bay-hospital'],
        historyStart: birth,
        coverages: [
          insured('payer-northlight-health-plan', 'NL66104938', BIRTH, null, {
            relationship: 'child',
            subscriber: 'farah-okonjo',
          }),
        ],
        race: 'black',
      },
      number,
      today,
    );
    const { chart } = openChart(person, seed, today);
    relatedPerson(chart, 'mother', chart.random, { given: 'Farah', family: 'Okonjo', since: birth });
    firstWeeks(chart, birth);
    return closeChart(chart);
  },
};

function firstWeeks(chart: Parameters<typeof visitOn>[0], birth: number): void {
  chart.body.set(
    'weight',
    curve([
      [birth, 3.48],
      [birth + 4, 3.22],
      [birth + 11, 3.52],
      [birth + 20, 3.9],
    ]),
  );
  chart.body.set(
    'bilirubin',
    curve([
      [birth, 3],
      [birth + 2, 15.2],
      [birth + 4, 10.1],
      [birth + 11, 4.2],
    ]),
  );
  visitOn(chart, birth, { kind: 'inpatient', need: 'pediatrics', nights: 4, at: 14 * 60 + 5 }, (visit) => {
    diagnose(chart, visit, 'liveborn', { onset: birth, onsetAs: 'date' });
    measure(chart, visit, 'weight', 'height', 'headCircumference', 'heartRate', 'temperature');
    immunize(chart, visit, 'hepatitisB', 1);
    perform(chart, visit, 'newbornHearing', undefined, 'Both ears pass');
    const jaundice = diagnose(chart, visit, 'newbornJaundice', { onset: birth + 2, until: birth + 9 });
    takePanel(chart, visit, 'bilirubin');
    perform(chart, visit, 'phototherapy', jaundice, 'Bilirubin falling');
    fileDocument(chart, visit, 'discharge', {
      text: 'Boy born at term, 3,480 g, cried at once. Jaundice on the second day, light therapy for a day. Feeds well at the breast. Home with his parents.',
    });
  });
  for (const [days, panels] of [
    [6, true],
    [13, true],
    [20, false],
  ] as const) {
    const request = { kind: 'childCheckUp', need: 'pediatrics', reason: VISIT_REASONS.childCheckUp } as const;
    visitOn(chart, birth + days, request, (visit) => {
      measure(chart, visit, 'weight', 'height', 'headCircumference', 'heartRate');
      if (panels) takePanel(chart, visit, 'bilirubin');
    });
  }
}
