/** The organisations and insurers of the demo data. */
export const TAMARACK = 'tamarack-family-practice';
export const COPPERLEAF = 'copperleaf-health';
export const LARKSPUR = 'larkspur-bay-hospital';
export const NORTHLIGHT = 'payer-northlight-health-plan';
export const JUNIPER = 'payer-juniper-mutual';
