/** Mutants of which records: scopes widened, labels held that are not, rules forgotten. */
import { type AccessSettings, DEFAULT_ACCESS } from '../../schema/policy/access-settings.js';
import { CLEARANCES, type Clearance } from '../../schema/policy/clearances.js';
import { ALL_LABELS, type Label } from '../../schema/policy/labels.js';
import { rowScope } from '../../schema/policy/row-scopes.js';
import { PURPOSES_OF_ROLE, ROLES, type Role, type Viewer } from '../../schema/policy/viewer.js';
import { recordPredicate } from '../../subgraphs/shared/access/record-predicate.js';
import type { ScopingRules } from '../../subgraphs/shared/access/row-scoping.js';
import type { Databases } from '../../subgraphs/shared/databases.js';
import { allKinds } from '../../subgraphs/shared/record-kind.js';
import type { TwinRecord } from '../prove/twin-records.js';
import { isVisible, VIEWERS } from '../prove/visible.js';
import type { Who } from '../support/world.js';
import { LABEL_RECORDS, NOW, shouldSee } from './label-world.js';
import type { Mutant } from './mutant.js';
import { seenOf } from './seen.js';

const SETTINGS: AccessSettings = { ...DEFAULT_ACCESS, now: () => NOW };

export interface Worlds {
  /** A world with every kind of record, of the houses and of elsewhere. */
  readonly kinds: Databases;
  readonly records: readonly TwinRecord[];
  readonly labels: Databases;
}

function viewerOf(role: Role, { organization = null, patient = null, subject }: NullableWho): Viewer {
  const width = role === 'clinician' ? 'NETWORK' : null;
  return {
    subject: subject ?? 'somebody',
    role,
    organization,
    patient,
    purpose: PURPOSES_OF_ROLE[role][0],
    tokenId: null,
    width,
  };
}

type NullableWho = { readonly [K in keyof Who]: Who[K] | null };

const LABEL_VIEWERS: Readonly<Record<Role, NullableWho>> = {
  ...VIEWERS,
  clinician: { organization: 'north', subject: 'doctor' },
  patient: { patient: 'ann' },
};

/** Whether the role sees, of the world of all kinds, anything that was said by hand to be hidden from it. */
export async function overseesKinds(worlds: Worlds, role: Role, weakened: Partial<ScopingRules>): Promise<boolean> {
  const told = worlds.records.map((record) => record.told);
  const who = VIEWERS[role];
  const viewer = viewerOf(role, { ...who, patient: role === 'patient' ? (who.patient ?? null) : null });
  const seen = await seenOf({ databases: worlds.kinds, viewer, settings: SETTINGS, weakened }, told);
  return told.some((one) => seen.has(`${one.kind}/${one.id}`) && !isVisible(role, one));
}

/** Whether the role sees other records of the world of labels than was said by hand. */
export async function misseesLabels(
  worlds: Worlds,
  role: Role,
  weakened: Partial<ScopingRules>,
  settings: AccessSettings = SETTINGS,
): Promise<string[]> {
  const viewer = viewerOf(role, LABEL_VIEWERS[role]);
  const seen = await seenOf({ databases: worlds.labels, viewer, settings, weakened }, LABEL_RECORDS);
  return LABEL_RECORDS.flatMap((told) => {
    const key = `${told.kind}/${told.id}`;
    return seen.has(key) === shouldSee(role, told) ? [] : [`${seen.has(key) ? 'sees' : 'misses'} ${key}`];
  });
}

export function scopeMutants(worlds: Worlds): Mutant[] {
  return [...scopesWidened(worlds), ...clearancesWidened(worlds), ...rulesForgotten(worlds)];
}

/** Each kind put into everybody's reach, for each role that does not have all of it. */
function scopesWidened(worlds: Worlds): Mutant[] {
  return ROLES.flatMap((role) => {
    const viewer = viewerOf(role, VIEWERS[role]);
    return allKinds()
      .filter(({ kind }) => rowScope(viewer, kind).reach !== 'all')
      .map(({ kind }) => ({
        name: `${role} reaches every ${kind}`,
        caught: () =>
          overseesKinds(worlds, role, {
            rowScope: (asking, asked) =>
              asking.role === role && asked === kind ? { reach: 'all' } : rowScope(asking, asked),
          }),
      }));
  });
}

