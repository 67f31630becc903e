/**
 * Labels that senders put (meta.security, DocumentReference.securityLabel, inline security labels) onto our closed set.
 *
 * Told apart by HL7's hierarchy: below _InformationSensitivityPolicy and ActUSPrivacyLaw stands what information is
 * about; below ObligationPolicy, RefrainPolicy and _ActConsentDirective, and in ActReason and ObservationValue, stands
 * what is to be done with it or was done to it, which makes nothing sensitive. A code of neither, of another system, or
 * without one that can be read is a sensitivity we do not know: OTHER.
 */
import type { Label } from '../../../schema/policy/labels.js';
import { type FhirValue, isObject, stringOf } from '../fhir-json.js';

/** v3 ActCode, ActUSPrivacyLaw and Confidentiality, by upper-cased code. */
const SENSITIVITIES: ReadonlyMap<string, readonly Label[]> = new Map(
  (
    [
      // ETH and what stands below SUD in the hierarchy; 42CFRPart2 is the law, not the topic, and means the same.
      [['SUD'], 'ETH ETHUD SUD OPIOIDUD 42CFRPART2'],
      // BH stands above COGN, DVD and EMOTDIS in the hierarchy.
      [['PSY'], 'PSY BH MH COGN DVD EMOTDIS'],
      [['PSYTHPN'], 'PSYTHPN HIPAAPSYNOTES'],
      [['HIV'], 'HIV HIVAIDS'],
      [['SEX'], 'SEX STD REPRO'],
      [['SDV'], 'SDV MST VIO'],
      // 38 USC 7332 guards drug and alcohol use, HIV and sickle cell anaemia alike: which one, it does not say.
      [['SUD', 'HIV', 'OTHER'], 'TITLE38SECTION7332'],
      [['R'], 'R'],
      [['V'], 'V'],
    ] as const
  ).flatMap(([labels, codes]) => codes.split(' ').map((code) => [code, labels] as const)),
);

/**
 * Codes of v3 ActCode, Confidentiality and ActUSPrivacyLaw that make nothing sensitive: low to normal confidentiality,
 * laws that bind all records, obligations, refrains, consent directives, trust policies. HIPAASelfPay is not among
 * them: it says that a record is to be kept from somebody, and is OTHER.
 */
const HANDLING: ReadonlySet<string> = new Set(
  `N M L U COMMONRULE HIPAANOPP PROCESSINLINELABEL
   ANONY AOD AUDIT AUDTR CPLYCC CPLYCD CPLYJPP CPLYOPP CPLYOSP CPLYPOL DECLASSIFYLABEL DEID DELAU DOWNGRDLABEL DRIVLABEL
   ENCRYPT ENCRYPTR ENCRYPTT ENCRYPTU HUAPRV LABEL MASK MINEC PERSISTLABEL PRIVMARK PSEUD REDACT UPGRDLABEL
   NOAUTH NOCOLLECT NODSCLCD NODSCLCDS NOINTEGRATE NOLIST NOMOU NOORGPOL NOPAT NOPERSISTP NORDSCLCD NORDSCLCDS NORDSCLW
   NORELINK NOREUSE NOVIP ORCON AUTHPOL ACCESSCONSCHEME DELEPOL COVPOL
   EMRGONLY GRANTORCHOICE IMPLIED IMPLIEDD NOCONSENT NOPP OPTIN OPTINR OPTOUT OPTOUTE
   TRSTACCRD TRSTAGRE TRSTASSUR TRSTCERT TRSTFWK TRSTMEC`.split(/\s+/),
);

/** Purposes and marks that come without their system. */
const BARE_HANDLING: ReadonlySet<string> = new Set(
  `TREAT ETREAT BTG CAREMGT HPAYMT HOPERAT HMARKT HRESCH HTEST PATRQT FAMRQT PUBHLTH SUPNWK HSYSADMIN
   SUBSETTED MASKED REDACTED ABSTRED AGGRED ANONYED PSEUDED MAPPED TEST-DATA ACTIONABLE`.split(/\s+/),
);

/** HL7's systems for what is sensitive, by their URIs of all years (http://hl7.org/fhir/v3/ActCode, ...) and OIDs. */
const SENSITIVITY_SYSTEM =
  /v3[-/]+(?:ActCode|ActUSPrivacyLaw|Confidentiality)\/?$|(?:^|:)2\.16\.840\.1\.113883\.5\.(?:4|25|1138)$/i;

/** What a record may be used for, how sure it is, that it was changed: never what it is about. */
const HANDLING_SYSTEM =
  /v3[-/]+(?:ActReason|ObservationValue)\/?$|(?:^|:)2\.16\.840\.1\.113883\.5\.(?:8|1063)$|CodeSystem\/common-tags\/?$/i;

const UNKNOWN: readonly Label[] = ['OTHER'];
const NONE: readonly Label[] = [];

/** The labels of one entry of `meta.security`; OTHER for one that cannot be read. */
export function labelsOfSecurity(entry: FhirValue | undefined): readonly Label[] {
  if (!isObject(entry)) return UNKNOWN;
  const code = (stringOf(entry['code']) ?? '').trim().toUpperCase();
  if (code === '') return UNKNOWN;
  const given = entry['system'];
  if (given !== undefined && typeof given !== 'string') return [...(SENSITIVITIES.get(code) ?? NONE), 'OTHER'];
  const system = (given ?? '').trim();
  // A sensitivity under the name of another of HL7's systems is a slip, and means what it says.
  const known = SENSITIVITIES.get(code);
  if (system === '') return known ?? (HANDLING.has(code) || BARE_HANDLING.has(code) ? NONE : UNKNOWN);
  if (SENSITIVITY_SYSTEM.test(system)) return known ?? (HANDLING.has(code) ? NONE : UNKNOWN);
  if (HANDLING_SYSTEM.test(system)) return known ?? NONE;
  // A system of the sender's own may mean more than a code that looks like HL7's.
  return known ? [...known, 'OTHER'] : UNKNOWN;
}

/** The one label that a coding stands for, as a consent names it; null for one that is none, or more than one. */
export function labelOfCoding(coding: FhirValue | undefined): Label | null {
  const [label = null, ...more] = labelsOfSecurity(coding);
  return more.length > 0 || label === 'OTHER' ? null : label;
}
