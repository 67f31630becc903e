/** `npm run torture -- --rounds N`: kills writers and engines at random moments, and says what came of it. */
import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { torture } from './rounds.js';

const HELP = `Usage: npm run -s torture -- [--rounds N]

Sixteen writers write into a record of their own while, by turns, their process and the database engine are killed
(SIGKILL) at a random moment. After each of the N rounds (100 when left out): every acknowledged write is there exactly
once, what got no answer is sent again and is there at most once, no commit shows by halves, versions have no gap, the
chains of the audit trail verify; every tenth round the read model equals one built anew from the commits.

It takes about three seconds a round and leaves nothing behind. The exit code is 1 if anything was wrong.`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { rounds: { type: 'string', default: '100' }, help: { type: 'boolean' } } });
  if (values.help) return console.log(HELP);
  const rounds = Number(values.rounds);
  if (!Number.isInteger(rounds) || rounds < 1) throw new Error('--rounds takes a number from 1');
  let [acknowledged, unanswered, wrong] = [0, 0, 0];
  await torture(rounds, (round) => {
    acknowledged += round.acknowledged;
    unanswered += round.unanswered;
    wrong += round.wrong.length;
    const verdict = round.wrong.length === 0 ? 'as it should be' : `${round.wrong.length} WRONG`;
    console.error(
      `round ${round.number} of ${rounds}: ${round.victim} killed, ${round.acknowledged} writes acknowledged, ${round.unanswered} without an answer: ${verdict}`,
    );
    for (const sentence of round.wrong.slice(0, 10)) console.log(`round ${round.number}: ${sentence}`);
  });
  console.log(`${rounds} rounds, ${acknowledged} writes acknowledged, ${unanswered} without an answer, ${wrong} wrong`);
  if (wrong > 0) process.exitCode = 1;
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : 'the torture failed');
  process.exitCode = 1;
});
