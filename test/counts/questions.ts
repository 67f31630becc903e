/** Every question that this repository shows to its readers or asks by itself, as each role that it is meant for. */
import { readFileSync } from 'node:fs';
import { buildSchema, Kind, parse, print } from 'graphql';
import {
  ACCESS_LOG,
  CLINICAL_RECORD,
  COSTS_OF,
  FRONT_OFFICE,
  MEMBER,
} from '../../gateway/console/app/chart/queries.js';
import { COHORT } from '../../gateway/console/app/cohort/question.js';
import { EXAMPLES as EXPLORER } from '../../gateway/console/app/explorer/examples.js';
import { pruneToSchema, variablesOf } from '../../gateway/console/app/lens/prune.js';
import { LENS_QUESTIONS } from '../../gateway/console/app/lens/questions.js';
import { askerOf } from '../../gateway/console/app/shared/askers.js';
import { FIRST_QUESTIONS } from '../../gateway/first-questions.js';
import { readRoleSdl } from '../../schema/derive/generated.js';
import { ROLES, type Role } from '../../schema/policy/viewer.js';
import { CHART as FULL_CHART, CLAIMS as PAGE_OF_CLAIMS } from '../bench/questions.js';
import { EXAMPLES as CLIENTS } from '../examples/generate.js';
import { CHART } from '../journeys/chart-question.js';
import { JUNIPER, LARKSPUR, NORTHLIGHT, TAMARACK } from '../journeys/demo-parties.js';
import { readmeAnswers, readmeQuestions } from '../journeys/readme-questions.js';
import { REPOSITORY } from '../support/repository.js';
import type { Who } from '../support/world.js';

export interface Question {
  /** One of a kind: where it stands and who asks it. */
  readonly name: string;
  readonly role: Role;
  /** Null: whoever is first in the demo data, as `npm start` prints it. */
  readonly who: Who | null;
  readonly query: string;
  readonly variables?: Readonly<Record<string, unknown>>;
  /** The role's schema does not have it. */
  readonly refused?: boolean;
}

const ANA = { patient: 'ana-lima' };

const views = new Map(ROLES.map((role) => [role, buildSchema(readRoleSdl(role), { assumeValidSDL: true })]));

export function exampleQuestions(): readonly Question[] {
  return [...ofReadme(), ...ofStart(), ...ofJourneys(), ...ofClients(), ...ofExplorer(), ...ofLens(), ...ofChart()];
}

function ofReadme(): Question[] {
  return readmeAnswers.map(({ question, role, organization, width, answer }) => ({
    name: `README: ${question}, ${role} of ${organization}${width ? ` at ${width}` : ''}`,
    role,
    who: { organization, ...(width && { width }) },
    query: readmeQuestions.get(question) ?? '',
    refused: !('data' in (JSON.parse(answer) as object)),
  }));
}

function ofStart(): Question[] {
  return ROLES.map((role) => ({ name: `start: ${role}`, role, who: null, query: FIRST_QUESTIONS[role].query }));
}

function ofJourneys(): Question[] {
  const clinician = (organization: string, width: 'PRACTICE' | 'NETWORK'): Question => ({
    name: `journeys: chart, clinician of ${organization} at ${width}`,
    role: 'clinician',
    who: { organization, width },
    query: CHART,
    variables: { id: 'ana-lima' },
  });
  return [
    clinician(TAMARACK, 'PRACTICE'),
    clinician(TAMARACK, 'NETWORK'),
    {
      name: 'bench: full chart, clinician at NETWORK',
      role: 'clinician',
      who: { organization: LARKSPUR, width: 'NETWORK' },
      query: FULL_CHART,
      variables: { id: 'esme-thorne' },
    },
    {
      name: 'bench: page of 50 claims, insurer',
      role: 'insurer',
      who: { organization: JUNIPER },
      query: PAGE_OF_CLAIMS,
    },
  ];
}

/** The read operations of the example clients; each document is sent whole but for what it does not use. */
function ofClients(): Question[] {
  return CLIENTS.flatMap(({ folder, role }) => {
    const text = readFileSync(new URL(`test/examples/${folder}/operations.graphql`, REPOSITORY), 'utf8');
    const { definitions } = parse(text, { noLocation: true });
    const others = definitions.filter(({ kind }) => kind !== Kind.OPERATION_DEFINITION);
    return definitions.flatMap((definition) =>
      definition.kind === Kind.OPERATION_DEFINITION && definition.operation === 'query'
        ? [
            {
              name: `${folder}: ${definition.name?.value}`,
              role,
              who: { organization: role === 'insurer' ? NORTHLIGHT : TAMARACK },
              query: print({ kind: Kind.DOCUMENT, definitions: [definition, ...others] }),
              variables: { id: 'ana-lima' },
            },
          ]
        : [],
    );
  });
}

function ofExplorer(): Question[] {
  return EXPLORER.flatMap(({ examples }) => examples).map(({ title, as: { role, ...who }, query, variables }) => ({
    name: `Explorer: ${title}, ${role}`,
    role,
    who,
    query,
    variables,
  }));
}

/** Each question of the lens as each role that has something of it in its schema. */
function ofLens(): Question[] {
  return LENS_QUESTIONS.flatMap(({ title, query, variables, actingFor }) =>
    ROLES.flatMap((role) => {
      const view = views.get(role);
      const document = view ? pruneToSchema(parse(query), view).document : null;
      if (document === null) return [];
      const patient = typeof variables['patient'] === 'string' ? variables['patient'] : ANA.patient;
      const { role: _, ...who } = askerOf(role, patient, actingFor);
      return [
        {
          name: `Lens: ${title}, ${role}`,
          role,
          who,
          query: print(document),
          variables: Object.fromEntries(Object.entries(variables).filter(([name]) => variablesOf(document).has(name))),
        },
      ];
    }),
  );
}

function ofChart(): Question[] {
  const asked: readonly (readonly [string, Role, Who, string])[] = [
    ['record, clinician', 'clinician', { organization: TAMARACK }, CLINICAL_RECORD],
    ['record, patient', 'patient', ANA, CLINICAL_RECORD],
    ['costs, patient', 'patient', ANA, COSTS_OF],
    ['who looked, patient', 'patient', ANA, ACCESS_LOG],
    ['member, insurer', 'insurer', { organization: NORTHLIGHT }, MEMBER],
    ['front office, registrar', 'registrar', { organization: TAMARACK }, FRONT_OFFICE],
  ];
  return [
    ...asked.map(([name, role, who, query]) => ({ name: `Chart: ${name}`, role, who, query, variables: ANA })),
    { name: 'Cohort: analyst', role: 'analyst', who: {}, query: COHORT, variables: { where: {}, by: ['SEX'] } },
  ];
}
