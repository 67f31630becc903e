/** A course drawn: its points, the line between them, and the reference range behind. */
import { day } from './record.js';
import { isOutside, type Trend } from './trends.js';

const WIDTH = 340;
const HEIGHT = 130;
const LEFT = 44;
const RIGHT = 10;
const TOP = 10;
const BOTTOM = 22;

/** The plot, with its values as a table for whoever does not look at it. */
export function TrendPlot({ trend }: { readonly trend: Trend }) {
  const { points, range, unit, title } = trend;
  const scale = scaleOf(trend);
  const first = points[0];
  const last = points.at(-1);
  if (!first || !last) return null;
  const said = `${title}: ${points.length} results, ${first.value} ${unit} on ${day(first.date)}, ${last.value} ${unit} on ${day(last.date)}.`;
  return (
    <figure class="sheet plot">
      <figcaption>
        <b>{title}</b>{' '}
        <span class={isOutside(last.value, range) ? 'outside' : undefined}>
          {last.value} {unit}
          {isOutside(last.value, range) && ' (outside)'}
        </span>
        {range && <span class="quiet"> range {rangeText(range)}</span>}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={said}>
        {range && <rect class="band" x={LEFT} width={WIDTH - LEFT - RIGHT} {...scale.band(range)} />}
        {[scale.low, scale.high].map((value) => (
          <text key={value} class="tick" x={LEFT - 5} y={scale.y(value) + 4} text-anchor="end">
            {rounded(value)}
          </text>
        ))}
        <line class="axis" x1={LEFT} x2={LEFT} y1={TOP} y2={HEIGHT - BOTTOM} />
        <line class="axis" x1={LEFT} x2={WIDTH - RIGHT} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
        <text class="tick" x={LEFT} y={HEIGHT - 6}>
          {day(first.date)}
        </text>
        <text class="tick" x={WIDTH - RIGHT} y={HEIGHT - 6} text-anchor="end">
          {day(last.date)}
        </text>
        <polyline
          class="course"
          points={points.map(({ time, value }) => `${scale.x(time)},${scale.y(value)}`).join(' ')}
        />
        {points.map(({ time, value, date }) => (
          <circle
            key={time}
            class={isOutside(value, range) ? 'dot outside' : 'dot'}
            cx={scale.x(time)}
            cy={scale.y(value)}
            r={3.2}
          >
            <title>{`${day(date)}: ${value} ${unit}`}</title>
          </circle>
        ))}
      </svg>
      <details>
        <summary>
          Values<span class="unseen"> of {title}</span>
        </summary>
        <ul class="plain">
          {points.map(({ time, date, value }) => (
            <li key={time}>
              {day(date)}: {value} {unit}
            </li>
          ))}
        </ul>
      </details>
    </figure>
  );
}

function scaleOf({ points, range }: Trend) {
  const values = [...points.map(({ value }) => value), ...[range?.low, range?.high].filter((one) => one != null)];
  const [lowest, highest] = [Math.min(...values), Math.max(...values)];
  const margin = (highest - lowest || Math.abs(highest) || 1) * 0.08;
  const [low, high] = [lowest - margin, highest + margin];
  const [from, to] = [points[0]?.time ?? 0, points.at(-1)?.time ?? 1];
  const y = (value: number) => TOP + ((high - value) / (high - low)) * (HEIGHT - TOP - BOTTOM);
  return {
    low,
    high,
    y,
    x: (time: number) => LEFT + ((time - from) / (to - from || 1)) * (WIDTH - LEFT - RIGHT),
    /** An end that the range leaves open is the end of the plot. */
    band(of: NonNullable<Trend['range']>) {
      const [top, bottom] = [y(of.high ?? high), y(of.low ?? low)];
      return { y: top, height: Math.max(0, bottom - top) };
    },
  };
}

function rangeText({ low, high }: NonNullable<Trend['range']>): string {
  if (low === null) return `up to ${high}`;
  return high === null ? `from ${low}` : `${low} to ${high}`;
}

function rounded(value: number): string {
  return Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(1);
}