/** Roles whose clearances the world of labels tells apart. Agencies and analysts reach no record at all. */
const CLEARED = ['clinician', 'registrar', 'biller', 'insurer', 'patient'] as const satisfies readonly Role[];

/** Of others' records a biller reaches none, and a registrar none of a practice but bookings, told of in the tests. */
const OF_OTHERS: ReadonlySet<Role> = new Set(['clinician', 'insurer', 'patient']);

/** Counselling notes are of the chart, which a clinician's organisation writes and a patient does not. */
function isOwn(role: Role, label: Label): boolean {
  return label !== 'SUDCN' || role === 'clinician';
}

/** They bear SUD as well, which keeps them from other clinicians already. */
function isOfOthers(role: Role, label: Label): boolean {
  return label !== 'SUDCN' || role === 'patient';
}

function clearancesWidened(worlds: Worlds): Mutant[] {
  return CLEARED.flatMap((role) => {
    const { own, others, named, boundByConsent } = CLEARANCES[role];
    const add = (list: 'own' | 'others', label: Label): Mutant =>
      cleared(worlds, role, `${role} holds ${label} (${list})`, { [list]: [...CLEARANCES[role][list], label] });
    const without = (label: Label): Mutant =>
      cleared(worlds, role, `${role} needs ${label} not named`, { named: named.filter((one) => one !== label) });
    return [
      ...ALL_LABELS.filter((label) => !own.includes(label) && isOwn(role, label)).map((label) => add('own', label)),
      ...(OF_OTHERS.has(role)
        ? ALL_LABELS.filter((label) => !others.includes(label) && isOfOthers(role, label))
        : []
      ).map((label) => add('others', label)),
      ...(OF_OTHERS.has(role) ? named.filter((label) => label !== 'SUDCN').map(without) : []),
      ...(boundByConsent ? [cleared(worlds, role, `${role} is not bound by consent`, { boundByConsent: false })] : []),
    ];
  });
}

function cleared(worlds: Worlds, role: Role, name: string, change: Partial<Clearance>): Mutant {
  const clearances = { ...CLEARANCES, [role]: { ...CLEARANCES[role], ...change } };
  const weakened: Partial<ScopingRules> = {
    recordPredicate: (viewer, kind, access, settings) => recordPredicate(viewer, kind, access, settings, clearances),
  };
  return { name, caught: async () => (await misseesLabels(worlds, role, weakened)).length > 0 };
}

type Predicate = ScopingRules['recordPredicate'];

const FORGOTTEN: readonly [string, Role, Predicate][] = [
  ['width', 'clinician', (viewer, ...rest) => recordPredicate({ ...viewer, width: 'PRACTICE' }, ...rest)],
  ['consents', 'clinician', (viewer, kind, access, s) => recordPredicate(viewer, kind, { ...access, rules: [] }, s)],
  ['consents', 'insurer', (viewer, kind, access, s) => recordPredicate(viewer, kind, { ...access, rules: [] }, s)],
  [
    'that a glass is broken',
    'clinician',
    (v, kind, access, s) => recordPredicate(v, kind, { ...access, breakGlass: null }, s),
  ],
  [
    'that no glass is broken',
    'clinician',
    (viewer, kind, access, settings) =>
      recordPredicate(viewer, kind, { ...access, breakGlass: { patient: '', until: settings.now() } }, settings),
  ],
  ['everything', 'clinician', () => ({})],
  ['everything', 'registrar', () => ({})],
  ['everything', 'biller', () => ({})],
  ['everything', 'insurer', () => ({})],
  ['everything', 'patient', () => ({})],
];

function rulesForgotten(worlds: Worlds): Mutant[] {
  const timeless = { ...SETTINGS, reachDays: 1_000_000 };
  const optIn = { ...SETTINGS, consentModel: 'opt-in' as const };
  return [
    ...FORGOTTEN.map(([what, role, predicate]) => ({
      name: `${role}: ${what} forgotten`,
      caught: async () => (await misseesLabels(worlds, role, { recordPredicate: predicate })).length > 0,
    })),
    {
      name: 'care never ends',
      caught: async () => (await misseesLabels(worlds, 'clinician', {}, timeless)).length > 0,
    },
    {
      name: 'opt-out taken for opt-in',
      caught: async () => (await misseesLabels(worlds, 'clinician', {}, optIn)).length > 0,
    },
  ];
}
