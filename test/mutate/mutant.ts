/** A policy or a wall changed for the worse, and whether the tests notice. */
export interface Mutant {
  readonly name: string;
  caught(): Promise<boolean>;
}
