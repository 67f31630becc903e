import { curve } from './body.js';
import type { Chart } from './chart.js';

/** Median weight (kg) and height (cm) by age in months, girls and boys taken together; our own round figures. */
const GROWTH: readonly (readonly [months: number, weight: number, height: number, head: number])[] = [
  [0, 3.4, 50, 34.5],
  [3, 6.1, 61, 40.5],
  [6, 7.7, 67, 43],
  [12, 9.7, 76, 46],
  [24, 12.3, 87, 48.5],
  [48, 16.3, 102, 50],
  [72, 20.5, 115, 51],
  [96, 25.8, 128, 52],
  [120, 32, 138, 52.5],
  [144, 41, 150, 53.5],
  [168, 51, 161, 54.5],
  [192, 60, 169, 55],
  [216, 66, 172, 55.5],
];

/** Puts weight, height and blood pressure on the curves of the person's age and sex. */
export function grow(chart: Chart): void {
  const { birth, sex } = chart.person;
  const scale = chart.random.between(0.9, 1.13);
  const tall = (sex === 'male' ? 1.03 : 0.965) * (0.975 + scale / 40);
  const at = (months: number) => birth + Math.round(months * 30.4);
  const adult = sex === 'male' ? 82 : 69;
  const gain = chart.random.between(-0.02, 0.16);
  chart.body.set('height', curve(GROWTH.map(([months, , height]) => [at(months), height * (months > 150 ? tall : 1)])));
  chart.body.set('headCircumference', curve(GROWTH.map(([months, , , head]) => [at(months), head])));
  chart.body.set(
    'weight',
    curve([
      ...GROWTH.map(([months, weight]) => [at(months), weight * scale] as const),
      [at(300), adult * scale],
      [at(600), adult * scale * (1 + gain)],
      [at(840), adult * scale * (1 + gain)],
      [at(1100), adult * scale * (0.88 + gain)],
    ]),
  );
  const young = curve([
    [at(36), 94],
    [at(120), 104],
    [at(216), 114],
    [at(480), 119],
    [at(840), 128],
  ]);
  const own = chart.random.between(-5, 6);
  chart.body.set('systolic', (day) => young(day) + own);
  chart.body.set('diastolic', (day) => young(day) * 0.63 + own / 2);
  chart.body.set(
    'heartRate',
    curve([
      [at(0), 140],
      [at(12), 118],
      [at(72), 92],
      [at(200), 74],
    ]),
  );
  chart.body.set(
    'kidneyFiltration',
    curve([
      [at(240), 112],
      [at(600), 92],
      [at(1000), 68],
    ]),
  );
  tieLabs(chart);
}

/** Laboratory values that hang together, whatever curves their parts are on. */
function tieLabs({ body }: Chart): void {
  body.set('creatinine', (day) => 0.45 + 36 / Math.max(4, body.level('kidneyFiltration', day)));
  body.set('glucose', (day) => 28.7 * body.level('hba1c', day) - 58);
  body.set(
    'cholesterol',
    (day) => body.level('ldl', day) + body.level('hdl', day) + body.level('triglycerides', day) / 5,
  );
}
