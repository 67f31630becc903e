/** What a clinician's frontend shows of a chart: every field it touches is known to be in the clinician's schema. */
import { ask, type Gateway } from '../client.js';
import { ChartDocument, type ProblemFragment } from './operations.generated.js';

function problemLine({ code, onsetDateTime }: ProblemFragment): string {
  return `${code?.text ?? 'unnamed'} since ${onsetDateTime ?? 'unknown'}`;
}

/** The lines of a chart page; null for a patient out of reach. */
export async function chartPage(gateway: Gateway, id: string): Promise<string[] | null> {
  const { patient } = await ask(gateway, ChartDocument, { id });
  if (!patient) return null;
  const [a1c] = patient.trend;
  const last = a1c?.points.at(-1)?.last;
  return [
    patient.displayName ?? 'unnamed',
    ...patient.conditions.nodes.map(problemLine),
    ...(last === undefined ? [] : [`HbA1c ${last.toFixed(1)} ${a1c?.unit ?? ''}`]),
  ];
}
