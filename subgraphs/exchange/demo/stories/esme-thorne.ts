import { day } from '../days.js';
import { closeChart, openChart } from '../life.js';
import { relatedPerson } from '../patient.js';
import { heartFailureArc } from '../problems/heart.js';
import { highPressure } from '../problems/hypertension.js';
import { dialysis } from '../problems/kidney.js';
import { insured, type Story, storyPerson } from './story.js';

export const esmeThorne: Story = {
  name: 'esme',
  patientId: 'esme-thorne',
  title: 'Esme Thorne, 68: four years of dialysis',
  tells:
    'More than sixty claims: dialysis billed every month since June 2022, access surgery, two admissions with heart failure; what a page of claims and cost summaries by year look like.',
  tell(number, seed, today) {
    const { chart, routine } = openChart(person(number, today), seed, today);
    relatedPerson(chart, 'daughter', chart.random, { given: 'Odette', family: 'Thorne-Bell' });
    highPressure(chart, routine, {
      onset: day('2009-03-02'),
      found: 168,
      now: 141,
      drugs: ['amlodipine', 'losartan'],
    });
    heartFailureArc(chart, routine, {
      onset: day('2023-05-10'),
      admissions: [day('2023-05-24'), day('2024-12-28')],
      specialistEvery: 700,
    });
    dialysis(chart, day('2022-06-02'));
    routine.start(day('2022-02-14'));
    return closeChart(chart);
  },
};

function person(number: number, today: number) {
  return storyPerson(
    {
      id: 'esme-thorne',
      given: 'Esme',
      family: 'Thorne',
      sex: 'female',
      birth: day('1957-12-05'),
      address: { line: '31 Old Ferry Road', city: 'Larkspur Bay', state: 'NH', zip: '03059' },
      organizations: ['larkspur-bay-hospital', 'tamarack-family-practice'],
      historyStart: day('2022-02-01'),
      coverages: [insured('payer-juniper-mutual', 'JM30018854', '2019-01-01', null, { plan: 'senior' })],
      hasTaxNumber: true,
    },
    number,
    today,
  );
}
