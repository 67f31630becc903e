/** The consents of the demo's stories, as they bind those who ask. */
import { describe, expect, it } from 'vitest';
import type { Label } from '../../schema/policy/labels.js';
import { demoStories } from '../../subgraphs/exchange/demo/index.js';
import { permits } from '../../subgraphs/shared/consent-predicate.js';
import { demoWorld, ofType } from '../exchange/demo/demo-world.js';
import { consentOf, viewerOf } from './support.js';

const demo = demoWorld({ people: demoStories.length });

function rulesOf(patient: string) {
  return ofType(demo.charts.get(patient), 'Consent').map((consent) => consentOf(consent));
}

function namedTo(patient: string, organization: string, more: Parameters<typeof viewerOf>[1] = {}): Label[] {
  return permits(rulesOf(patient), viewerOf(`Organization/${organization}`, more)).flatMap(({ names }) => [...names]);
}

describe('bram', () => {
  it('opens substance use records to the hospital and his insurer, not to the practice he withdrew from', () => {
    expect(namedTo('bram-osei', 'larkspur-bay-hospital')).toEqual(['SUD']);
  });
});
