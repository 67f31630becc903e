/** Who waits for a turn: a queue for each role, served in proportion to their shares of the time. */
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import { SHARES } from './shares.js';

export interface Waiting {
  readonly role: Role;
  readonly since: number;
}

/**
 * Stride scheduling: each turn moves its role on by what the turn costs over the role's share, and the role that is least
 * far comes next. So ten dear questions weigh as much as a hundred cheap ones.
 */
export class Queues<W extends Waiting> {
  readonly #queues = new Map<Role, W[]>(ROLES.map((role) => [role, []]));
  readonly #pass = new Map<Role, number>(ROLES.map((role) => [role, 0]));
  /** How far the role was that had the last turn. */
  #at = 0;

  get size(): number {
    return ROLES.reduce((sum, role) => sum + this.length(role), 0);
  }

  length(role: Role): number {
    return this.#of(role).length;
  }

  /** The shares of all roles of which somebody waits, and of this one. */
  sharesAsking(role: Role): number {
    return ROLES.filter((other) => other === role || this.length(other) > 0).reduce(
      (sum, other) => sum + SHARES[other],
      0,
    );
  }

  push(waiting: W): void {
    const queue = this.#of(waiting.role);
    // Who was away has saved nothing up, or they would have all turns now.
    if (queue.length === 0) this.#pass.set(waiting.role, Math.max(this.#at, this.#pass.get(waiting.role) ?? 0));
    queue.push(waiting);
  }

  /** Whose turn it is among the roles that may have one; null when nobody of them waits. */
  next(may: (role: Role) => boolean): W | null {
    const asking = ROLES.filter((role) => this.length(role) > 0 && may(role));
    const [first] = asking.sort((a, b) => (this.#pass.get(a) ?? 0) - (this.#pass.get(b) ?? 0));
    if (first === undefined) return null;
    this.#at = this.#pass.get(first) ?? 0;
    return this.#of(first).shift() ?? null;
  }

  /** A turn of this role has begun that usually costs so much. */
  charge(role: Role, cost: number): void {
    this.#pass.set(role, Math.max(this.#at, this.#pass.get(role) ?? 0) + cost / SHARES[role]);
  }

  remove(waiting: W): void {
    const queue = this.#of(waiting.role);
    const at = queue.indexOf(waiting);
    if (at >= 0) queue.splice(at, 1);
  }

  /** Takes out all who have waited since before then. */
  takeOlder(then: number): W[] {
    return ROLES.flatMap((role) => {
      const queue = this.#of(role);
      const young = queue.findIndex(({ since }) => since >= then);
      return queue.splice(0, young < 0 ? queue.length : young);
    });
  }

  #of(role: Role): W[] {
    return this.#queues.get(role) ?? [];
  }
}
