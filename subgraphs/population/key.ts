/** The secret of a population: makes pseudonyms, buckets and noise. Whoever has it and the record can undo all three. */
import { createHmac, randomBytes } from 'node:crypto';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const FILE = 'population.key';
const BYTES = 32;

export class PopulationKey {
  readonly #secret: Buffer;

  constructor(secret: Buffer) {
    if (secret.length < BYTES) throw new Error('the key of the population has 32 bytes or more');
    this.#secret = secret;
  }

  static random(): PopulationKey {
    return new PopulationKey(randomBytes(BYTES));
  }

  /** 32 bytes that only this key gives for these words. */
  digest(purpose: string, ...words: readonly string[]): Buffer {
    const mac = createHmac('sha256', this.#secret).update(purpose);
    for (const word of words) mac.update('\0').update(word);
    return mac.digest();
  }

  /** Numbers from 0 up to 1, the same for the same words. */
  draws(purpose: string, ...words: readonly string[]): (index: number) => number {
    const digest = this.digest(purpose, ...words);
    return (index) => digest.readUInt32BE(4 * index) / 2 ** 32;
  }
}

/** The key in the data directory, made when there is none. Two that begin at once agree on the first. */
export async function openPopulationKey(dataDir: string): Promise<PopulationKey> {
  const path = join(dataDir, FILE);
  await mkdir(dataDir, { recursive: true });
  try {
    await writeFile(path, randomBytes(BYTES), { flag: 'wx', mode: 0o600 });
    await chmod(path, 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return new PopulationKey(await readFile(path));
}
