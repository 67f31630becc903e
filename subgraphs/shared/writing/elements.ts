/** From checked input to FHIR R4 elements. Each throws BAD_RECORD with the place of the input, never with its value. */
import { dateRange } from '../../exchange/normalise/dates.js';
import { isUcumUnit } from '../units/ucum.js';
import { ExactNumber, type ExactObject, isExactNumber } from './exact-json.js';
import type { CodeableConceptInput, CodingInput, DosageInput, QuantityInput } from './inputs.js';
import { badRecord } from './refusals.js';

const UCUM = 'http://unitsofmeasure.org';
const MAX_TEXT = 20_000;
const MAX_DIGITS = 40;
const URI = /^[a-z][a-z0-9+.-]*:\S{1,255}$/i;
/** FHIR code (datatypes.html#code): no white space but single spaces inside. */
const CODE = /^[^\s]+(?: [^\s]+)*$/;
/** FHIR string (datatypes.html#string): no control characters but tab, carriage return and line feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/;
/** FHIR dateTime (datatypes.html#dateTime): a time has seconds and an offset. */
const DATE_TIME = /^\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d))?)?)?$/;

/** What is given, made an element; undefined where it is left out. */
export function optional<Input, Element>(
  value: Input | null | undefined,
  input: string,
  element: (value: Input, input: string) => Element,
): Element | undefined {
  return value === null || value === undefined ? undefined : element(value, input);
}

/** Each of a list; undefined where there is none, as FHIR knows no empty lists. */
export function each<Input, Element>(
  values: readonly Input[] | null | undefined,
  input: string,
  element: (value: Input, input: string) => Element,
): Element[] | undefined {
  if (!values || values.length === 0) return undefined;
  return values.map((value, index) => element(value, `${input}.${index}`));
}

export function text(value: string, input: string): string {
  if (value.trim() === '' || value.length > MAX_TEXT || CONTROL.test(value)) throw badRecord(input);
  return value;
}

/** One of the codes that FHIR binds the element to. */
export function oneOf(...codes: readonly string[]): (value: string, input: string) => string {
  return (value, input) => {
    if (!codes.includes(value)) throw badRecord(input);
    return value;
  };
}

export function dateTime(value: string, input: string): string {
  if (!DATE_TIME.test(value) || dateRange(value).precision === null) throw badRecord(input);
  return value;
}

/** FHIR date: a year, a month or a day. */
export function date(value: string, input: string): string {
  if (value.length > 10) throw badRecord(input);
  return dateTime(value, input);
}

/** A time with seconds and an offset. */
export function instant(value: string, input: string): string {
  if (!value.includes('T')) throw badRecord(input);
  return dateTime(value, input);
}

/** The end is not before the start. */
export function period(start: string | undefined, end: string | undefined, input: string): ExactObject {
  const [from, to] = [dateRange(start).start, dateRange(end).end];
  if (from && to && to < from) throw badRecord(input);
  return { start, end };
}

export function decimal(value: string, input: string): ExactNumber {
  if (value.length > MAX_DIGITS || !isExactNumber(value)) throw badRecord(input);
  return new ExactNumber(value);
}

export function wholeNumber(value: number, input: string): ExactNumber {
  if (!Number.isSafeInteger(value) || value < 1) throw badRecord(input);
  return new ExactNumber(String(value));
}

function coding({ system, code, display }: CodingInput, input: string): ExactObject {
  if (!URI.test(system)) throw badRecord(`${input}.system`);
  if (!CODE.test(code) || code.length > 255) throw badRecord(`${input}.code`);
  return { system, code, display: optional(display, `${input}.display`, text) };
}

export function concept(value: CodeableConceptInput, input: string): ExactObject {
  const codings = each(value.coding, `${input}.coding`, coding);
  const words = optional(value.text, `${input}.text`, text);
  if (codings === undefined && words === undefined) throw badRecord(input);
  return { coding: codings, text: words };
}

/** A concept of a code system of FHIR's own. */
export function coded(system: string, code: string): ExactObject {
  return { coding: [{ system, code }] };
}

/** An amount in a unit of UCUM. Throws BAD_RECORD for any other unit. */
export function quantity({ value, unit, comparator }: QuantityInput, input: string): ExactObject {
  if (!isUcumUnit(unit)) throw badRecord(`${input}.unit`);
  return {
    value: decimal(value, `${input}.value`),
    comparator: optional(comparator, `${input}.comparator`, oneOf('<', '<=', '>=', '>')),
    unit,
    system: UCUM,
    code: unit,
  };
}

export function dosage(value: DosageInput, input: string): ExactObject {
  const times = optional(value.timesPerDay, `${input}.timesPerDay`, wholeNumber);
  const dose = optional(value.dose, `${input}.dose`, quantity);
  return {
    text: text(value.text, `${input}.text`),
    timing: times && { repeat: { frequency: times, period: new ExactNumber('1'), periodUnit: 'd' } },
    route: optional(value.route, `${input}.route`, concept),
    doseAndRate: dose && [{ doseQuantity: dose }],
  };
}

/** A remark of the writer. */
export function annotation(now: string, author: ExactObject): (value: string, input: string) => ExactObject[] {
  return (value, input) => [{ authorReference: author, time: now, text: text(value, input) }];
}
