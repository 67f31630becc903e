/** The FHIR Reference as a value that can be followed: to the people and places of the directory. */
import type { ClassType } from 'type-graphql';
import { idOf, stringOf } from './fhir-json.js';
import { ComputedField, join, type PlainResolver } from './plain-resolvers.js';
import { Element, ValueType } from './record-field.js';

/** The classes under which a subgraph knows the entities of the directory; thunks, because they refer to each other. */
export interface DirectoryTypes {
  readonly Organization: () => ClassType;
  readonly Practitioner: () => ClassType;
  readonly PractitionerRole: () => ClassType;
  readonly Location: () => ClassType;
}

const follow =
  (type: string): PlainResolver =>
  (source, _args, context, info) => {
    const id = idOf(stringOf(source['reference']) ?? '', type);
    return id === null ? null : join(id, type, context, info);
  };

/** The display of a reference, unless it is a person's name: who a patient is stands in Patient alone. */
export const displayOf: PlainResolver = (source) => {
  const named = [stringOf(source['reference'])?.split('/')[0], stringOf(source['type'])];
  return named.includes('Patient') || named.includes('RelatedPerson') ? null : stringOf(source['display']);
};

/** The class `Reference` of one subgraph; its SDL is the same in all. */
export function referenceType(types: DirectoryTypes): ClassType {
  @ValueType('A pointer to a record (FHIR Reference). People and places can be followed.')
  class Reference {
    @Element(() => String, { description: '`Type/id`.' }) reference?: string;
    @Element(() => String) type?: string;
    @ComputedField('element', () => String, displayOf, { needs: ['reference', 'type', 'display'] }) display?: string;
    @ComputedField('directory', types.Organization, follow('Organization'), { needs: ['reference'] })
    organization?: object;
    @ComputedField('directory', types.Practitioner, follow('Practitioner'), { needs: ['reference'] })
    practitioner?: object;
    @ComputedField('directory', types.PractitionerRole, follow('PractitionerRole'), { needs: ['reference'] })
    practitionerRole?: object;
    @ComputedField('directory', types.Location, follow('Location'), { needs: ['reference'] }) location?: object;
  }
  return Reference;
}
