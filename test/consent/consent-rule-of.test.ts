/** What a FHIR R4 Consent says to readers of the record. */
import { describe, expect, it } from 'vitest';
import { actor, coded, consentOf, provides, ruleOf } from './support.js';

const RESOURCE_TYPES = 'http://hl7.org/fhir/resource-types';

describe('a consent that is not in force', () => {
  it.each(['draft', 'proposed', 'rejected', 'inactive', 'entered-in-error', undefined])(
    'says nothing: %s',
    (status) => {
      expect(provides({ type: 'deny' }, { status })).toMatchObject({ rule: null, parties: [] });
    },
  );
});

describe('the scope', () => {
  it.each(['treatment', 'adr'])('of another matter says nothing about reading: %s', (scope) => {
    expect(provides({ type: 'deny' }, { scope: coded(scope) }).rule).toBeNull();
  });

  it.each([undefined, coded('our-own')])('that is not known binds by what it denies alone', (scope) => {
    expect(provides({ type: 'permit' }, { scope }).rule).toBeNull();
    expect(ruleOf({ type: 'deny', provision: [{ type: 'permit' }] }, { scope })).toMatchObject({
      type: 'deny',
      unclear: true,
    });
    expect(ruleOf({ type: 'permit', provision: [{ type: 'deny' }] }, { scope })).toMatchObject({
      unclear: true,
      except: [{ type: 'deny', unclear: false }],
    });
  });

  it('of research speaks of research, whatever purposes it names', () => {
    const research = { scope: coded('research') };
    expect(ruleOf({ type: 'permit' }, research).purposes).toEqual(['HRESCH']);
    expect(ruleOf({ type: 'deny', purpose: [{ code: 'TREAT' }] }, research).purposes).toEqual(['HRESCH']);
    expect(ruleOf({ type: 'deny', purpose: [{ code: 'CLINTRCH' }] }, research).purposes).toEqual(['CLINTRCH']);
  });
});

describe('the policy', () => {
  it.each([
    ['OPTIN', 'permit'],
    ['OPTOUT', 'deny'],
    ['hipaa-self-pay', 'deny'],
  ])('%s alone is a rule for everybody: %s', (code, type) => {
    expect(consentOf({ policyRule: coded(code) })).toMatchObject({
      parties: ['any'],
      rule: { type, unclear: false, base: true, except: [] },
    });
  });

  it('says which way a root without a type goes', () => {
    const period = { start: '2020', end: '2021' };
    expect(ruleOf({ period }, { policyRule: coded('OPTIN') })).toMatchObject({ type: 'permit', unclear: false });
    expect(ruleOf({ actor: [actor('Organization/1')] }, { policyRule: coded('OPTOUT') })).toMatchObject({
      type: 'deny',
      recipients: ['Organization/1'],
      unclear: false,
    });
  });

  it('is what a root of the other type is an exception from', () => {
    const optedOut = ruleOf({ type: 'permit', actor: [actor('Organization/1')] }, { policyRule: coded('OPTOUT') });
    expect(optedOut).toMatchObject({ type: 'deny', base: true, except: [{ recipients: ['Organization/1'] }] });
    expect(optedOut.recipients).toBeUndefined();
    const optedIn = ruleOf({ type: 'deny', actor: [actor('Organization/1')] }, { policyRule: coded('OPTIN') });
    expect(optedIn).toMatchObject({ type: 'permit', base: true, except: [{ type: 'deny' }] });
  });

  it('is told more closely by a root of its own type', () => {
    const rule = ruleOf({ type: 'deny', actor: [actor('Organization/1')] }, { policyRule: coded('OPTOUT') });
    expect(rule).toMatchObject({ type: 'deny', recipients: ['Organization/1'] });
    expect(rule.base).toBeUndefined();
  });

  it('of emergencies alone denies all else', () => {
    expect(consentOf({ policyRule: coded('EMRGONLY') }).rule).toMatchObject({
      type: 'deny',
      except: [{ type: 'permit', purposes: ['ETREAT'] }],
    });
  });

  it('that nobody knows leaves a root without a type: it may deny whom it picks out, and says nothing else', () => {
    expect(provides({ period: { start: '2020' } }).rule).toBeNull();
    expect(consentOf({ policyRule: coded('our-policy') }).rule).toBeNull();
    expect(ruleOf({ actor: [actor('Organization/1')] })).toMatchObject({
      type: 'deny',
      unclear: true,
      recipients: ['Organization/1'],
    });
  });

  it('of an opt-in may leave out what a root without a type picks out and says no more of', () => {
    const optIn = { policyRule: coded('OPTIN') };
    expect(ruleOf({ data: [{ meaning: 'instance', reference: { reference: 'Observation/1' } }] }, optIn)).toMatchObject(
      {
        type: 'deny',
        unclear: true,
        records: ['Observation/1'],
      },
    );
    expect(ruleOf({ actor: [actor('Organization/1')], provision: [{ class: [] }] }, optIn)).toMatchObject({
      type: 'permit',
      except: [{ type: 'deny' }],
    });
  });
});

