/** A measure of our own, small enough to read: people with a visit, whose glucose was measured. */

type Json = Record<string, unknown>;

const LOINC = { localId: '1', name: 'LOINC', id: 'http://loinc.org', accessLevel: 'Public' };

function definition(localId: string, name: string, expression: Json): Json {
  return { localId, name, context: 'Patient', accessLevel: 'Public', expression };
}

const reference = (localId: string, name: string): Json => ({ localId, type: 'ExpressionRef', name });

const retrieve = (localId: string, kind: string, code?: string): Json => ({
  localId,
  type: 'Retrieve',
  dataType: `{http://hl7.org/fhir}${kind}`,
  templateId: `http://hl7.org/fhir/us/qicore/StructureDefinition/qicore-${kind.toLowerCase()}`,
  ...(code && {
    codeProperty: 'code',
    codeComparator: '~',
    codes: { type: 'ToList', operand: { type: 'CodeRef', name: code } },
  }),
});

const ELM: Json = {
  library: {
    identifier: { id: 'TinyMeasure', version: '1.0.0' },
    schemaIdentifier: { id: 'urn:hl7-org:elm', version: 'r1' },
    usings: {
      def: [
        { localIdentifier: 'System', uri: 'urn:hl7-org:elm-types:r1' },
        { localIdentifier: 'FHIR', uri: 'http://hl7.org/fhir', version: '4.0.1' },
      ],
    },
    parameters: {
      def: [
        {
          localId: '2',
          name: 'Measurement Period',
          accessLevel: 'Public',
          parameterTypeSpecifier: {
            type: 'IntervalTypeSpecifier',
            pointType: { type: 'NamedTypeSpecifier', name: '{urn:hl7-org:elm-types:r1}DateTime' },
          },
        },
      ],
    },
    codeSystems: { def: [LOINC] },
    codes: {
      def: [
        { name: 'Glucose', id: '1558-6', accessLevel: 'Public', codeSystem: { name: 'LOINC' } },
        { name: 'Hospice', id: '45755-6', accessLevel: 'Public', codeSystem: { name: 'LOINC' } },
      ],
    },
    contexts: { def: [{ name: 'Patient' }] },
    statements: {
      def: [
        {
          name: 'Patient',
          context: 'Patient',
          expression: { type: 'SingletonFrom', operand: retrieve('9', 'Patient') },
        },
        definition('11', 'Visits', retrieve('10', 'Encounter')),
        definition('13', 'Initial Population', {
          localId: '12',
          type: 'Exists',
          operand: reference('121', 'Visits'),
        }),
        definition('15', 'Denominator', reference('14', 'Initial Population')),
        definition('17', 'Denominator Exclusions', {
          localId: '16',
          type: 'Exists',
          operand: retrieve('161', 'Observation', 'Hospice'),
        }),
        definition('19', 'Numerator', {
          localId: '18',
          type: 'Exists',
          operand: retrieve('181', 'Observation', 'Glucose'),
        }),
      ],
    },
  },
};

const population = (code: string, expression: string): Json => ({
  id: code,
  code: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-population', code }] },
  criteria: { language: 'text/cql-identifier', expression },
});

export const TINY = 'http://example.org/Measure/TinyMeasure';

export function tinyMeasure(): Json {
  return {
    resourceType: 'Measure',
    id: 'tiny',
    url: TINY,
    version: '1.0.0',
    name: 'TinyMeasure',
    title: 'Glucose measured',
    status: 'active',
    library: ['http://example.org/Library/TinyMeasure'],
    scoring: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-scoring', code: 'proportion' }] },
    improvementNotation: {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/measure-improvement-notation', code: 'increase' }],
    },
    group: [
      {
        id: 'group',
        population: [
          population('initial-population', 'Initial Population'),
          population('denominator', 'Denominator'),
          population('denominator-exclusion', 'Denominator Exclusions'),
          population('numerator', 'Numerator'),
        ],
      },
    ],
  };
}

export function tinyLibrary(elm: Json | string = ELM): Json {
  const data = Buffer.from(typeof elm === 'string' ? elm : JSON.stringify(elm)).toString('base64');
  return {
    resourceType: 'Library',
    id: 'tiny-library',
    url: 'http://example.org/Library/TinyMeasure',
    version: '1.0.0',
    name: 'TinyMeasure',
    status: 'active',
    content: [{ contentType: 'application/elm+json', data }],
  };
}

export function bundleOf(...resources: readonly Json[]): Json {
  return { resourceType: 'Bundle', type: 'collection', entry: resources.map((resource) => ({ resource })) };
}

export const tinyBundle = (): Json => bundleOf(tinyMeasure(), tinyLibrary());

/** The ELM with other contents of its library. */
export function tinyElm(change: Json): Json {
  return { library: { ...(ELM['library'] as Json), ...change } };
}
