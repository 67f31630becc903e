// Written by npm run examples from operations.graphql and the schema of the insurer.
/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';
/** The broad kind of what was billed, from the type of the claim and the categories of its lines. */
export type ServiceCategory =
  /** A stay in hospital. */
  | 'INPATIENT'
  /** A hospital or clinic, without a stay. */
  | 'OUTPATIENT'
  /** An emergency department. */
  | 'EMERGENCY'
  /** A hospital or another facility; the claim does not say whether with a stay. */
  | 'INSTITUTIONAL'
  /** Physicians and other professionals. */
  | 'PROFESSIONAL'
  /** Dispensed by a pharmacy. */
  | 'PHARMACY'
  /** Teeth. */
  | 'DENTAL'
  /** Eyes: examinations and glasses. */
  | 'VISION'
  /** Laboratory tests. */
  | 'LABORATORY'
  /** X-rays and other images. */
  | 'IMAGING'
  /** Care at home. */
  | 'HOME_HEALTH'
  /** A nursing facility. */
  | 'SKILLED_NURSING'
  /** Hospice care. */
  | 'HOSPICE'
  /** Equipment and supplies. */
  | 'EQUIPMENT'
  /** Ambulance and other transport. */
  | 'TRANSPORT'
  /** None of these, or not said. */
  | 'OTHER';

export type MemberCostsQueryVariables = Exact<{
  id: string | number;
  first?: number | null | undefined;
  after?: string | null | undefined;
}>;


export type MemberCostsQuery = { patient: { displayName: string | null, claims: { totalCount: number, nodes: Array<{ id: string, serviceCategory: ServiceCategory, billablePeriod: { start: string | null } | null, total: { value: number | null, currency: string | null } | null }>, pageInfo: { hasNextPage: boolean, endCursor: string | null } }, costSummary: Array<{ year: number | null, paid: { value: number | null } | null }> } | null };


export const MemberCostsDocument = {"kind":"Document","definitions":[{"kind":"OperationDefinition","operation":"query","name":{"kind":"Name","value":"MemberCosts"},"variableDefinitions":[{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"id"}},"type":{"kind":"NonNullType","type":{"kind":"NamedType","name":{"kind":"Name","value":"ID"}}}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"first"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"Int"}},"defaultValue":{"kind":"IntValue","value":"20"}},{"kind":"VariableDefinition","variable":{"kind":"Variable","name":{"kind":"Name","value":"after"}},"type":{"kind":"NamedType","name":{"kind":"Name","value":"String"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"patient"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"id"},"value":{"kind":"Variable","name":{"kind":"Name","value":"id"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"displayName"}},{"kind":"Field","name":{"kind":"Name","value":"claims"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"first"},"value":{"kind":"Variable","name":{"kind":"Name","value":"first"}}},{"kind":"Argument","name":{"kind":"Name","value":"after"},"value":{"kind":"Variable","name":{"kind":"Name","value":"after"}}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"totalCount"}},{"kind":"Field","name":{"kind":"Name","value":"nodes"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"id"}},{"kind":"Field","name":{"kind":"Name","value":"serviceCategory"}},{"kind":"Field","name":{"kind":"Name","value":"billablePeriod"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"start"}}]}},{"kind":"Field","name":{"kind":"Name","value":"total"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}},{"kind":"Field","name":{"kind":"Name","value":"currency"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"pageInfo"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"hasNextPage"}},{"kind":"Field","name":{"kind":"Name","value":"endCursor"}}]}}]}},{"kind":"Field","name":{"kind":"Name","value":"costSummary"},"arguments":[{"kind":"Argument","name":{"kind":"Name","value":"by"},"value":{"kind":"EnumValue","value":"YEAR"}}],"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"year"}},{"kind":"Field","name":{"kind":"Name","value":"paid"},"selectionSet":{"kind":"SelectionSet","selections":[{"kind":"Field","name":{"kind":"Name","value":"value"}}]}}]}}]}}]}}]} as unknown as DocumentNode<MemberCostsQuery, MemberCostsQueryVariables>;
