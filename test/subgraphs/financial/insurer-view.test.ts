import '../../../subgraphs/kinds.js';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type GraphQLObjectType, type GraphQLSchema, getNamedType, isObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { catalogue } from '../../../schema/policy/catalogue.js';
import { createPolicy } from '../../../schema/policy/decide.js';
import { ROLE_GRANTS } from '../../../schema/policy/roles.js';
import { verifyPolicy } from '../../../schema/policy/verify.js';
import { readSources } from '../../../subgraphs/exchange/read/read-sources.js';
import { financial } from '../../../subgraphs/financial/subgraph.js';
import { type FhirObject, type FhirValue, isObject, valuesAt } from '../../../subgraphs/shared/fhir-json.js';
import { neededPaths } from '../../../subgraphs/shared/record-field.js';
import { buildSubgraph } from '../../../subgraphs/shared/subgraph.js';
import { projected } from './bills.js';

const data = resolve(process.env['CHARTLENS_SHARED_DATA'] ?? '../shared/data');
const folders = ['synthea/run-2019-inline-orgs', 'eob', 'fhir-r4-examples'].map((name) => resolve(data, name));
const missing = existsSync(data) ? null : `no test data at ${data}: set CHARTLENS_SHARED_DATA`;

let schema: GraphQLSchema;
const policy = createPolicy();
beforeAll(async () => {
  ({ schema } = await buildSubgraph(financial));
});

/** All strings of a stored value that the role can select, by the fields of its type. */
function visible(value: FhirValue | undefined, type: GraphQLObjectType, role: 'insurer'): string[] {
  if (Array.isArray(value)) return value.flatMap((entry) => visible(entry, type, role));
  if (!isObject(value)) return [];
  return Object.values(type.getFields()).flatMap((field) => {
    const coordinate = `${type.name}.${field.name}`;
    if (!policy.mayRead(role, coordinate)) return [];
    const inner = getNamedType(field.type);
    const paths = neededPaths(coordinate);
    if (paths) return paths.flatMap((path) => valuesAt(value, path)).filter((found) => typeof found === 'string');
    const found = value[field.name];
    if (isObjectType(inner)) return visible(found, inner, role);
    return (Array.isArray(found) ? found : [found]).filter((entry) => typeof entry === 'string');
  });
}

/** What names a service, a medicine or a diagnosis in a bill: displays and texts. */
function clinicalNames(bill: FhirObject): Set<string> {
  const holders = [
    ...['productOrService', 'detail.productOrService', 'detail.subDetail.productOrService', 'modifier', 'bodySite'].map(
      (path) => `item.${path}`,
    ),
    'addItem.productOrService',
    'diagnosis.diagnosisCodeableConcept',
    'procedure.procedureCodeableConcept',
  ];
  const names = holders.flatMap((path) => [
    ...valuesAt(bill, `${path}.text`),
    ...valuesAt(bill, `${path}.coding.display`),
  ]);
  return new Set(names.filter((name) => typeof name === 'string'));
}

describe('the financial schema', () => {
  it('holds together as a policy', () => {
    const keys = new Map(
      ['Patient', 'Encounter', 'Coverage', 'Claim', 'ExplanationOfBenefit'].map((type) => [type, ['id']]),
    );
    expect(verifyPolicy({ schemas: { financial: schema }, catalogue, grants: ROLE_GRANTS, keys })).toEqual([]);
  });

  it.each([
    'ClaimItem',
    'ClaimItemDetail',
    'ClaimItemSubDetail',
    'ExplanationOfBenefitItem',
    'ExplanationOfBenefitAddedItem',
  ])('gives the insurer no field of %s that says what was done, given or found', (type) => {
    for (const field of [
      'productOrService',
      'modifier',
      'programCode',
      'revenue',
      'category',
      'bodySite',
      'locationCodeableConcept',
    ])
      expect(policy.mayRead('insurer', `${type}.${field}`), field).toBe(false);
    expect(policy.mayRead('insurer', `${type}.net`)).toBe(true);
  });

  it('gives clinicians claims without remittance and cost sharing (42 CFR 422.121)', () => {
    expect(policy.mayRead('clinician', 'ExplanationOfBenefit.item')).toBe(true);
    for (const field of ['payment', 'total', 'adjudication', 'benefitBalance', 'addItem', 'disposition'])
      expect(policy.mayRead('clinician', `ExplanationOfBenefit.${field}`), field).toBe(false);
    for (const hidden of ['ExplanationOfBenefitItem.adjudication', 'Coverage.costToBeneficiary', 'Patient.costSummary'])
      expect(policy.mayRead('clinician', hidden), hidden).toBe(false);
  });
});

describe.skipIf(missing !== null)(`bills that others wrote${missing === null ? '' : ` (skipped: ${missing})`}`, () => {
  it('tell an insurer of no service, medicine or diagnosis by name, and every bill has its payer', {
    timeout: 300_000,
  }, async () => {
    let bills = 0;
    let withoutPayer = 0;
    for await (const item of readSources(folders)) {
      if (item.kind !== 'entry' || !['Claim', 'ExplanationOfBenefit'].includes(item.entry.resource.resourceType))
        continue;
      const { resource } = item.entry;
      const { document } = projected(resource);
      const type = schema.getType(document.kind) as GraphQLObjectType;
      const names = clinicalNames(resource);
      const told = visible(document.content, type, 'insurer').filter((text) => names.has(text));
      expect(told, `${item.entry.file} ${item.entry.where}`).toEqual([]);
      bills++;
      if ((document['payers'] as string[]).length === 0) withoutPayer++;
    }
    // Six of Synthea are NO_INSURANCE; one example of FHIR names no insurer that anybody could know.
    expect([bills, withoutPayer]).toEqual([2_944, 7]);
  });
});
