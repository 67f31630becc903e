import type { Chart } from '../chart.js';
import { find, takePanel } from '../measuring.js';
import { image, perform } from '../performing.js';
import { VISIT_REASONS } from '../tables/conditions.js';
import { diagnose } from '../treating.js';
import { visitOn, visitsFrom } from './ailment.js';

/** Screening as the age and sex ask for it, done by most people but not by all. */
export function screening(chart: Chart): void {
  const { historyStart, sex } = chart.person;
  const years = chart.age(chart.end);
  if (years >= 46 && years <= 76) colon(chart);
  if (sex === 'female' && years >= 41 && years <= 75 && chart.random.chance(0.7)) breast(chart);
  if (sex === 'female' && years >= 22 && years <= 65) {
    chart.atVisit(historyStart + chart.random.integer(0, 900), (visit) => {
      if (chart.random.chance(0.65))
        find(chart, visit, 'cervicalCytology', chart.random.chance(0.06) ? 'positive' : 'negative');
    });
  }
  if (sex === 'male' && years >= 55 && years <= 72 && chart.random.chance(0.4)) {
    chart.atVisit(historyStart + 300, (visit) => takePanel(chart, visit, 'prostate'));
  }
  if (years >= 20 && chart.random.chance(0.3)) {
    chart.atVisit(historyStart + chart.random.integer(0, 700), (visit) => {
      const positive = chart.random.chance(0.05);
      find(chart, visit, 'hepatitisC', positive ? 'positive' : 'negative');
      if (positive) diagnose(chart, visit, 'hepatitisC');
    });
  }
}

function colon(chart: Chart): void {
  const { historyStart } = chart.person;
  const way = chart.random.weighted([
    ['scope', 35],
    ['stool', 40],
    ['none', 25],
  ] as const);
  if (way === 'stool') {
    chart.atVisit(historyStart + 400, (visit) => {
      find(chart, visit, 'stoolBlood', chart.random.chance(0.07) ? 'positive' : 'negative');
    });
  }
  if (way !== 'scope') return;
  const day = chart.random.integer(historyStart, chart.end);
  visitOn(chart, day, { kind: 'procedure', need: 'surgery', reason: VISIT_REASONS.screening }, (visit) => {
    const polyp = chart.random.chance(0.3);
    perform(chart, visit, 'colonoscopy', undefined, polyp ? 'One polyp of 6 mm removed' : 'Normal to the cecum');
    if (polyp) perform(chart, visit, 'polypectomy', diagnose(chart, visit, 'colonPolyp', { until: visit.day }));
  });
}

function breast(chart: Chart): void {
  const first = chart.person.historyStart + chart.random.integer(20, 500);
  const request = { kind: 'procedure', need: 'radiology', reason: VISIT_REASONS.screening } as const;
  visitsFrom(chart, { from: first, to: chart.end, every: 740 }, request, (visit) => image(chart, visit, 'mammogram'));
}
