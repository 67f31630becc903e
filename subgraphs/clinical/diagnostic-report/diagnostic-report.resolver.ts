import { filters } from '../../shared/list-definition.js';
import { clinicalList } from '../parts/clinical-list.js';
import { DiagnosticReport } from './diagnostic-report.type.js';

export const diagnosticReportResolvers = clinicalList({
  record: DiagnosticReport,
  one: 'diagnosticReport',
  many: 'diagnosticReports',
  facet: 'measurement',
  description: 'Reports of laboratories, of imaging and others.',
  dates: ['effectiveDateTime', 'effectivePeriod', 'issued'],
  visit: 'encounter',
  filters: {
    code: filters.code('code'),
    category: filters.category('category'),
    status: filters.status('status'),
  },
});
