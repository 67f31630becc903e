/**
 * To whom a bill went. A bill belongs to the insurer it names; where it names none, to those of the coverages it was
 * billed to. A coverage that is listed only for coordination of benefits (`focal: false`) makes nobody its reader.
 */
import { type FhirObject, idOf, idsAt, objectsOf, stringOf } from '../../shared/fhir-json.js';
import { KeptWith } from '../../shared/kept-with.js';
import { containedAs, type Payer, payerOf, payersOfCoverage } from '../payer/payer.js';

/** One of the coverages that a bill was sent to (FHIR Claim.insurance). */
interface Insurance {
  readonly position: number;
  /** Id of the Coverage record, where the bill refers to one. */
  readonly coverage: string | null;
  /** Who stands behind a coverage that is contained or known by name only. */
  readonly payers: readonly Payer[];
}

/** A Coverage that nobody sent: the bill says who insures the patient and nothing else. */
export interface DerivedCoverage {
  readonly id: string;
  readonly patient: string;
  readonly payer: Payer;
  /** Position among the insurances of the bill; null where the bill lists none. */
  readonly position: number | null;
}

/** What a bill calls the coverage is the payer's name (`Medicare`), unless it names its insurer elsewhere. */
function payersBehind(bill: FhirObject, insurance: FhirObject, insurer: Payer | null | undefined): readonly Payer[] {
  const [coverage] = objectsOf(insurance['coverage']);
  const target = stringOf(coverage?.['reference']);
  const contained = target?.startsWith('#') ? containedAs(target, bill['contained']) : undefined;
  if (contained?.['resourceType'] === 'Coverage') {
    const payers = payersOfCoverage(contained, bill['contained']);
    if (payers.length > 0 || contained['payor'] !== undefined) return payers;
  }
  if (target !== null && idOf(target, 'Coverage') !== null) return [];
  const named = insurer === undefined ? payerOf({ display: coverage?.['display'] }, undefined) : null;
  return named === null ? [] : [named];
}

/** The insurer a bill names; null where it says that there is none; undefined where it says nothing. */
function insurerOf(bill: FhirObject): Payer | null | undefined {
  const [insurer] = objectsOf(bill['insurer']);
  if (insurer === undefined) return undefined;
  const payer = payerOf(insurer, bill['contained']);
  if (payer !== null) return payer;
  // A reference that nothing answers to yet says nothing; a name that stands for nobody says that there is none.
  return stringOf(insurer['display']) === null ? undefined : null;
}

/** The coverages that a bill was sent to; where a sender marks none, all which it did not mark as others. */
function billedTo(bill: FhirObject, insurer: Payer | null | undefined): Insurance[] {
  const listed = objectsOf(bill['insurance']).map((insurance, position) => ({ insurance, position }));
  const focal = listed.filter(({ insurance }) => insurance['focal'] === true);
  const billed = focal.length > 0 ? focal : listed.filter(({ insurance }) => insurance['focal'] !== false);
  return billed.map(({ insurance, position }) => ({
    position,
    coverage: idsAt(insurance, 'coverage', 'Coverage')[0] ?? null,
    payers: payersBehind(bill, insurance, insurer),
  }));
}

/** What a bill says about who pays. */
export interface BillInsurance {
  /** The payers that the bill itself names. Those of Coverage records are taken over from them. */
  readonly payers: readonly Payer[];
  /** References (`Coverage/1`) to the coverages whose payers are the bill's, where it does not name its insurer. */
  readonly coverages: readonly string[];
  /** One for each payer of whom no Coverage record is named. */
  readonly derived: readonly DerivedCoverage[];
}

const known = new KeptWith<FhirObject, BillInsurance>();

/** Read once for each bill: keys, relations and what is implied all ask. */
export function insuranceOf(bill: FhirObject): BillInsurance {
  return known.of(bill, () => insuranceIn(bill));
}

function insuranceIn(bill: FhirObject): BillInsurance {
  const insurer = insurerOf(bill);
  const billed = billedTo(bill, insurer);
  const payers = insurer === undefined ? billed.flatMap((insurance) => insurance.payers) : insurer ? [insurer] : [];
  return {
    payers: [...new Map(payers.map((payer) => [payer.id, payer])).values()],
    coverages:
      insurer === undefined
        ? billed.flatMap(({ coverage }) => (coverage === null ? [] : [`Coverage/${coverage}`]))
        : [],
    derived: derivedCoverages(bill, insurer, billed),
  };
}

function derivedCoverages(
  bill: FhirObject,
  insurer: Payer | null | undefined,
  billed: readonly Insurance[],
): DerivedCoverage[] {
  const [patient] = idsAt(bill, 'patient', 'Patient');
  // Where a bill says that nobody insures the patient, a name it gives besides is no insurer's.
  if (patient === undefined || insurer === null) return [];
  const derive = (payer: Payer, position: number | null): DerivedCoverage => ({
    id: derivedCoverageId(patient, payer.id),
    patient,
    payer,
    position,
  });
  if (billed.length === 0) return insurer ? [derive(insurer, null)] : [];
  return billed.flatMap(({ coverage, payers: [payer = insurer], position }) =>
    coverage !== null || payer === undefined ? [] : [derive(payer, position)],
  );
}

/** The same patient and payer give the same coverage, whichever bill says so. */
export function derivedCoverageId(patient: string, payer: string): string {
  return `coverage-${patient}-${payer.replace(/^payer-/, '')}`;
}
