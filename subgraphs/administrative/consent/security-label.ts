/** Which of our labels a coding of a consent's provision stands for. */
import { isLabel, type Label } from '../../../schema/policy/labels.js';
import { type FhirObject, stringOf } from '../../shared/fhir-json.js';

const ALIASES: Readonly<Record<string, Label>> = {
  ETH: 'SUD',
  OPIOIDUD: 'SUD',
  ETHUD: 'SUD',
  '42CFRPart2': 'SUD',
  BH: 'PSY',
  MH: 'PSY',
  STD: 'SEX',
};

/** Null for a coding that is none of them. */
export function labelOfCoding(coding: FhirObject): Label | null {
  const code = stringOf(coding['code']);
  if (code === null) return null;
  return isLabel(code) ? code : (ALIASES[code] ?? null);
}
