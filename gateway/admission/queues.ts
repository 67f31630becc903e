/** Who waits for a turn: a queue for each role, served in proportion to their shares of the time. */
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import { type FromCaller, RoleQueue } from './role-queue.js';
import { SHARES } from './shares.js';

export interface Waiting extends FromCaller {
  readonly role: Role;
}

/**
 * Stride scheduling: each turn moves its role on by what the turn costs over the role's share, and the role that is least
 * far comes next. So ten dear questions weigh as much as a hundred cheap ones.
 */
export class Queues<W extends Waiting> {
  readonly #queues = new Map<Role, RoleQueue<W>>(ROLES.map((role) => [role, new RoleQueue<W>()]));
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
    return this.#of(first).shift();
  }

  /** A turn of this role has begun that usually costs so much. */
  charge(role: Role, cost: number): void {
    this.#pass.set(role, Math.max(this.#at, this.#pass.get(role) ?? 0) + cost / SHARES[role]);
  }

  remove(waiting: W): void {
    this.#of(waiting.role).remove(waiting);
  }

  /** Takes out all who have waited since before then. */
  takeOlder(then: number): W[] {
    return ROLES.flatMap((role) => this.#of(role).takeOlder(then));
  }

  /** Whether one of the role that waits should give way to one of this caller's. */
  mayDisplace(role: Role, caller: string): boolean {
    return this.#of(role).hasGreedierThan(caller);
  }

  /** Takes out the one of the role that gives way. */
  displace(role: Role): W | null {
    return this.#of(role).takeFromGreediest();
  }

  #of(role: Role): RoleQueue<W> {
    const queue = this.#queues.get(role);
    if (!queue) throw new Error(`there is no role ${role}`);
    return queue;
  }
}
