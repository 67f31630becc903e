import { curve } from '../body.js';
import { writeNote } from '../documents.js';
import { measure } from '../measuring.js';
import { image, perform } from '../performing.js';
import { giveDevice } from '../planning.js';
import { administer, diagnose, prescribe } from '../treating.js';
import { type Ailment, byAge, canSee, onsetOf, urgentVisit, visitOn } from './ailment.js';

/** Asthma: inhalers, a flare now and then. */
export const asthma: Ailment = {
  name: 'asthma',
  chance: (chart) =>
    byAge(chart, [
      [3, 0.02],
      [8, 0.15],
      [40, 0.11],
      [80, 0.06],
    ]),
  tell(chart, routine) {
    const onset = onsetOf(chart, 3, 14);
    chart.body.set(
      'lungFunction',
      curve([
        [onset - 400, 80],
        [onset, 71],
        [chart.end, 75],
      ]),
    );
    routine.follow({ from: onset, everyDays: 300 });
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'asthma', { onset: Math.min(onset, visit.day), onsetAs: 'year' });
      prescribe(chart, visit, 'albuterol', { reason, fills: 1 });
      if (chart.random.chance(0.6)) prescribe(chart, visit, 'fluticasone', { reason, fills: 1 });
      if (chart.age(visit.day) >= 6) {
        perform(chart, visit, 'spirometry', reason);
        measure(chart, visit, 'lungFunction');
      }
    });
    const flare = chart.end - chart.random.integer(30, 900);
    if (flare < onset + 30 || !chart.random.chance(0.35)) return;
    visitOn(chart, flare, urgentVisit(chart), (visit) => {
      diagnose(chart, visit, 'asthma', { onset, onsetAs: 'year' });
      measure(chart, visit, 'oxygen', 'breathRate', 'heartRate');
      administer(chart, visit, 'albuterol', 15);
      writeNote(chart, visit, 'emergency');
    });
  },
};

/** Lungs worn by smoke: spirometry, an inhaler, a CT of the chest for those who smoked much. */
export const copd: Ailment = {
  name: 'copd',
  chance: (chart) =>
    chart.smoking === 'never'
      ? 0.01
      : byAge(chart, [
          [45, 0],
          [55, 0.22],
          [75, 0.4],
        ]),
  tell(chart, routine) {
    const onset = onsetOf(chart, 48, 8);
    chart.body.set(
      'lungFunction',
      curve([
        [onset - 2000, 72],
        [onset, 63],
        [chart.end, 56],
      ]),
    );
    chart.body.set(
      'oxygen',
      curve([
        [onset, 95],
        [chart.end, 92],
      ]),
    );
    routine.follow({ from: onset, everyDays: 240 });
    chart.atVisit(onset, (visit) => {
      const reason = diagnose(chart, visit, 'copd', { onset: Math.min(onset, visit.day), onsetAs: 'date' });
      prescribe(chart, visit, 'salmeterol', { reason, fills: 1 });
      perform(chart, visit, 'spirometry', reason);
      measure(chart, visit, 'lungFunction', 'oxygen');
    });
    if (!canSee(chart, 'pulmonology')) return;
    const day = Math.max(onset + 90, chart.person.historyStart + 60);
    visitOn(chart, day, { kind: 'specialist', need: 'pulmonology' }, (visit) => {
      const reason = diagnose(chart, visit, 'copd', { onset, onsetAs: 'date' });
      image(chart, visit, 'chestCt', reason, 'Emphysema of both upper lobes. No nodule.');
      measure(chart, visit, 'lungFunction', 'oxygen');
      writeNote(chart, visit, 'consult');
    });
  },
};

export const sleepApnea: Ailment = {
  name: 'sleep apnea',
  chance: (chart) =>
    byAge(chart, [
      [30, 0.01],
      [45, 0.08],
      [65, 0.12],
      [90, 0.06],
    ]),
  tell(chart) {
    chart.atVisit(onsetOf(chart, 32, 5), (visit) => {
      const reason = diagnose(chart, visit, 'sleepApnea');
      perform(chart, visit, 'cpapFitting', reason);
      giveDevice(chart, visit.organization, visit.day, 'cpap');
    });
  },
};

/** Smoking is asked of everybody; those who smoke today get advice and are offered a patch. */
export const tobacco: Ailment = {
  name: 'tobacco',
  chance: (chart) =>
    byAge(chart, [
      [17, 0],
      [22, 0.22],
      [50, 0.3],
      [80, 0.34],
    ]),
  tell(chart) {
    chart.smoking = chart.random.chance(0.45) ? 'current' : 'former';
    const years = Math.max(2, chart.age(chart.end) - 20);
    chart.body.set('tobaccoPackYears', () => Math.min(60, years * 0.7));
    chart.atVisit(chart.person.historyStart + 200, (visit) => {
      if (chart.age(visit.day) >= 50) measure(chart, visit, 'tobaccoPackYears');
      if (chart.smoking !== 'current') return;
      const reason = diagnose(chart, visit, 'tobaccoUse', { onset: chart.person.birth + 19 * 365, onsetAs: 'year' });
      perform(chart, visit, 'smokingAdvice', reason);
      if (chart.random.chance(0.4)) prescribe(chart, visit, 'nicotinePatch', { reason, until: visit.day + 84 });
    });
  },
};
