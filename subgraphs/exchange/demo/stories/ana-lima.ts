import { bookAhead } from '../appointments.js';
import { curve } from '../body.js';
import type { Chart } from '../chart.js';
import { consent } from '../consents.js';
import { day } from '../days.js';
import { fileDocument } from '../documents.js';
import { closeChart, openChart } from '../life.js';
import { bloodPressure, measure, takePanel } from '../measuring.js';
import { relatedPerson } from '../patient.js';
import { image, perform, recordAllergy } from '../performing.js';
import { familyHistory } from '../planning.js';
import { visitOn } from '../problems/ailment.js';
import { typeTwoDiabetes } from '../problems/diabetes.js';
import { highLipids, highPressure } from '../problems/hypertension.js';
import { chronicKidneyDisease } from '../problems/kidney.js';
import { VISIT_REASONS } from '../tables/conditions.js';
import { administer, diagnose } from '../treating.js';
import { insured, type Story, storyPerson } from './story.js';

export const anaLima: Story = {
  name: 'ana',
  patientId: 'ana-lima',
  title: 'Ana Lima, 55: diabetes, a scare, a new insurer',
  tells:
    'A full chart over three organisations and two insurers: type 2 diabetes whose A1c falls from 9.1 to below 7, high blood pressure, early kidney disease, a night in the emergency department; her claims before 2024 went to Juniper Mutual, those since to Northlight Health Plan.',
  tell(number, seed, today) {
    const { chart, routine } = openChart(person(number, today), seed, today);
    relatedPerson(chart, 'spouse', chart.random, { given: 'Caio', family: 'Lima' });
    highPressure(chart, routine, {
      onset: day('2019-05-06'),
      found: 152,
      now: 128,
      drugs: ['lisinopril'],
      plan: true,
    });
    typeTwoDiabetes(chart, routine, {
      onset: day('2023-09-06'),
      found: 9.1,
      treated: 7.2,
      now: 6.7,
      specialistEvery: 620,
      metabolicEvery: 900,
    });
    highLipids(chart, routine, day('2024-01-15'), 158);
    chronicKidneyDisease(chart, routine, day('2025-02-03'), 51);
    chart.atVisit(day('2023-09-01'), (visit) => {
      recordAllergy(chart, visit, 'penicillin');
      familyHistory(chart, visit, 'mother', 'typeTwoDiabetes', 49);
    });
    chestPain(chart);
    prevention(chart);
    chart.agenda.add(day('2023-09-06'), (signed) => {
      consent(chart, {
        organization: 'tamarack-family-practice',
        signed,
        provision: { type: 'permit', from: signed, purposes: ['TREAT', 'HPAYMT', 'HOPERAT'] },
      });
    });
    routine.start(day('2023-09-06'));
    const records = closeChart(chart);
    bookAhead(chart, 'tamarack-family-practice');
    return records;
  },
};

function person(number: number, today: number) {
  return storyPerson(
    {
      id: 'ana-lima',
      given: 'Ana',
      family: 'Lima',
      sex: 'female',
      birth: day('1971-03-14'),
      address: { line: '14 Kettle Pond Road', city: 'Tamarack Falls', state: 'NH', zip: '03187' },
      organizations: ['tamarack-family-practice', 'copperleaf-health', 'larkspur-bay-hospital'],
      historyStart: day('2023-09-01'),
      coverages: [
        insured('payer-juniper-mutual', 'JM40271196', '2022-01-01', '2023-12-31'),
        insured('payer-northlight-health-plan', 'NL58830412', '2024-01-01'),
      ],
      hispanic: true,
      married: true,
      hasTaxNumber: true,
    },
    number,
    today,
  );
}

/** The scare: an evening in the emergency department of the hospital, and nothing wrong with the heart. */
function chestPain(chart: Chart): void {
  const evening = day('2025-03-08');
  visitOn(
    chart,
    evening,
    { kind: 'emergency', need: 'emergency', id: 'ana-lima-chest-pain', at: 21 * 60 + 40 },
    (visit) => {
      const reason = diagnose(chart, visit, 'chestPain', { until: evening + 1 });
      bloodPressure(chart, visit);
      measure(chart, visit, 'heartRate', 'oxygen', 'pain');
      chart.body.set('troponin', curve([[evening, 0.01]]));
      takePanel(chart, visit, 'troponin');
      perform(chart, visit, 'electrocardiogram', reason, 'Sinus rhythm, no sign of a heart attack');
      image(chart, visit, 'chestXray', reason);
      administer(chart, visit, 'aspirin', 20);
      fileDocument(chart, visit, 'emergency', {
        text: 'Pressure in the chest after supper, for an hour. Electrocardiogram and troponin normal twice. Chest X-ray clear. Home in the night; family doctor this week.',
      });
    },
  );
}

function prevention(chart: Chart): void {
  visitOn(
    chart,
    day('2024-05-21'),
    { kind: 'procedure', need: 'radiology', reason: VISIT_REASONS.screening },
    (visit) => {
      image(chart, visit, 'mammogram');
    },
  );
  visitOn(
    chart,
    day('2023-11-02'),
    { kind: 'procedure', need: 'surgery', reason: VISIT_REASONS.screening },
    (visit) => {
      perform(chart, visit, 'colonoscopy', undefined, 'One polyp of 5 mm removed');
      perform(chart, visit, 'polypectomy', diagnose(chart, visit, 'colonPolyp', { until: visit.day }));
    },
  );
}
