import { bookAhead } from '../appointments.js';
import type { Chart } from '../chart.js';
import { consent } from '../consents.js';
import { day } from '../days.js';
import { closeChart, openChart } from '../life.js';
import { bloodPressure, measure } from '../measuring.js';
import { relatedPerson } from '../patient.js';
import { perform } from '../performing.js';
import { giveDevice, planCare } from '../planning.js';
import { visitOn, visitsFrom } from '../problems/ailment.js';
import { fibrillation, heartFailureArc } from '../problems/heart.js';
import { diagnose, prescribe } from '../treating.js';
import { insured, type Story, storyPerson } from './story.js';

export const gideonAshdown: Story = {
  name: 'gideon',
  patientId: 'gideon-ashdown',
  title: 'Gideon Ashdown, 95: what must not show in a count',
  tells:
    'Over 89, in a ZIP area of few people (036) with ZIP+4: Safe Harbor shows 90+ and 000. Pacemaker, heart failure, failing memory, visits at home, a care team; his daughter may see all by his consent.',
  tell(number, seed, today) {
    const { chart, routine } = openChart(person(number, today), seed, today);
    const daughter = relatedPerson(chart, 'daughter', chart.random, { given: 'Winifred', family: 'Ashdown-Cruz' });
    chart.smoking = 'former';
    fibrillation(chart, routine, day('2021-09-01'), 200);
    heartFailureArc(chart, routine, {
      onset: day('2023-02-14'),
      admissions: [day('2025-01-30')],
      specialistEvery: 500,
    });
    visitOn(chart, day('2022-06-07'), { kind: 'inpatient', need: 'cardiology', nights: 2 }, (visit) => {
      const reason = diagnose(chart, visit, 'atrialFibrillation', { onset: day('2021-09-01'), onsetAs: 'date' });
      perform(chart, visit, 'pacemaker', reason, 'Paces at 60 per minute');
      giveDevice(chart, visit.organization, visit.day, 'pacemaker');
    });
    chart.atVisit(day('2024-03-01'), (visit) => {
      const reason = diagnose(chart, visit, 'dementia', { onset: day('2023-06-01'), onsetAs: 'year' });
      prescribe(chart, visit, 'donepezil', { reason, fills: 2 });
    });
    atHome(chart);
    chart.agenda.add(day('2024-03-05'), (signed) => {
      consent(chart, {
        organization: 'tamarack-family-practice',
        signed,
        provision: { type: 'permit', from: signed, recipients: [daughter] },
      });
    });
    routine.start(day('2022-03-07'));
    const records = closeChart(chart);
    bookAhead(chart, 'tamarack-family-practice');
    return records;
  },
};

function atHome(chart: Chart): void {
  const days = { from: day('2025-03-03'), to: chart.end, every: 110 };
  visitsFrom(chart, days, { kind: 'home', need: 'primary' }, (visit, turn) => {
    const reason = diagnose(chart, visit, 'dementia');
    bloodPressure(chart, visit);
    measure(chart, visit, 'weight', 'oxygen');
    if (turn > 0) return;
    planCare(chart, visit, {
      title: 'Care at home',
      reason,
      activities: [
        ['snomed', '439708006', 'Home visits'],
        ['snomed', '370837003', 'Medication review'],
      ],
      team: ['priya-underwood', 'ngaio-steinberg'],
    });
  });
}

function person(number: number, today: number) {
  return storyPerson(
    {
      id: 'gideon-ashdown',
      given: 'Gideon',
      family: 'Ashdown',
      sex: 'male',
      birth: day('1931-02-11'),
      address: { line: '2 Quarryside', city: 'Stonecrop', state: 'NH', zip: '03691-1187' },
      organizations: ['tamarack-family-practice', 'larkspur-bay-hospital'],
      historyStart: day('2022-03-01'),
      coverages: [insured('payer-northlight-health-plan', 'NL00317720', '2018-01-01', null, { plan: 'senior' })],
    },
    number,
    today,
  );
}
