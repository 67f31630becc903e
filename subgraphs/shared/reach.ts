/**
 * Which patients a viewer is related to. Asked in batches, for one request at a time: nothing is remembered between
 * requests, so a changed relation holds from the next one on.
 */
import DataLoader from 'dataloader';
import type { Relationship, RowScope } from '../../schema/policy/row-scopes.js';
import type { Databases } from './databases.js';

export type PatientScope = Extract<RowScope, { reach: 'patients' }>;

export class Reach {
  readonly #databases: Databases;
  readonly #loaders = new Map<string, DataLoader<string, boolean>>();
  #parties: Promise<readonly string[]> | null = null;

  constructor(databases: Databases) {
    this.#databases = databases;
  }

  /** Those of the given patients who are in the scope. */
  async among(scope: PatientScope, patients: readonly string[]): Promise<string[]> {
    const loader = this.#loaderOf(scope);
    const verdicts = await Promise.all(patients.map((patient) => loader.load(patient)));
    return patients.filter((_, index) => verdicts[index]);
  }

  /** Every patient in the scope: for lists over all of a viewer's patients outside the administrative database. */
  async all(scope: PatientScope): Promise<string[]> {
    const found: string[] = await this.#databases.relations.distinct('patient', await this.predicate(scope));
    return found;
  }

  /** The relations that put a patient into the scope. */
  async predicate(scope: PatientScope): Promise<{ party: { $in: string[] }; as: { $in: Relationship[] } }> {
    this.#parties ??= this.#partiesOf(scope.parties);
    return { party: { $in: [...(await this.#parties)] }, as: { $in: [...scope.as] } };
  }

  /** An organisation's locations stand for it: an appointment names a place, not an organisation. */
  async #partiesOf(parties: readonly string[]): Promise<readonly string[]> {
    const organizations = parties.filter((party) => party.startsWith('Organization/')).map((party) => party.slice(13));
    const places = await this.#databases
      .of('administrative')
      .records.find({ kind: 'Location', organization: { $in: organizations } }, { projection: { _id: 1 } })
      .toArray();
    return [...parties, ...places.map((place) => place._id)];
  }

  #loaderOf(scope: PatientScope): DataLoader<string, boolean> {
    const key = `${scope.as.join()} ${scope.parties.join()}`;
    let loader = this.#loaders.get(key);
    if (!loader) {
      loader = new DataLoader((patients) => this.#load(scope, patients));
      this.#loaders.set(key, loader);
    }
    return loader;
  }

  /** Asked directly first: few patients are reached only through a place. */
  async #load(scope: PatientScope, patients: readonly string[]): Promise<boolean[]> {
    const related = await this.#related(patients, scope.parties, scope);
    const others = patients.filter((patient) => !related.has(patient));
    if (others.length > 0) {
      const { party } = await this.predicate(scope);
      const places = party.$in.filter((candidate) => !scope.parties.includes(candidate));
      if (places.length > 0) for (const patient of await this.#related(others, places, scope)) related.add(patient);
    }
    return patients.map((patient) => related.has(patient));
  }

  async #related(patients: readonly string[], parties: readonly string[], scope: PatientScope): Promise<Set<string>> {
    const found: string[] = await this.#databases.relations.distinct('patient', {
      patient: { $in: [...patients] },
      party: { $in: [...parties] },
      as: { $in: [...scope.as] },
    });
    return new Set(found);
  }
}
