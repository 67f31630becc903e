import type { Kinds } from '../../../subgraphs/exchange/import/run-import.js';
import { runImport } from '../../../subgraphs/exchange/import/run-import.js';
import { DEFAULT_SOURCE } from '../../../subgraphs/exchange/normalise/references.js';
import type { Progress } from '../../../subgraphs/exchange/report/progress.js';
import type { CommitRequest, Verdict } from '../../../subgraphs/shared/commits.js';

/** Remembers commits, and says of each version what the real writer would say. */
export class FakeWriter {
  readonly commits: CommitRequest[] = [];
  /** 'Type/id' to its texts, oldest first. */
  readonly records = new Map<string, string[]>();
  /** Waited for before a commit is taken. */
  before: (request: CommitRequest) => Promise<void> = async () => {};

  async write(request: CommitRequest): Promise<Verdict[]> {
    await this.before(request);
    this.commits.push(request);
    return request.versions.map(({ kind, id, text }): Verdict => {
      const texts = this.records.get(`${kind}/${id}`) ?? [];
      if (texts.includes(text)) return 'unchanged';
      this.records.set(`${kind}/${id}`, [...texts, text]);
      return texts.length === 0 ? 'new' : 'changed';
    });
  }
}

/** As the real catalogue, for a few kinds. */
export const someKinds: Kinds = {
  subgraphOf: (kind) =>
    kind === 'Claim' ? 'financial' : ['Patient', 'Organization'].includes(kind) ? 'administrative' : 'clinical',
  isMapped: (kind) => ['Patient', 'Organization', 'Observation', 'Claim'].includes(kind),
  patientElement: (kind) => ({ Patient: 'id', Organization: null, Observation: 'subject', Claim: 'patient' })[kind],
};

export class QuietProgress implements Progress {
  readonly lines: string[] = [];
  start(): void {}
  read(): void {}
  done(): void {}
  line(text: string): void {
    this.lines.push(text);
  }
  stop(): void {}
}

export async function importInto(writer: FakeWriter, paths: string[], source = DEFAULT_SOURCE) {
  const progress = new QuietProgress();
  const summary = await runImport({ paths, source, writer, kinds: someKinds, progress });
  return { summary, lines: progress.lines };
}
