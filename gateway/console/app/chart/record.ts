/** What the chart asks of a patient's record, for those who may read all of it. */

export interface Text {
  readonly text: string | null;
}

export interface Amount {
  readonly value: number | null;
  readonly unit?: string | null;
}

export interface ReferenceRange {
  readonly low: Amount | null;
  readonly high: Amount | null;
}

export interface Observation {
  readonly code: Text | null;
  readonly effectiveDateTime: string | null;
  readonly valueQuantity: Amount | null;
  readonly valueString: string | null;
  readonly valueCodeableConcept: Text | null;
  readonly referenceRange: readonly ReferenceRange[] | null;
  readonly component: readonly { readonly code: Text | null; readonly valueQuantity: Amount | null }[] | null;
}

interface Nodes<T> {
  readonly totalCount: number;
  readonly nodes: readonly T[];
}

export interface ClinicalRecord {
  readonly displayName: string | null;
  readonly birthDate: string | null;
  readonly age: number | null;
  readonly gender: string | null;
  readonly conditions: Nodes<{
    readonly code: Text | null;
    readonly clinicalStatus: { readonly coding: readonly { readonly code: string | null }[] | null } | null;
    readonly onsetDateTime: string | null;
    readonly recordedDate: string | null;
  }>;
  readonly allergyIntolerances: Nodes<{ readonly code: Text | null; readonly criticality: string | null }>;
  readonly medicationRequests: Nodes<{
    readonly medicationCodeableConcept: Text | null;
    readonly status: string | null;
    readonly authoredOn: string | null;
    readonly dosageInstruction: readonly Text[] | null;
  }>;
  readonly encounters: Nodes<{
    readonly type: readonly Text[] | null;
    readonly class: { readonly code: string | null; readonly display: string | null } | null;
    readonly period: { readonly start: string | null } | null;
    readonly serviceProvider: { readonly name: string | null } | null;
    readonly reasonCode: readonly Text[] | null;
  }>;
  readonly procedures: Nodes<{ readonly code: Text | null; readonly performedDateTime: string | null }>;
  readonly immunizations: Nodes<{ readonly vaccineCode: Text | null; readonly occurrenceDateTime: string | null }>;
  readonly observations: Nodes<Observation>;
  readonly documentReferences: Nodes<{
    readonly type: Text | null;
    readonly date: string | null;
    readonly content:
      | readonly {
          readonly attachment: { readonly contentType: string | null; readonly data: string | null } | null;
        }[]
      | null;
  }>;
  readonly careDue: readonly {
    readonly code: string;
    readonly recommendation: string;
    readonly status: string;
    readonly next: string | null;
  }[];
  readonly claims: Nodes<Claim>;
}

export interface Claim {
  readonly billablePeriod: { readonly start: string | null } | null;
  readonly serviceCategory: string;
  readonly insurer: { readonly name: string | null } | null;
  readonly total: Money | null;
}

export interface Money {
  readonly value: number | null;
  readonly currency: string | null;
}

/** The day of a FHIR date or time, as it is written there. */
export function day(date: string | null | undefined): string {
  return date?.slice(0, 10) ?? '';
}

/** An amount of money as people write it. */
export function money(amount: Money | null): string {
  if (amount?.value == null) return '';
  return `${amount.value.toFixed(2)} ${amount.currency ?? ''}`.trim();
}
