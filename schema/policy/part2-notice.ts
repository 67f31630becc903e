/** 42 CFR 2.32(a)(2), the short form of the notice that goes with each disclosure made with the patient's consent. */
export const PART2_NOTICE = '42 CFR part 2 prohibits unauthorized use or disclosure of these records.';
