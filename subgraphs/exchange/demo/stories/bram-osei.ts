import { day } from '../days.js';
import { closeChart, openChart } from '../life.js';
import { bloodPressure, measure } from '../measuring.js';
import { visitOn } from '../problems/ailment.js';
import { asthma } from '../problems/lungs.js';
import { opioidRecovery, overdose, partTwoConsent } from '../problems/substance-use.js';
import { diagnose, prescribe } from '../treating.js';
import { insured, type Story, storyPerson } from './story.js';

export const bramOsei: Story = {
  name: 'bram',
  patientId: 'bram-osei',
  title: 'Bram Osei, 39: recovery from opioids',
  tells:
    'Substance use records under 42 CFR Part 2: labelled at Copperleaf, an overdose in the emergency department without any label; a consent to the hospital and his insurer is in force, the one to his family practice he has withdrawn.',
  tell(number, seed, today) {
    const { chart, routine } = openChart(person(number, today), seed, today);
    asthma.tell(chart, routine);
    visitOn(chart, day('2022-04-26'), { kind: 'problem', need: 'primary' }, (visit) => {
      const reason = diagnose(chart, visit, 'backPain', { until: visit.day + 60 });
      measure(chart, visit, 'pain');
      bloodPressure(chart, visit);
      prescribe(chart, visit, 'ibuprofen', { reason, until: visit.day + 30 });
    });
    overdose(chart, day('2023-08-19'));
    opioidRecovery(chart, { from: day('2023-09-12'), every: 91 });
    chart.agenda.add(day('2023-09-12'), (signed) => {
      partTwoConsent(chart, signed, [
        'Organization/larkspur-bay-hospital',
        'Organization/payer-northlight-health-plan',
      ]);
      partTwoConsent(chart, signed, ['Organization/tamarack-family-practice'], true);
    });
    chart.agenda.add(day('2025-09-10'), (signed) => {
      partTwoConsent(chart, signed, [
        'Organization/larkspur-bay-hospital',
        'Organization/payer-northlight-health-plan',
      ]);
    });
    routine.start(day('2022-02-07'));
    return closeChart(chart);
  },
};

function person(number: number, today: number) {
  return storyPerson(
    {
      id: 'bram-osei',
      given: 'Bram',
      family: 'Osei',
      sex: 'male',
      birth: day('1986-11-02'),
      address: { line: '203 Lanternfish Way', city: 'Copperleaf', state: 'NH', zip: '03299' },
      organizations: ['tamarack-family-practice', 'copperleaf-health', 'larkspur-bay-hospital'],
      historyStart: day('2022-02-01'),
      coverages: [insured('payer-northlight-health-plan', 'NL20934417', '2021-01-01')],
      race: 'black',
    },
    number,
    today,
  );
}
