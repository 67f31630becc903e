/**
 * Why a refusal is no information blocking (45 CFR 171, subpart B). What is claimed here is claimed of the gateway's own
 * rules; whoever runs it must meet all conditions of an exception (171.200), such as written policies and even
 * application, which no program can do for them.
 */
export interface InformationBlockingBasis {
  readonly exception: string;
  readonly title: string;
}

export const BASES = {
  /**
   * 171.202(b): a precondition of privacy law is not satisfied. 45 CFR 164.502(b) lets a payer see the minimum necessary,
   * 164.508 asks an authorisation for psychotherapy notes, 42 CFR 2.31 a consent for substance use records.
   * 171.202(e): the individual asked not to share.
   */
  privacy: { exception: '45 CFR 171.202', title: 'Privacy exception' },
  /** 171.203: safeguards confidentiality, integrity or availability, is tailored to the risk and applied to everybody alike. */
  security: { exception: '45 CFR 171.203', title: 'Security exception' },
  /**
   * 171.205(b): an assured level of performance, held against a client that would lower it for others; for no longer than
   * necessary and for everybody alike.
   */
  performance: { exception: '45 CFR 171.205', title: 'Health IT performance exception' },
} as const satisfies Record<string, InformationBlockingBasis>;

/*
 * Not claimed: 171.204, infeasibility. A part of the record that does not answer is infeasible only after an
 * uncontrollable event (a)(1), or where somebody has weighed the circumstances (a)(5) and told the requestor in writing
 * within ten business days (b). That is for people to find, so an outage carries no basis.
 */
export type Basis = keyof typeof BASES;
