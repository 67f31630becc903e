import { describe, expect, it } from 'vitest';
import {
  displayName,
  namePredicate,
  personKeys,
  placeKeys,
  searchWords,
} from '../../../subgraphs/administrative/names.js';

describe('the words a name is searched by', () => {
  it('are in lower case, without accents, apostrophes and hyphens, each once', () => {
    expect(searchWords("José O'Brien-Núñez JOSÉ")).toEqual(['jose', 'obrien', 'nunez']);
  });

  it('keep letters of other alphabets and digits', () => {
    expect(searchWords('Ольга 山田 Ward 7')).toEqual(['ольга', '山田', 'ward', '7']);
  });

  it('come from every name a person has, former ones too', () => {
    const keys = personKeys({
      name: [
        { use: 'maiden', family: 'Quill', given: ['Ada'] },
        { use: 'official', family: 'Lindqvist', given: ['Ada', 'Rose'] },
      ],
    });
    expect(keys.names).toEqual(['ada', 'rose', 'quill', 'lindqvist']);
  });

  it('come from the alias of a place too', () => {
    expect(placeKeys({ name: 'Harbor Clinic', alias: ['The Docks'] })).toMatchObject({
      name: 'harbor clinic',
      names: ['harbor', 'clinic', 'the', 'docks'],
    });
  });
});

describe('the name on one line', () => {
  it('is the official one, put together in order', () => {
    const names = [
      { use: 'nickname', given: ['Bea'] },
      { use: 'official', prefix: ['Dr.'], given: ['Beatrice', 'May'], family: 'Holm', suffix: ['MD'] },
    ];
    expect(displayName(names)).toBe('Dr. Beatrice May Holm MD');
  });

  it('is the text where there is one', () => {
    expect(displayName([{ text: 'Dr Adam Careful', family: 'Careful' }])).toBe('Dr Adam Careful');
  });

  it('prefers a name without a use to a former one', () => {
    expect(displayName([{ use: 'old', family: 'Former' }, { family: 'Now' }])).toBe('Now');
  });

  it('is absent without a name, and of odd JSON', () => {
    for (const names of [undefined, null, [], [{}], 'Holm', [{ given: [null, 3] }]])
      expect(displayName(names)).toBeNull();
  });
});

describe('the key that sorts people', () => {
  it('is the family name, then the given ones', () => {
    expect(personKeys({ name: [{ given: ['Zoë', 'Ann'], family: 'Müller' }] }).name).toBe('muller zoe ann');
  });

  it('is the text of a name known from a display only', () => {
    expect(personKeys({ name: [{ text: 'Dr Adam Careful' }] })).toMatchObject({
      name: 'dr adam careful',
      names: ['dr', 'adam', 'careful'],
    });
  });
});

describe('identifiers', () => {
  it('are found with their system and without', () => {
    expect(personKeys({ identifier: [{ system: 'urn:mrn', value: '7' }, { value: '8' }] }).identifiers).toEqual([
      'urn:mrn|7',
      '|8',
      '7',
      '8',
    ]);
  });
});

describe('a name that a client asks for', () => {
  it('asks that each word begins a word of the name', () => {
    expect(namePredicate('ann Mül')).toEqual({
      $and: [
        { names: { $elemMatch: { $gte: 'ann', $lt: 'ann\u{10FFFF}' } } },
        { names: { $elemMatch: { $gte: 'mul', $lt: 'mul\u{10FFFF}' } } },
      ],
    });
  });

  it('never becomes a pattern', () => {
    expect(JSON.stringify(namePredicate('.*^a$'))).not.toMatch(/regex|\.\*/);
  });

  it('is refused without a word, and with too many', () => {
    expect(() => namePredicate(' .* ')).toThrow('"name" takes the beginning');
    expect(() => namePredicate('a b c d e f g h i j k')).toThrow('at most 10 words');
  });
});
