import type { Chart } from '../chart.js';
import type { Day } from '../days.js';
import { fileDocument } from '../documents.js';
import { find, measure } from '../measuring.js';
import { image, perform } from '../performing.js';
import { diagnose, prescribe } from '../treating.js';
import { type Ailment, byAge, onsetOf, urgentVisit, visitOn } from './ailment.js';

/** Injury by a partner, seen at an emergency department or the practice; labelled SDV where labels are put. */
export function injuredByPartner(chart: Chart, day: Day): void {
  visitOn(chart, day, { ...urgentVisit(chart), sensitivity: 'violence' }, (visit) => {
    const reason = diagnose(chart, visit, 'partnerViolence');
    find(chart, visit, 'partnerViolence', 'yes');
    measure(chart, visit, 'pain');
    perform(chart, visit, 'assaultExam', reason);
    image(chart, visit, 'forearmXray', reason);
    prescribe(chart, visit, 'acetaminophen', { reason, until: visit.day + 7 });
    fileDocument(chart, visit, 'emergency', {
      text: 'Bruises of the forearm and shoulder. Tells that the partner did it, not for the first time. Photographs taken with permission. Advocate called; a safe place is arranged.',
      sensitivity: 'violence',
    });
  });
}

export const violence: Ailment = {
  name: 'violence',
  chance: (chart) =>
    byAge(chart, [
      [17, 0],
      [25, 0.045],
      [50, 0.02],
      [70, 0],
    ]) * (chart.person.sex === 'female' ? 1.6 : 0.4),
  tell: (chart) => injuredByPartner(chart, Math.max(onsetOf(chart, 18, 4), chart.person.historyStart + 5)),
};
