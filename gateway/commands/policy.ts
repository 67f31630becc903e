/** `npm run -s policy -- matrix|diff|explain`: the policy for those who sign it. */
import 'reflect-metadata';
import { diffCommand } from './policy-diff.js';
import { explainCommand } from './policy-explain.js';
import { matrixCommand } from './policy-matrix.js';

const HELP = `Usage: npm run -s policy -- COMMAND [options]

  matrix    who may see and change what
  diff      who gains and who loses what since a git revision
  explain   whether a role may see a field, and a viewer a record, with the reason of every wall

Each has a --help of its own.`;

async function main([command, ...args]: readonly string[]): Promise<void> {
  if (command === undefined || command === '--help' || command === '-h') {
    console.log(HELP);
    return;
  }
  if (command === 'matrix') console.log(await matrixCommand(args));
  else if (command === 'explain') console.log(await explainCommand(args));
  else if (command === 'diff') {
    const { text, exitCode } = await diffCommand(args);
    console.log(text);
    process.exitCode = exitCode;
  } else throw new Error(`policy knows matrix, diff and explain, not ${JSON.stringify(command)}. See --help.`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the policy could not be read');
  process.exitCode = 2;
});
