import { consent } from '../consents.js';
import { day } from '../days.js';
import { fileDocument } from '../documents.js';
import { closeChart, openChart } from '../life.js';
import { relatedPerson } from '../patient.js';
import { perform } from '../performing.js';
import { visitOn } from '../problems/ailment.js';
import { depressionArc } from '../problems/mental-health.js';
import { injuredByPartner } from '../problems/violence.js';
import { SENSITIVITY_LABELS } from '../tables/labels.js';
import { diagnose } from '../treating.js';
import { insured, type Story, storyPerson } from './story.js';

export const celiaMoreau: Story = {
  name: 'celia',
  patientId: 'celia-moreau',
  title: 'Celia Moreau, 35: after the violence',
  tells:
    'Depression and trauma treated at Copperleaf with labels and known to her family practice without; an injury by her partner (SDV); one psychotherapy note which only its author, Naomi Ferrant, may open; a consent that denies everything to her former husband and violence records to her insurer.',
  tell(number, seed, today) {
    const { chart, routine } = openChart(person(number, today), seed, today);
    const former = relatedPerson(chart, 'former spouse', chart.random, {
      given: 'Gilles',
      family: 'Moreau',
      active: false,
    });
    injuredByPartner(chart, day('2024-02-17'));
    depressionArc(chart, routine, { onset: day('2024-03-20'), drug: 'sertraline', worst: 19, now: 6, sessions: 9 });
    visitOn(
      chart,
      day('2024-09-24'),
      {
        kind: 'therapy',
        need: 'psychotherapy',
        sensitivity: 'mental-health',
        practitioner: 'naomi-ferrant',
        id: 'celia-moreau-session',
      },
      (visit) => {
        const reason = diagnose(chart, visit, 'ptsd', { onset: day('2024-02-17'), onsetAs: 'date' });
        perform(chart, visit, 'psychotherapy', reason);
        fileDocument(chart, visit, 'psychotherapy', {
          text: 'Kept apart from the record. She speaks of the staircase dream again, and for the first time without looking at the door. My own thought: the anger is nearer than the fear now.',
          sensitivity: 'psychotherapy',
          id: 'celia-moreau-psychotherapy-note',
        });
      },
    );
    chart.agenda.add(day('2024-02-20'), (signed) => {
      consent(chart, {
        organization: 'copperleaf-health',
        signed,
        provision: {
          type: 'permit',
          from: signed,
          purposes: ['TREAT', 'HPAYMT', 'HOPERAT'],
          except: [
            { type: 'deny', recipients: [former] },
            {
              type: 'deny',
              recipients: ['Organization/payer-juniper-mutual'],
              labels: SENSITIVITY_LABELS.violence.slice(1),
            },
          ],
        },
      });
    });
    routine.start(day('2022-05-16'));
    return closeChart(chart);
  },
};

function person(number: number, today: number) {
  return storyPerson(
    {
      id: 'celia-moreau',
      given: 'Celia',
      family: 'Moreau',
      sex: 'female',
      birth: day('1990-08-23'),
      address: { line: '77 Saltgrass Lane', city: 'Larkspur Bay', state: 'NH', zip: '03059' },
      organizations: ['tamarack-family-practice', 'copperleaf-health', 'larkspur-bay-hospital'],
      historyStart: day('2022-05-01'),
      coverages: [insured('payer-juniper-mutual', 'JM77120583', '2020-07-01')],
      language: 'fr',
    },
    number,
    today,
  );
}
