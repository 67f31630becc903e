import { expect, it } from 'vitest';
import { openDemoWorld } from '../journeys/demo-world.js';

const demo = await openDemoWorld(200);

it('answers an analyst about the demo data', async () => {
  const analyst = await demo.first('analyst');
  const row = await demo.world.databases.population.collection('people').findOne({ 'costs.2': { $exists: true } });
  console.log(JSON.stringify(row).slice(0, 3000));
  const a = await analyst.ask(`{
    cohort(where: { condition: { group: DIABETES_TYPE_2 } }) {
      size { people suppressed }
      breakdown(by: [SEX, AGE_BAND]) { values people }
      trend(of: { encounter: { class: AMBULATORY } }, years: { from: 2020, to: 2026 }) { year people }
      distribution(of: { code: "4548-4", unit: "%" }) { from to people }
      costs(of: PAID, by: [YEAR]) { values people mean total }
      top(of: CONDITION_GROUP) { value people }
      compare(with: { sex: [FEMALE] }) { both { size { people } } second { size { people } costs(of: BILLED) { mean total suppressed } } }
    }
  }`);
  console.log(JSON.stringify(a.data, null, 1), JSON.stringify(a.errors));
  const agency = await demo.first('agency');
  const b = await agency.ask(`{ conditionCounts { category people } populationUtilization { class year people }
   populationSpending(by: [SERVICE_CATEGORY]) { values people mean total } immunizationCoverage { vaccine ageBand people share } screeningCoverage { screening due done share } }`);
  console.log(JSON.stringify(b.data), JSON.stringify(b.errors));
  expect(a.errors).toBeUndefined();
});
