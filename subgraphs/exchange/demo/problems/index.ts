import type { Ailment } from './ailment.js';
import { cancer } from './cancer.js';
import { diabetes } from './diabetes.js';
import { hypothyroidism, ironDeficiency, obesity, osteoporosis, sickleCell } from './glands-and-blood.js';
import { atrialFibrillation, coronaryDisease, heartFailure } from './heart.js';
import { hyperlipidemia, hypertension } from './hypertension.js';
import {
  backPain,
  dementia,
  epilepsy,
  hipFracture,
  kneeArthritis,
  migraine,
  multipleSclerosis,
  rheumatoidArthritis,
} from './joints-and-nerves.js';
import { kidneyDisease } from './kidney.js';
import { asthma, copd, sleepApnea, tobacco } from './lungs.js';
import { anxiety, attentionDeficit, depression, severeMentalIllness } from './mental-health.js';
import { pregnancy } from './pregnancy.js';
import { hiv, reproductiveHealth, selfPay, sexualHealth } from './sexual-health.js';
import { alcoholUse, opioidUse } from './substance-use.js';
import { violence } from './violence.js';

/** All that may befall a numbered person, in the order in which it is drawn: tobacco first, later ones ask for it. */
export const AILMENTS: readonly Ailment[] = [
  tobacco,
  obesity,
  hypertension,
  hyperlipidemia,
  diabetes,
  kidneyDisease,
  coronaryDisease,
  heartFailure,
  atrialFibrillation,
  asthma,
  copd,
  sleepApnea,
  hypothyroidism,
  osteoporosis,
  ironDeficiency,
  sickleCell,
  depression,
  anxiety,
  attentionDeficit,
  severeMentalIllness,
  opioidUse,
  alcoholUse,
  hiv,
  sexualHealth,
  reproductiveHealth,
  selfPay,
  violence,
  pregnancy,
  cancer,
  kneeArthritis,
  rheumatoidArthritis,
  migraine,
  epilepsy,
  multipleSclerosis,
  dementia,
  backPain,
  hipFracture,
];
