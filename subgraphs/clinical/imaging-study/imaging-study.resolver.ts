import { filters } from '../../shared/list-definition.js';
import { clinicalList, codeKey } from '../parts/clinical-list.js';
import { ImagingStudy } from './imaging-study.type.js';

export const imagingStudyResolvers = clinicalList({
  record: ImagingStudy,
  one: 'imagingStudy',
  many: 'imagingStudies',
  facet: 'imaging',
  description: 'Imaging studies.',
  dates: ['started', 'ImagingStudySeries.started'],
  visit: 'encounter',
  filters: {
    code: filters.code('procedureCode'),
    modality: codeKey('modalities', 'A DICOM modality: CT, MR, DX, ...', 'modality', 'ImagingStudySeries.modality'),
    status: filters.status('status'),
  },
});
