/**
 * The codes under which senders report what an insurer made of a bill: FHIR's adjudication, CARIN's C4BBAdjudication,
 * CMS Blue Button (beneficiary-fhir-data) and the Blue Button variables which Synthea writes. In lower case.
 */
import { type FhirObject, type FhirValue, isObject, objectsOf, stringOf } from '../../shared/fhir-json.js';

const CODES = {
  submitted: 'submitted line_sbmtd_chrg_amt clm_sbmt_chrg_amt clm_line_sbmt_chrg_amt clm_tot_chrg_amt tot_rx_cst_amt',
  eligible: 'eligible line_alowd_chrg_amt clm_alowd_chrg_amt clm_line_alowd_chrg_amt nch_carr_clm_alowd_amt',
  benefit: 'benefit clm_pmt_amt line_nch_pmt_amt clm_line_cvrd_pd_amt',
  paidToProvider: 'paidtoprovider line_prvdr_pmt_amt clm_prvdr_pmt_amt clm_line_prvdr_pmt_amt',
  paidToPatient: 'paidtopatient clm_bene_pd_amt clm_line_bene_pd_amt',
  memberLiability: 'memberliability',
  deductible: 'deductible line_bene_ptb_ddctbl_amt clm_mdcr_ddctbl_amt clm_line_mdcr_ddctbl_amt',
  copay: 'copay',
  coinsurance: 'coinsurance line_coinsrnc_amt clm_mdcr_coinsrnc_amt clm_line_mdcr_coinsrnc_amt',
  paidByPatient: 'paidbypatient ptnt_pay_amt clm_bene_pmt_amt clm_line_bene_pmt_amt',
} as const;

export type AdjudicationName = keyof typeof CODES;

const NAMES: ReadonlyMap<string, AdjudicationName> = new Map(
  (Object.keys(CODES) as AdjudicationName[]).flatMap((name) =>
    CODES[name].split(' ').map((code) => [code, name] as const),
  ),
);

/** Amounts (FHIR Money) by what they are; of several of one kind the first, they are views of the same. */
export type Adjudicated = ReadonlyMap<AdjudicationName, FhirValue>;

/** Reads `total` or `adjudication` elements. Those without an amount, or of a kind we do not sum, are left out. */
export function adjudicatedAmounts(entries: readonly FhirObject[]): Adjudicated {
  const amounts = new Map<AdjudicationName, FhirValue>();
  for (const { category, amount } of entries) {
    if (!isObject(amount)) continue;
    for (const name of namesOf(category)) if (!amounts.has(name)) amounts.set(name, amount);
  }
  return amounts;
}

/** Blue Button writes an address as code, of which the last part counts. */
function namesOf(category: FhirValue | undefined): AdjudicationName[] {
  return objectsOf(isObject(category) ? category['coding'] : undefined).flatMap((coding) => {
    const code = stringOf(coding['code']) ?? '';
    return NAMES.get(code.slice(code.lastIndexOf('/') + 1).toLowerCase()) ?? [];
  });
}
