/** `npm run examples`: writes the types of the example clients anew. */
import { writeFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { EXAMPLES, generate } from './generate.js';

const HELP = `Usage: npm run examples

Writes test/examples/*/operations.generated.ts anew: the types of each example client's operations against the schema of
its role. A test fails while they are stale.`;

async function main(): Promise<void> {
  if (process.argv.includes('--help')) return console.log(HELP);
  for (const example of EXAMPLES) {
    const folder = pathToFileURL(`${process.cwd()}/test/examples/${example.folder}/`);
    writeFileSync(
      new URL('operations.generated.ts', folder),
      await generate(example, new URL('operations.graphql', folder)),
    );
    console.log(`test/examples/${example.folder}/operations.generated.ts`);
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the examples could not be written');
  process.exitCode = 1;
});
