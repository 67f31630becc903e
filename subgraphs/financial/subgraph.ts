import type { SubgraphDefinition } from '../shared/subgraph.js';
import { careGapResolvers } from './care-gap/care-gaps.js';
import { claimMutations } from './claim/claim.mutations.js';
import { claimResolvers } from './claim/claim.resolver.js';
import { Claim } from './claim/claim.type.js';
import { conditionCategoryResolvers } from './condition-category/condition-categories.js';
import { costSummaryResolvers } from './cost-summary/cost-summary.resolver.js';
import { coverageResolvers } from './coverage/coverage.resolver.js';
import { Coverage } from './coverage/coverage.type.js';
import { Encounter } from './encounter/encounter.type.js';
import { adjudicationMutations } from './explanation-of-benefit/adjudication.mutations.js';
import { explanationOfBenefitResolvers } from './explanation-of-benefit/explanation-of-benefit.resolver.js';
import { ExplanationOfBenefit } from './explanation-of-benefit/explanation-of-benefit.type.js';
import { measureOutcomeResolvers } from './measure-outcome/measure-outcome.resolver.js';
import { MeasureOutcome } from './measure-outcome/measure-outcome.type.js';
import { Patient } from './patient/patient.type.js';
import { utilizationResolvers } from './utilization/utilization.js';

/** The financial subgraph: who insures a patient, what was billed and what was paid. */
export const financial: SubgraphDefinition = {
  name: 'financial',
  types: [Patient, Encounter, Coverage, Claim, ExplanationOfBenefit, MeasureOutcome],
  resolvers: [
    ...coverageResolvers,
    ...claimResolvers,
    ...explanationOfBenefitResolvers,
    ...costSummaryResolvers,
    ...utilizationResolvers,
    ...conditionCategoryResolvers,
    ...measureOutcomeResolvers,
    ...careGapResolvers,
    ...claimMutations,
    ...adjudicationMutations,
  ],
};
