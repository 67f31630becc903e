/** UCUM units in which the population keeps measurements. Any other one could be a rare mark of one person: it is not kept. */
export const UNITS: ReadonlySet<string> = new Set(
  `% /min /uL /[HPF] 10*3/uL 10*6/uL 10*9/L 10*12/L U/L IU/L k[IU]/L m[IU]/L m[IU]/mL [IU]/L [iU]/L u[IU]/mL mU/L
  mg/dL g/dL ug/dL ng/dL pg/mL ng/mL ug/mL ug/L ng/L mg/L g/L mmol/L umol/L nmol/L pmol/L mol/L meq/L mg/g mg/mmol
  mm[Hg] kPa kg g mg [lb_av] cm m mm [in_i] kg/m2 m2 Cel [degF] mL mL/min mL/min/{1.73_m2} mL/min/1.73m2
  mL/min/{1.73m2} L L/min fL pg s min h d wk mo a {score} 1 {ratio} {INR} {#} mosm/kg mU/mL ug/min mg/(24.h)
  mg/24h mm/h {pack-years} {breaths}/min {beats}/min [pH] ratio`
    .trim()
    .split(/\s+/),
);

/** LOINC codes with bins other than those of their unit: the width of a bin. */
const WIDTHS: Readonly<Record<string, number>> = {
  '4548-4': 1,
  '8480-6': 10,
  '8462-4': 10,
  '39156-5': 5,
  '29463-7': 10,
};
const WIDTH_OF_UNIT: Readonly<Record<string, number>> = {
  '%': 1,
  'mm[Hg]': 10,
  'kg/m2': 5,
  kg: 10,
  cm: 10,
  '{score}': 5,
};
const USUAL_WIDTH = 20;

/** The width of the fixed bins in which values are counted. Nobody chooses it: bins that shift tell single people apart. */
export function binWidth(code: string, unit: string): number {
  return WIDTHS[code] ?? WIDTH_OF_UNIT[unit] ?? USUAL_WIDTH;
}
