/** A whole chart: three subgraphs, with people, places, appointments, claims and a trend. */
export const CHART = `
  query Chart($id: ID!) {
    patient(id: $id) {
      displayName birthDate gender
      relatedPersons { nodes { name { family } } }
      encounters(first: 3) {
        totalCount
        nodes {
          id class { code } period { start }
          serviceProvider { name }
          participant { individual { practitioner { displayName roles(first: 1) { nodes { specialty { text } } } } } }
          location { location { name managingOrganization { name } } }
          claims { nodes { id } }
        }
      }
      conditions(clinicalStatus: "active") { nodes { code { text } conditionCategory } }
      allergyIntolerances { nodes { code { text } } }
      medicationRequests(status: "active") { nodes { medicationCodeableConcept { text } requester { practitioner { displayName } } } }
      documentReferences { totalCount nodes { type { text } content { attachment { data } } } }
      appointments(first: 2) {
        nodes { start status participant { actor { practitioner { displayName } location { name } } } }
      }
      claims(first: 2) {
        totalCount
        nodes {
          total { value currency } diagnosis { diagnosisCodeableConcept { text } }
          provider { organization { name } } insurance { coverage { payor { name } } }
        }
      }
      trend(code: "http://loinc.org|4548-4", every: YEAR) { unit count points { start count first last min max mean } }
    }
  }`;
