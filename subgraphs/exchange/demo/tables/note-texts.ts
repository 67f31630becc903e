import type { DiagnosisName } from './conditions.js';

/** What people say and what is planned, by problem; notes are put together from these. */
export interface NoteText {
  readonly says: readonly string[];
  readonly plan: readonly string[];
}

export const NOTE_TEXTS: Partial<Record<DiagnosisName, NoteText>> = {
  typeTwoDiabetes: {
    says: ['Checks sugar most mornings, readings mostly 110 to 160.', 'Walks after supper and has cut down on juice.'],
    plan: ['Keep metformin. A1c again in six months.', 'Went over foot care. Eye examination once a year.'],
  },
  typeOneDiabetes: {
    says: ['Two low sugars last month, both after exercise.', 'Counts carbohydrates at most meals.'],
    plan: ['Basal insulin unchanged. Bring the meter next time.'],
  },
  hypertension: {
    says: ['Home readings run in the 130s over 80s.', 'No headache, no chest pain. Takes the tablets every day.'],
    plan: ['Same dose. Less salt. Bring the home cuff to compare.', 'Blood pressure again in three months.'],
  },
  hyperlipidemia: {
    says: ['No muscle aches on the statin.'],
    plan: ['Lipids once a year.', 'Went over diet, mostly butter and cheese.'],
  },
  asthma: {
    says: [
      'Uses the rescue inhaler about twice a week, more in the cold.',
      'Wakes at night about once a month with cough.',
    ],
    plan: ['Checked inhaler technique. Written asthma action plan given.'],
  },
  copd: {
    says: ['Short of breath on the second flight of stairs.', 'Morning cough with clear sputum, as before.'],
    plan: ['Continue the inhaler. Flu vaccine each autumn. Smoking advice given.'],
  },
  heartFailure: {
    says: ['Sleeps on two pillows. Ankles swell by evening.', 'Weighs daily; up a kilogram since last week.'],
    plan: ['Furosemide as before, extra tablet when weight is up two kilograms. Low salt.'],
  },
  atrialFibrillation: {
    says: ['Palpitations now and then, no fainting.'],
    plan: ['INR at each visit. Bleeding precautions repeated.'],
  },
  kidneyDiseaseStage3: {
    says: ['No swelling. Avoids ibuprofen as advised.'],
    plan: ['Kidney panel twice a year. Blood pressure below 130.'],
  },
  kidneyFailure: {
    says: ['Tolerates dialysis, some cramps near the end.'],
    plan: ['Dry weight unchanged. Fistula has a good thrill.'],
  },
  hypothyroidism: { says: ['Less tired since the dose went up.'], plan: ['TSH in six months.'] },
  depression: {
    says: ['Sleeps five hours, wakes early. Enjoys little.', 'Better than last month, back at work half days.'],
    plan: ['Continue the antidepressant. Safety plan reviewed. PHQ-9 at each visit.'],
  },
  anxiety: { says: ['Worry most days, worse in crowds.'], plan: ['Breathing exercises. GAD-7 in two months.'] },
  ptsd: {
    says: ['Nightmares twice a week, avoids the street where it happened.'],
    plan: ['Trauma-focused therapy weekly.'],
  },
  bipolar: {
    says: ['Mood even since spring. Sleeps seven hours.'],
    plan: ['Lithium level and kidney panel in three months.'],
  },
  opioidUse: {
    says: ['No opioids since the last visit. Cravings are rare.', 'Attends the Tuesday group.'],
    plan: ['Buprenorphine unchanged. Naloxone at home. Urine test today.'],
  },
  alcoholUse: { says: ['Last drink three weeks ago.'], plan: ['Naltrexone daily. Group twice a week.'] },
  hiv: { says: ['Takes the tablet every night, missed one dose this month.'], plan: ['Viral load every six months.'] },
  pregnancy: {
    says: ['Feels the baby move. Some heartburn.'],
    plan: ['Next visit in four weeks. Warning signs gone over.'],
  },
  breastCancer: {
    says: ['Scar has healed. Hot flushes on tamoxifen.'],
    plan: ['Mammogram yearly. Tamoxifen for five years.'],
  },
  kneeArthritis: {
    says: ['Knee stiff for twenty minutes in the morning.'],
    plan: ['Physical therapy. Weight loss helps.'],
  },
  backPain: {
    says: ['Pain in the lower back after lifting, no numbness.'],
    plan: ['Keep moving. Heat, ibuprofen for a week.'],
  },
  migraine: {
    says: ['Three attacks a month, with light sensitivity.'],
    plan: ['Headache diary. Sumatriptan at the start.'],
  },
  reflux: { says: ['Heartburn after late meals.'], plan: ['Omeprazole for eight weeks, then stop.'] },
  partnerViolence: {
    says: ['Tells of being hit by the partner. Has somewhere safe to stay.'],
    plan: ['Safety plan, hotline number, advocate called.'],
  },
};

export const WELL = {
  says: ['Feels well. No new complaints.', 'Here for the yearly visit, nothing new.', 'Sleeps and eats well.'],
  plan: ['Vaccines as due. Again in a year.', 'Screening as due for the age. Again next year.'],
} as const;

export const EXAM = [
  'Alert, in no distress. Heart regular. Lungs clear. Abdomen soft.',
  'Well looking. Heart sounds normal, no murmur. Breath sounds equal.',
  'Looks comfortable. No swelling of the legs. Lungs clear on both sides.',
] as const;
