/** Consent rules beside the relations: kept with each commit, found by patient and by party. */
import { describe, expect, it } from 'vitest';
import { permits } from '../../subgraphs/shared/consent-predicate.js';
import { CONSENT_RULES, type ConsentRuleDocument } from '../../subgraphs/shared/consent-rule.js';
import { createWorld, type Resource } from '../support/world.js';
import { actor, coded, viewerOf } from './support.js';

const sharing = (more: object = {}): Resource => ({
  resourceType: 'Consent',
  id: 'sharing',
  status: 'active',
  scope: coded('patient-privacy'),
  patient: { reference: 'Patient/p' },
  provision: { type: 'permit', actor: [actor('Organization/clinic')] },
  ...more,
});

describe('the rules of consents', async () => {
  const world = await createWorld();
  const collection = world.databases.of('administrative').native.collection<ConsentRuleDocument>(CONSENT_RULES);
  const opened = async () =>
    permits(await collection.find({ patient: 'p' }).toArray(), viewerOf('Organization/clinic'));

  it('come with the commit of the consent, and are taken back with the commit that withdraws it', async () => {
    await world.tell(sharing());
    expect(await collection.find().toArray()).toEqual([
      {
        _id: 'sharing',
        version: 1,
        patient: 'p',
        parties: ['Organization/clinic'],
        rule: { type: 'permit', recipients: ['Organization/clinic'], reads: true, unclear: false, except: [] },
      },
    ]);
    expect(await opened()).toHaveLength(1);
    await world.tell(sharing({ status: 'inactive' }));
    expect(await opened()).toEqual([]);
    expect(await collection.findOne({ _id: 'sharing' })).toMatchObject({ version: 2, parties: [], rule: null });
  });

  it('are taken back by a version that is nobody’s', async () => {
    await world.tell(sharing({ id: 'moved' }));
    expect(await opened()).toHaveLength(1);
    await world.tell(sharing({ id: 'moved', patient: { display: 'somebody' } }));
    expect(await opened()).toEqual([]);
  });

  it('stay while the read model is rebuilt, and end as they were', async () => {
    await world.tell(sharing({ id: 'kept', provision: { type: 'deny', provision: [{ period: { end: '2030' } }] } }));
    const before = await collection.find({}, { raw: true }).sort({ _id: 1 }).toArray();
    const counts: number[] = [];
    const counting: Promise<unknown>[] = [];
    await world.writer.rebuild(() => counting.push(collection.countDocuments().then((count) => counts.push(count))));
    await Promise.all(counting);
    expect(new Set(counts)).toEqual(new Set([before.length]));
    expect(await collection.find({}, { raw: true }).sort({ _id: 1 }).toArray()).toEqual(before);
  });

  it('are found by index', async () => {
    const indexes = await collection.indexes();
    expect(indexes.map(({ key }) => Object.keys(key).join())).toEqual(expect.arrayContaining(['patient', 'parties']));
  });
});
