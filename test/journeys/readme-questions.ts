/** The questions that the README asks of the demo data, and the answers that it shows. */
import { readFileSync } from 'node:fs';
import { isRole, type Role, WIDTHS, type Width } from '../../schema/policy/viewer.js';
import { REPOSITORY } from '../support/repository.js';

export interface ReadmeAnswer {
  /** The question's name. */
  readonly question: string;
  readonly role: Role;
  readonly organization: string;
  /** The width that was asked for, if any. */
  readonly width: Width | undefined;
  /** The answer's text. */
  readonly answer: string;
}

export const readme = readFileSync(new URL('README.md', REPOSITORY), 'utf8');

/** By name. */
export const readmeQuestions: ReadonlyMap<string, string> = new Map(
  [...readme.matchAll(/^<!-- question: (\w+) -->\n```graphql\n(.+?)^```$/gms)].map(([, name = '', query = '']) => [
    name,
    query,
  ]),
);

export const readmeAnswers: readonly ReadmeAnswer[] = [
  ...readme.matchAll(/^<!-- answer: (\w+), as (\w+) of ([\w-]+)(?: at (\w+))? -->\n```json\n(.+?)^```$/gms),
].map(([, question = '', role = '', organization = '', width, answer = '']) => {
  if (!isRole(role)) throw new Error(`${role} is no role`);
  return { question, role, organization, width: WIDTHS.find((candidate) => candidate === width), answer };
});
