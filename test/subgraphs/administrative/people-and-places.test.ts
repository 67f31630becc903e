import { describe, expect, it } from 'vitest';
import { locationKeys, unlessHouse } from '../../../subgraphs/administrative/location/location.type.js';
import { organizationKeys } from '../../../subgraphs/administrative/organization/organization.type.js';
import { practitionerKeys } from '../../../subgraphs/administrative/practitioner/practitioner.type.js';
import { forWork, professionalIdentifiers } from '../../../subgraphs/administrative/practitioner/work-details.js';
import { practitionerRoleKeys } from '../../../subgraphs/administrative/practitioner-role/practitioner-role.type.js';
import { visibleReference } from '../../../subgraphs/administrative/visible-reference.js';

describe('a practitioner in the directory', () => {
  it('is reached at work, not at home nor on their own telephone', () => {
    const telecom = [
      { use: 'work', value: '1' },
      { use: 'home', value: '2' },
      { use: 'mobile', value: '3' },
      { value: '4' },
    ];
    expect(forWork(telecom)?.map(({ value }) => value)).toEqual(['1', '4']);
    expect(forWork(undefined)).toBeNull();
  });

  const identifiers = [
    { system: 'http://hl7.org/fhir/sid/us-npi', value: '1' },
    { system: 'http://hl7.org/fhir/sid/us-ssn', value: '2' },
    { type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'DL' }] }, value: '3' },
    { type: { coding: [{ code: 'MD' }] }, value: '4' },
  ];

  it('shows numbers of the profession, not of the private person', () => {
    expect(professionalIdentifiers(identifiers)?.map(({ value }) => value)).toEqual(['1', '4']);
  });

  it('is not found by numbers that are not shown', () => {
    expect(practitionerKeys({ identifier: identifiers })['identifiers']).toEqual([
      'http://hl7.org/fhir/sid/us-npi|1',
      '|4',
      '1',
      '4',
    ]);
  });
});

describe('a place', () => {
  it('that is a house does not tell where it is', () => {
    const house = { address: { city: 'Elm' }, physicalType: { coding: [{ code: 'ho' }] } };
    expect(unlessHouse('address')(house)).toBeNull();
    expect(unlessHouse('address')({ ...house, physicalType: { coding: [{ code: 'bu' }] } })).toEqual({ city: 'Elm' });
    expect(unlessHouse('address')({ address: { city: 'Elm' } })).toEqual({ city: 'Elm' });
  });

  it('is found by the organisation that manages it', () => {
    const place = { name: 'Ward 7', managingOrganization: { reference: 'Organization/harbor' } };
    expect(locationKeys(place)).toMatchObject({ organization: 'harbor', parties: ['Organization/harbor'] });
    expect(locationKeys({ name: 'Nowhere' })).toMatchObject({ organization: null, parties: [] });
  });
});

describe('parties', () => {
  it('of a role are its practitioner, organisation and places', () => {
    const role = {
      practitioner: { reference: 'Practitioner/holm' },
      organization: { reference: 'Organization/harbor' },
      location: [{ reference: 'Location/w7' }, { display: 'elsewhere' }],
    };
    expect(practitionerRoleKeys(role)['parties']).toEqual(['Practitioner/holm', 'Organization/harbor', 'Location/w7']);
  });

  it('of an organisation is the one it is part of', () => {
    expect(organizationKeys({ name: 'Ward', partOf: { reference: 'Organization/harbor' } })['parties']).toEqual([
      'Organization/harbor',
    ]);
  });
});

describe('a reference that may point at anyone', () => {
  it('names people and places of the directory', () => {
    for (const reference of ['Practitioner/1', 'Organization/1', 'Location/1', 'PractitionerRole/1'])
      expect(visibleReference({ reference, display: 'D' }, 'hidden')).toEqual({ reference, display: 'D' });
    expect(visibleReference({ reference: 'Practitioner?identifier=urn:npi|1', display: 'D' }, 'hidden')).not.toBeNull();
    expect(visibleReference({ type: 'Practitioner', display: 'D' }, 'hidden')).not.toBeNull();
  });

  it('never names anyone else', () => {
    const others = [
      { reference: 'Patient/1', display: 'D' },
      { reference: 'RelatedPerson/1', display: 'D' },
      { reference: 'Patient/1', type: 'Practitioner', display: 'D' },
      { reference: 'urn:uuid:1', display: 'D' },
      { reference: 'http://elsewhere.example/Practitioner/1', display: 'D' },
      { display: 'D' },
    ];
    for (const value of others) {
      expect(visibleReference(value, 'hidden')).toBeNull();
      expect(visibleReference(value, 'unnamed')?.['display']).toBeUndefined();
    }
    expect(visibleReference({ reference: 'Patient/1', display: 'D' }, 'unnamed')).toEqual({ reference: 'Patient/1' });
  });

  it('names what the field says is no person', () => {
    const condition = { reference: 'Condition/1', display: 'D' };
    expect(visibleReference(condition, 'hidden', ['Condition'])).toEqual(condition);
    expect(visibleReference({ reference: 'Patient/1', display: 'D' }, 'hidden', ['Condition'])).toBeNull();
  });

  it('is nothing where it is not even an object', () => {
    for (const odd of [undefined, null, 'Practitioner/1', 3, ['Practitioner/1']])
      expect(visibleReference(odd, 'unnamed')).toBeNull();
  });
});
