/**
 * The records of one twin. Both twins of a role hold the same visible records with the same visible values; hidden values
 * differ, and hidden records come and go, so that their number and order differ too.
 */
import type { GraphQLSchema } from 'graphql';
import { allKinds, kindDefinition } from '../../subgraphs/shared/record-kind.js';
import { filledRecords } from '../support/filled-records.js';
import type { Resource } from '../support/world.js';
import { CHAPTERS, type Chapter, HOUSES, idIn, idOfHouse, OF_A_HOUSE, PEOPLE, toldOf } from './population.js';
import { settled } from './settled.js';
import { BILLED_DIAGNOSIS, type Eyes, isHidden, isVisible, mayComeAndGo, type Told } from './visible.js';

export interface TwinRecord {
  readonly told: Told;
  readonly resource: Resource;
}

/** Which twin: the left one, or the right one of some eyes. */
export type Twin = 'left' | Eyes;

/** Told of every value that is made, so that questions can be asked with it. */
export type Noted = (coordinate: string, element: string, value: string) => void;

const PAYERS = ['red', 'blue'] as const;
const MEDICINES = [0, 1, 2] as const;
/** Kinds that a self-paid visit has none of. */
const NEEDS_PAYER: ReadonlySet<string> = new Set(['Coverage', 'ExplanationOfBenefit']);

export function twinRecords(schemas: readonly GraphQLSchema[], twin: Twin, noted: Noted = () => {}): TwinRecord[] {
  const records: TwinRecord[] = [];
  const add = (kind: string, told: Told, idOf: (kind: string) => string, chapter: Chapter) => {
    if (!isThere(twin, told)) return;
    const filling = fillingOf(twin, told, idOf, noted);
    const [resource] = filledRecords(schemas, filling, [kind]);
    if (resource) records.push({ told, resource: settled(resource, told, chapter) });
  };
  for (const [kind, id, chapter] of placesAndMedicines()) {
    const told: Told = { ...toldOf(kind, chapter, id), patient: null };
    add(kind, told, (other) => (other === kind ? id : idFor(other, chapter)), chapter);
  }
  PEOPLE.forEach((patient, n) => {
    const chapter: Chapter = { patient, house: n < 4 ? 'north' : 'south', payer: n < 4 ? 'red' : 'blue', n: 0 };
    add('Patient', toldOf('Patient', chapter, patient), (kind) => idFor(kind, chapter), chapter);
  });
  const kinds = allKinds().filter(({ kind, patient }) => patient && kind !== 'Patient');
  for (const chapter of CHAPTERS)
    for (const { kind } of kinds) {
      if (chapter.payer === null && NEEDS_PAYER.has(kind)) continue;
      add(kind, toldOf(kind, chapter, idIn(kind, chapter)), (other) => idFor(other, chapter), chapter);
    }
  return records;
}

function placesAndMedicines(): [string, string, Chapter][] {
  const of = (house: string, n = 0) => ({ patient: '', house, payer: null, n }) as Chapter;
  return [
    ...[...HOUSES, ...PAYERS].map((name): [string, string, Chapter] => ['Organization', name, of(name)]),
    ...HOUSES.flatMap((house) =>
      OF_A_HOUSE.map((kind): [string, string, Chapter] => [kind, idOfHouse(kind, house), of(house)]),
    ),
    ...MEDICINES.map((n): [string, string, Chapter] => ['Medication', `medication-${n}`, of('north', n)]),
  ];
}

function idFor(kind: string, chapter: Chapter): string {
  if (kind === 'Patient') return chapter.patient;
  if (kind === 'Medication') return `medication-${chapter.n % MEDICINES.length}`;
  return kindDefinition(kind)?.patient ? idIn(kind, chapter) : idOfHouse(kind, chapter.house);
}

/** A record that the role may not see is in the left twin, in the right one, or in both and not the same. */
function isThere(twin: Twin, told: Told): boolean {
  const fate = hash(`${told.kind}/${told.id}`) % 3;
  // The left twin is everybody's: each role's right one is what differs from it, by what is hidden from the role.
  if (twin === 'left') return told.patient === null || !isOnlyRight(told);
  return isVisible(twin, told) || !mayComeAndGo(twin, told) ? !isOnlyRight(told) : fate !== 0;
}

/** Records that nobody in the worlds may see, so that a right twin can hold more than the left. */
function isOnlyRight({ patient }: Told): boolean {
  return patient === 'gus';
}

function fillingOf(twin: Twin, told: Told, idOf: (kind: string) => string, noted: Noted) {
  const isForeign = twin !== 'left' && !isVisible(twin, told) && mayComeAndGo(twin, told);
  const variant = (coordinate: string, element: string): number => {
    const usual = hash(`${told.id} ${coordinate} ${element}`) % 3;
    const differs = twin !== 'left' && (isForeign || isHidden(twin, coordinate, element));
    return differs ? usual + 3 : usual;
  };
  return {
    idOf,
    text(coordinate: string, element: string): string {
      const value = textOf(coordinate, element, variant(coordinate, element));
      noted(coordinate, element, value);
      return value;
    },
    number: (coordinate: string, element: string) => 10 + variant(coordinate, element) * 7,
  };
}

const DATES = /(date|time|start|end|issued|created|recorded|authored|onset|sent|birth|deceased|lastUpdated|on)$/i;
const DATED = /(DateTime|Date|Period|Instant|Time)$|\.(period|issued|created|recorded|authoredOn|sent|timing)$/;

/** Three that are usual, and another of the same category for each. */
const DIAGNOSES = ['I10', 'E11.9', 'J45.909', 'I50.9', 'E78.5', 'J44.9'] as const;

function textOf(coordinate: string, element: string, variant: number): string {
  if (coordinate === BILLED_DIAGNOSIS && element === 'system') return 'http://hl7.org/fhir/sid/icd-10-cm';
  if (coordinate === BILLED_DIAGNOSIS && element === 'code') return DIAGNOSES[variant] ?? '';
  if (DATES.test(element) || DATED.test(coordinate)) return `202${variant % 3}-0${1 + variant}-1${variant}`;
  const name = coordinate.slice(coordinate.indexOf('.') + 1);
  switch (element) {
    case 'system':
      return `urn:${name}`;
    case 'data':
      return Buffer.from(`${name} ${variant}`).toString('base64');
    default:
      return element === name ? `${name}-${variant}` : `${name} ${element}-${variant}`;
  }
}

function hash(text: string): number {
  let value = 2166136261;
  for (let at = 0; at < text.length; at += 1) value = Math.imul(value ^ text.charCodeAt(at), 16777619);
  return (value ^ (value >>> 15)) >>> 0;
}
