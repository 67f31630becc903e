/** Amounts as bars in a table, so that they can be read as well as seen. A withheld amount is hatched, and no bar of zero. */

export interface Bar {
  readonly label: string;
  /** Null: withheld. */
  readonly value: number | null;
  /** The amount in words, beside the bar. */
  readonly said: string;
}

/** How wide a withheld amount is drawn, in percent: the same for all, because its width must tell nothing. */
const WITHHELD = 12;

/** The table. */
export function Bars({ caption, rows }: { readonly caption: string; readonly rows: readonly Bar[] }) {
  if (rows.length === 0) return <p class="quiet">There is nothing to show.</p>;
  const most = Math.max(...rows.map(({ value }) => value ?? 0), 1);
  return (
    <table class="bars">
      <caption class="unseen">{caption}</caption>
      <thead class="unseen">
        <tr>
          <th scope="col">What</th>
          <th scope="col">Bar</th>
          <th scope="col">Amount</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(({ label, value, said }, index) => (
          <tr key={index}>
            <th scope="row">{label}</th>
            <td>
              <svg width="100%" height="16" aria-hidden="true">
                {value === null ? <Hatched /> : <rect class="bar-of" width={`${(value / most) * 100}%`} height="16" />}
              </svg>
            </td>
            <td class={value === null ? 'number quiet' : 'number'}>{said}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Hatched() {
  return (
    <>
      <defs>
        <pattern id="withheld" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <line class="hatch" x1="0" y1="0" x2="0" y2="6" />
        </pattern>
      </defs>
      <rect class="withheld" width={`${WITHHELD}%`} height="16" fill="url(#withheld)" />
    </>
  );
}
