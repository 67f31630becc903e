/** What an auditor is asked about one field and one patient. */
export const EXPLAIN = `query Explain($role: AccessRole!, $field: String!, $patient: ID, $organization: ID) {
  explainAccess(role: $role, field: $field, patient: $patient, organization: $organization) {
    allowed reasons { wall kind open reason }
  }
}`;