describe('exceptions', () => {
  it('without a type go against what they are exceptions from, at any depth', () => {
    const rule = ruleOf({ type: 'permit', provision: [{ provision: [{ provision: [{}] }] }] });
    expect(rule.except[0]?.type).toBe('deny');
    expect(rule.except[0]?.except[0]?.type).toBe('permit');
    expect(rule.except[0]?.except[0]?.except[0]?.type).toBe('deny');
  });

  it('deeper than anybody writes them deny', () => {
    let provision: object = { type: 'permit' };
    for (let depth = 0; depth < 200; depth++) provision = { type: 'permit', provision: [provision] };
    const depths: string[] = [];
    for (let rule = ruleOf(provision); rule; rule = rule.except[0] as typeof rule) depths.push(rule.type);
    expect(depths).toEqual([...Array<string>(8).fill('permit'), 'deny']);
  });
});

describe('whom a provision concerns', () => {
  it('is who receives, and whose records they are', () => {
    const rule = ruleOf({
      type: 'deny',
      actor: [
        actor('Organization/1', 'PRCP'),
        actor('Practitioner/2', 'IRCP'),
        { reference: { reference: 'CareTeam/3' } },
        actor('Organization/4', 'CST'),
        actor('Organization/5', 'AUT'),
      ],
    });
    expect(rule.recipients).toEqual(['CareTeam/3', 'Organization/1', 'Practitioner/2']);
    expect(rule.writers).toEqual(['4', '5']);
    expect(rule.unclear).toBe(false);
  });

  it('is unclear where an actor leads to nobody, in a role nobody knows, or is a person who wrote', () => {
    const unclear = [
      { role: coded('IRCP'), reference: { display: 'The clinic' } },
      { role: coded('IRCP'), reference: { reference: 'urn:uuid:1' } },
      actor('Organization/~0123', 'IRCP'),
      actor('Organization/1', 'XYZ'),
      actor('Practitioner/1', 'AUT'),
      'Organization/1',
    ];
    for (const one of unclear) {
      const rule = ruleOf({ type: 'deny', actor: [one, actor('Organization/9')] });
      expect(rule).toMatchObject({ unclear: true });
      expect(rule.recipients).toBeUndefined();
    }
  });

  it('is found by lists over people: parties at any depth, and anybody where nobody is named', () => {
    const inner = { type: 'deny', actor: [actor('RelatedPerson/2')] };
    expect(provides({ type: 'permit', provision: [inner] }).parties).toEqual(['RelatedPerson/2', 'any']);
    expect(provides({ type: 'permit', actor: [actor('Organization/1')], provision: [{}] }).parties).toEqual([
      'Organization/1',
    ]);
    expect(provides({ type: 'deny', actor: [actor('PractitionerRole/1')] }).parties).toEqual([
      'PractitionerRole/1',
      'any',
    ]);
  });
});

describe('when a provision applies', () => {
  it('includes both ends: a day is the whole day, a month the whole month', () => {
    expect(ruleOf({ type: 'deny', period: { start: '2025-03', end: '2025-04-02' } })).toMatchObject({
      from: new Date('2025-03-01T00:00:00.000Z'),
      until: new Date('2025-04-02T23:59:59.999Z'),
    });
    expect(ruleOf({ type: 'deny', dataPeriod: { start: '2019', end: '2020' } })).toMatchObject({
      dataFrom: new Date('2019-01-01T00:00:00.000Z'),
      dataUntil: new Date('2020-12-31T23:59:59.999Z'),
    });
  });

  it.each([{ start: 'soon' }, { end: '2020-13' }, { start: '2021', end: '2020' }, '2020', [{ start: '2020' }]])(
    'is always where a period is none: %j',
    (period) => {
      const rule = ruleOf({ type: 'deny', period });
      expect(rule.unclear).toBe(true);
      expect(rule.from ?? rule.until).toBeUndefined();
    },
  );
});

