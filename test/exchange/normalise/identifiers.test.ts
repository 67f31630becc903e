import { describe, expect, it } from 'vitest';
import { parseJson, valueClass } from '../../../subgraphs/exchange/normalise/fhir-resource.js';
import { codeTokens, identifierKeys } from '../../../subgraphs/exchange/normalise/identifiers.js';

describe('identifiers and codes', () => {
  it('are system|value, each once, with or without a system', () => {
    const identifier = [
      { system: 's', value: '1' },
      { value: '2' },
      { system: 's', value: '1' },
      { system: 's' },
      'x',
      null,
    ];
    expect(identifierKeys({ identifier: identifier as never })).toEqual(['s|1', '|2']);
    expect(identifierKeys({ identifier: { system: 's', value: '1' } })).toEqual(['s|1']);
    expect(identifierKeys({})).toEqual([]);
  });

  it('are system|code for concepts, codings and lists of them', () => {
    const coding = [{ system: 'loinc', code: '1' }, { code: '2' }, { system: 'loinc', display: 'x' }];
    expect(codeTokens({ coding, text: 'x' })).toEqual(['loinc|1', '|2']);
    expect(codeTokens([{ coding }, { coding: [{ system: 'sct', code: '3' }] }])).toEqual(['loinc|1', '|2', 'sct|3']);
    expect(codeTokens({ system: 'act', code: 'AMB' })).toEqual(['act|AMB']);
    expect(codeTokens({ text: 'only text' })).toEqual([]);
    expect(codeTokens('x')).toEqual([]);
    expect(codeTokens(undefined)).toEqual([]);
  });
});

describe('JSON of strangers', () => {
  it('loses its __proto__ members, at any depth, and nothing else', () => {
    const value = parseJson(
      '{"a":[{"__proto__":{"x":1},"b":2}],"\\u005F_proto__":1,"__\\u0070roto__":1,"c":"__proto__"}',
    );
    expect(JSON.stringify(value)).toBe('{"a":[{"b":2}],"c":"__proto__"}');
    expect(Object.keys(Object(parseJson('{"__\\u0070roto__":1,"a":2}')))).toEqual(['a']);
  });

  it('is told by its kind, never by its value', () => {
    expect([undefined, null, [], {}, 'x', 1, true].map(valueClass)).toEqual([
      'nothing',
      'null',
      'an array',
      'an object',
      'a string',
      'a number',
      'a boolean',
    ]);
  });
});
