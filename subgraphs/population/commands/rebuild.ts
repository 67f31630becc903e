/** `npm run -s population:rebuild`: makes the population anew from the record, to the same bytes. */
import 'reflect-metadata';
import { stepProgressOn } from '../../exchange/report/line-progress.js';
import { openRecord } from '../../open-record.js';
import { countEverybody, PopulationBuilder } from '../build/population-builder.js';
import { openPopulationKey } from '../key.js';

const HELP = `Usage: npm run -s population:rebuild

Makes every row of the population anew from the record, to the same bytes, and takes out rows of people who are not in it
any more. What was told of the population is kept: the ledger of answers is not touched.
Reads MONGODB_URI and DATA_DIR like npm start, and may run beside it.`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(HELP);
  const dataDir = process.env['DATA_DIR'] || '.data';
  const record = await openRecord({
    uri: process.env['MONGODB_URI'] || null,
    dataDir,
    holder: 'chartlens population rebuild',
    share: true,
    log: (line: string) => console.error(line),
  });
  try {
    const { databases } = record;
    const builder = new PopulationBuilder({ databases, key: await openPopulationKey(dataDir) });
    const progress = stepProgressOn(process.stderr, 'population', 'people', await countEverybody(databases));
    const rows = await builder.rebuild((people) => progress.advance(people));
    progress.stop();
    await builder.stop();
    console.log(`${rows} people in the population`);
  } finally {
    await record.close();
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the rebuild of the population failed');
  process.exitCode = 1;
});