describe('what a provision is about', () => {
  it('is reading, where it names an action by which a record is read', () => {
    const reads = (type: string, ...actions: string[]) =>
      ruleOf({ type, action: actions.map((action) => coded(action)) }).reads;
    expect(reads('permit', 'access')).toBe(true);
    expect(reads('permit', 'disclose', 'correct')).toBe(true);
    expect(reads('permit', 'collect')).toBe(false);
    expect(reads('deny', 'collect')).toBe(true);
    expect(reads('deny', 'correct')).toBe(false);
    expect(ruleOf({ type: 'deny', action: [coded('correct'), coded('burn')] })).toMatchObject({
      reads: true,
      unclear: true,
    });
  });

  it('is our label for each that it names, and unclear where one is not ours', () => {
    const label = (code: string) => ({ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code });
    expect(ruleOf({ type: 'deny', securityLabel: [label('STD'), label('HIV'), label('SEX')] })).toMatchObject({
      labels: ['HIV', 'SEX'],
      unclear: false,
    });
    const rule = ruleOf({ type: 'deny', securityLabel: [label('HIV'), label('NOVEL')] });
    expect(rule.unclear).toBe(true);
    expect(rule.labels).toBeUndefined();
  });

  it('is resource types, by name or by a profile that ends in one', () => {
    const classes = (...list: object[]) => ruleOf({ type: 'deny', class: list });
    expect(
      classes(
        { system: RESOURCE_TYPES, code: 'Observation' },
        { system: 'urn:ietf:rfc:3986', code: 'http://hl7.org/fhir/StructureDefinition/Condition' },
      ),
    ).toMatchObject({ kinds: ['Condition', 'Observation'], unclear: false });
    expect(classes({ system: 'urn:ietf:bcp:13', code: 'application/hl7-cda+xml' })).toMatchObject({ unclear: true });
    expect(classes({ system: 'http://loinc.org', code: '11488-4' })).toMatchObject({
      codes: ['http://loinc.org|11488-4'],
      unclear: false,
    });
    const mixed = classes({ system: 'http://loinc.org', code: '11488-4' }, { system: RESOURCE_TYPES, code: 'Claim' });
    expect(mixed.unclear).toBe(true);
    expect(mixed.codes ?? mixed.kinds).toBeUndefined();
  });

  it('is codes with their systems', () => {
    const code = [
      {
        coding: [
          { system: 's', code: '2' },
          { system: 't', code: '1' },
        ],
      },
    ];
    expect(ruleOf({ type: 'deny', code })).toMatchObject({ codes: ['s|2', 't|1'], unclear: false });
    expect(ruleOf({ type: 'deny', code: [{ text: 'asthma' }] }).unclear).toBe(true);
    expect(ruleOf({ type: 'deny', code: [{ coding: [{ code: '2' }] }] }).unclear).toBe(true);
  });

  it('is records, or what an organisation wrote; with what a record refers to it is unclear', () => {
    const data = (...list: [string, string][]) =>
      ruleOf({ type: 'deny', data: list.map(([meaning, reference]) => ({ meaning, reference: { reference } })) });
    expect(data(['dependents', 'Encounter/1'], ['instance', 'Claim/1']).records).toEqual(['Claim/1', 'Encounter/1']);
    expect(data(['authoredby', 'Organization/1'])).toMatchObject({ writers: ['1'], unclear: false });
    expect(data(['related', 'Encounter/1']).unclear).toBe(true);
    expect(data(['authoredby', 'Practitioner/1']).unclear).toBe(true);
    expect(data(['authoredby', 'Organization/1'], ['instance', 'Claim/1']).unclear).toBe(true);
  });

  it('keeps purposes as sent, and those of other systems apart', () => {
    const purpose = [
      { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' },
      { code: 'HPAYMT' },
      { system: 'urn:x', code: 'TREAT' },
    ];
    expect(ruleOf({ type: 'deny', purpose }).purposes).toEqual(['HPAYMT', 'TREAT', 'urn:x|TREAT']);
  });
});

describe('a consent that was verified with nobody', () => {
  it('permits nothing and still denies', () => {
    const verification = [{ verified: false }, { verified: false }];
    expect(provides({ type: 'permit' }, { verification }).rule).toBeNull();
    expect(provides({ type: 'deny' }, { verification }).rule).toMatchObject({ type: 'deny' });
    expect(ruleOf({ type: 'permit' }, { verification: [{ verified: false }, { verified: true }] }).unclear).toBe(false);
  });
});

describe('a provision of no shape that we know', () => {
  it.each([null, 'deny', [{ type: 'permit' }], { type: 'refuse' }, { type: 1 }])(
    'denies everybody: %j',
    (provision) => {
      expect(provides(provision as object)).toMatchObject({ parties: ['any'], rule: { type: 'deny', unclear: true } });
    },
  );
});
