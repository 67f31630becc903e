import { filters } from '../../shared/list-definition.js';
import { clinicalList, codeKey } from '../parts/clinical-list.js';
import { DocumentReference } from './document-reference.type.js';

export const documentReferenceResolvers = clinicalList({
  record: DocumentReference,
  one: 'documentReference',
  many: 'documentReferences',
  facet: 'narrative',
  description: 'Notes, letters and other documents.',
  dates: ['date', 'DocumentReferenceContext.period'],
  visit: 'DocumentReferenceContext.encounter',
  filters: {
    type: { ...filters.code('type'), description: 'A code of the type, as `system|code` or as the bare code.' },
    category: filters.category('category'),
    status: filters.status('status'),
    docStatus: codeKey('docStatus', 'preliminary, final, amended or entered-in-error.', 'docStatus'),
  },
});
