/** Small parts that several pages are made of. */
import type { ComponentChildren } from 'preact';
import type { Loaded } from './use-loaded.js';

/** Shows what was loaded, that it is not here yet, or why it will not come. */
export function Await<T>({
  of,
  what,
  children,
}: {
  readonly of: Loaded<T>;
  readonly what: string;
  readonly children: (value: T) => ComponentChildren;
}) {
  if (of.state === 'waiting')
    return (
      <p class="quiet" role="status">
        {what} …
      </p>
    );
  if (of.state === 'failed') return <Failure message={of.message} />;
  return <>{children(of.value)}</>;
}

/** What went wrong, said at once by a screen reader. */
export function Failure({ message }: { readonly message: string }) {
  return (
    <p class="failure" role="alert">
      {message}
    </p>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: string;
}

/** A labelled choice of one. */
export function Select({
  label,
  value,
  choices,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string) => void;
}) {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChoose(event.currentTarget.value)}>
        {choices.map((choice) => (
          <option key={choice.value} value={choice.value} selected={choice.value === value}>
            {choice.label}
          </option>
        ))}
      </select>
    </label>
  );
}

/** A row of buttons of which one is pressed. */
export function Switch({
  label,
  value,
  choices,
  onChoose,
}: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  readonly onChoose: (value: string) => void;
}) {
  return (
    <fieldset class="switch">
      <legend class="unseen">{label}</legend>
      {choices.map((choice) => (
        <button
          key={choice.value}
          type="button"
          aria-pressed={choice.value === value}
          onClick={() => onChoose(choice.value)}
        >
          {choice.label}
        </button>
      ))}
    </fieldset>
  );
}

export interface Column<Row> {
  readonly title: string;
  readonly of: (row: Row) => ComponentChildren;
  /** How it is set: to the right, or never broken. */
  readonly as?: 'number' | 'day';
}

/** A table with a caption; where it is wider than the page, it can be scrolled by keyboard too. */
export function Table<Row>({
  caption,
  columns,
  rows,
  none,
}: {
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** Said instead of a table without rows. */
  readonly none: string;
}) {
  if (rows.length === 0) return <p class="quiet">{none}</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section class="scroll" aria-label={caption} tabIndex={0}>
      <table>
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ title, as }) => (
              <th key={title} scope="col" class={as}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <tr key={index}>
              {columns.map(({ title, of, as }) => (
                <td key={title} class={as}>
                  {of(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
