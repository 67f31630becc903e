import { curve } from '../body.js';
import { measure, takePanel } from '../measuring.js';
import { image, perform } from '../performing.js';
import { diagnose, prescribe } from '../treating.js';
import { type Ailment, byAge, onsetOf, urgentVisit, visitsFrom } from './ailment.js';

export const hypothyroidism: Ailment = {
  name: 'hypothyroidism',
  chance: (chart) =>
    byAge(chart, [
      [20, 0.01],
      [45, 0.08],
      [70, 0.13],
    ]) * (chart.person.sex === 'female' ? 1.5 : 0.5),
  tell(chart, routine) {
    const onset = onsetOf(chart, 22, 9);
    chart.body.set(
      'thyroidHormone',
      curve([
        [onset - 500, 3.6],
        [onset, 11.5],
        [onset + 240, 2.7],
        [chart.end, 2.1],
      ]),
    );
    routine.follow({ from: onset, everyDays: 300, panels: [['thyroid', 240]] });
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'hypothyroidism', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
      prescribe(chart, visit, 'levothyroxine', { reason, fills: 1 });
    });
  },
};

export const osteoporosis: Ailment = {
  name: 'osteoporosis',
  chance: (chart) =>
    byAge(chart, [
      [55, 0],
      [68, 0.14],
      [85, 0.25],
    ]) * (chart.person.sex === 'female' ? 1.4 : 0.3),
  tell(chart) {
    chart.atVisit(onsetOf(chart, 58, 4), (visit) => {
      const reason = diagnose(chart, visit, 'osteoporosis');
      image(chart, visit, 'boneDensity', reason, 'T-score -2.8 at the spine: osteoporosis.');
      prescribe(chart, visit, 'alendronate', { reason, fills: 1 });
    });
  },
};

export const obesity: Ailment = {
  name: 'obesity',
  chance: (chart) =>
    byAge(chart, [
      [10, 0.06],
      [40, 0.24],
      [65, 0.22],
      [90, 0.08],
    ]),
  tell(chart, routine) {
    chart.body.adjust('weight', (value) => value * 1.28);
    routine.follow({ from: chart.person.historyStart, everyDays: 400 });
    chart.atVisit(chart.person.historyStart, (visit) => {
      const reason = diagnose(chart, visit, 'obesity', { onset: visit.day - 1200, onsetAs: 'year' });
      if (chart.random.chance(0.3)) perform(chart, visit, 'nutritionAdvice', reason);
    });
  },
};

export const ironDeficiency: Ailment = {
  name: 'iron deficiency',
  chance: (chart) =>
    chart.person.sex === 'female'
      ? byAge(chart, [
          [14, 0.03],
          [30, 0.13],
          [55, 0.05],
        ])
      : 0.015,
  tell(chart, routine) {
    const onset = onsetOf(chart, 14, 4);
    chart.body.set(
      'hemoglobin',
      curve([
        [onset - 400, 12.9],
        [onset, 10.2],
        [onset + 200, 12.7],
      ]),
    );
    chart.body.set(
      'ferritin',
      curve([
        [onset - 400, 40],
        [onset, 7],
        [onset + 240, 52],
      ]),
    );
    routine.follow({
      from: onset,
      everyDays: 270,
      panels: [
        ['bloodCount', 270],
        ['iron', 270],
      ],
    });
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'ironDeficiency', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
      prescribe(chart, visit, 'ferrousSulfate', { reason, until: visit.day + 180, fills: 1 });
    });
  },
};

/** Rare on purpose: a category with only a few people. */
export const sickleCell: Ailment = {
  name: 'sickle cell disease',
  chance: (chart) => (chart.person.race === 'black' ? 0.08 : 0.002),
  tell(chart, routine) {
    const { birth, historyStart } = chart.person;
    chart.body.set('hemoglobin', () => 8.6);
    routine.follow({ from: historyStart, everyDays: 182, panels: [['bloodCount', 180]] });
    chart.atVisit(historyStart, (visit) => {
      diagnose(chart, visit, 'sickleCell', { onset: birth, onsetAs: 'date' });
    });
    const days = { from: historyStart + 200, to: chart.end, every: 420 };
    visitsFrom(chart, days, urgentVisit(chart), (visit) => {
      const reason = diagnose(chart, visit, 'sickleCell', { onset: birth, onsetAs: 'date' });
      measure(chart, visit, 'pain', 'oxygen');
      takePanel(chart, visit, 'bloodCount');
      prescribe(chart, visit, 'ibuprofen', { reason, until: visit.day + 10 });
    });
  },
};
