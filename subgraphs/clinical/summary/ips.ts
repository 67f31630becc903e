/** An International Patient Summary as a FHIR R4 document, and as one page to print. Pure. */
import { createHash } from 'node:crypto';
import { type FhirObject, type FhirValue, firstString, isObject, objectsOf, stringOf } from '../../shared/fhir-json.js';
import type { LookedThrough } from '../../shared/record-store.js';
import { type Line, lineOf, recordsOf, SECTIONS, type Section } from './sections.js';

export interface SummaryParts {
  readonly patient: { readonly id: string; readonly content: FhirObject };
  readonly records: readonly LookedThrough[];
  /** Names of Medications that records refer to, by `Medication/1`. */
  readonly names: ReadonlyMap<string, string>;
  /** `Organization/1` for whom it is made; null for the patient. */
  readonly author: string | null;
  readonly at: Date;
  /** What must be said with it. */
  readonly notices: readonly string[];
}

interface FilledSection {
  readonly section: Section;
  readonly records: readonly LookedThrough[];
  readonly lines: readonly Line[];
}

const LOINC = 'http://loinc.org';
const NOTHING = 'Nothing is known to whoever made this summary.';

function filled({ records, names }: SummaryParts): FilledSection[] {
  return SECTIONS.map((section) => {
    const held = recordsOf(section, records);
    return { section, records: held, lines: held.map((record) => lineOf(record, names)) };
  }).filter(({ section, lines }) => section.required || lines.length > 0);
}

/** The same id for the same record in the same summary, and no id of the record. */
function urnOf(parts: SummaryParts, reference: string): string {
  const hex = createHash('sha256').update(`${parts.at.toISOString()} ${reference}`).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 0x3) | 0x8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** A FHIR Bundle of type document, as JSON. References lead into the Bundle, or are names only. */
export function summaryBundle(parts: SummaryParts): string {
  const sections = filled(parts);
  const patient = `Patient/${parts.patient.id}`;
  const inside = new Map<string, FhirObject>([[patient, { resourceType: 'Patient', ...parts.patient.content }]]);
  for (const { records } of sections)
    for (const { kind, id, content } of records)
      inside.set(`${kind}/${id}`, { resourceType: kind, ...content, [subjectOf(kind)]: { reference: patient } });
  const urls = new Map([...inside.keys()].map((reference) => [reference, urnOf(parts, reference)]));
  const composition: FhirObject = {
    resourceType: 'Composition',
    status: 'final',
    type: { coding: [{ system: LOINC, code: '60591-5', display: 'Patient summary Document' }] },
    subject: { reference: urls.get(patient) ?? '' },
    date: parts.at.toISOString(),
    author: [{ display: parts.author ?? 'Made for the patient' }],
    title: 'International Patient Summary',
    section: sections.map((section) => sectionOf(section, parts, urls)),
  };
  const entries = [
    { fullUrl: urnOf(parts, 'Composition'), resource: composition },
    ...[...inside].map(([reference, resource]) => ({
      fullUrl: urls.get(reference) ?? '',
      resource: rewired(resource, urls, parts.names) as FhirObject,
    })),
  ];
  return JSON.stringify({
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'urn:ietf:rfc:3986', value: urnOf(parts, 'Bundle') },
    timestamp: parts.at.toISOString(),
    entry: entries,
  });
}

/** The element that says whom a record is about: it is known beside the content, and put back here. */
function subjectOf(kind: string): string {
  return kind === 'AllergyIntolerance' || kind === 'Immunization' ? 'patient' : 'subject';
}

function sectionOf(
  { section: { title, code }, records, lines }: FilledSection,
  parts: SummaryParts,
  urls: ReadonlyMap<string, string>,
): FhirObject {
  const entry = records.map(({ kind, id }) => ({ reference: urls.get(`${kind}/${id}`) ?? '' }));
  const said = lines.length > 0 ? tableOf(lines) : `<p>${NOTHING}</p>`;
  const notices = parts.notices.map((notice) => `<p>${escaped(notice)}</p>`).join('');
  const text = {
    status: 'generated',
    div: `<div xmlns="http://www.w3.org/1999/xhtml">${said}${notices}</div>`,
  };
  const head = { title, code: { coding: [{ system: LOINC, code }] }, text };
  if (entry.length > 0) return { ...head, entry };
  const empty = { system: 'http://terminology.hl7.org/CodeSystem/list-empty-reason', code: 'unavailable' };
  return { ...head, emptyReason: { coding: [empty] } };
}

/** What refers into the Bundle is led there; what refers outside keeps or gets its name, and loses its address. */
function rewired(value: FhirValue, urls: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>): FhirValue {
  if (Array.isArray(value)) return value.map((inner) => rewired(inner, urls, names));
  if (!isObject(value)) return value;
  const { reference, ...rest } = value;
  const inner = Object.fromEntries(
    Object.entries(rest).flatMap(([name, one]): [string, FhirValue][] =>
      one === undefined ? [] : [[name, rewired(one, urls, names)]],
    ),
  );
  if (typeof reference !== 'string') return inner;
  const url = urls.get(reference);
  if (url !== undefined) return { reference: url, ...inner };
  const name = names.get(reference);
  return name === undefined || inner['display'] !== undefined ? inner : { ...inner, display: name };
}

function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(
    ({ what, when, details }) =>
      `<tr><td>${escaped(what)}</td><td>${escaped(details)}</td><td>${escaped(when)}</td></tr>`,
  );
  return `<table><thead><tr><th>What</th><th>Details</th><th>When</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function escaped(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replace(/[&<>"']/g, (character) => entities[character] ?? character);
}

const STYLE =
  'body{font:11pt/1.4 sans-serif;max-width:52rem;margin:2rem auto;padding:0 1rem}table{border-collapse:collapse;width:100%}' +
  'th,td{text-align:left;vertical-align:top;border-bottom:1px solid #999;padding:.2rem .6rem .2rem 0}' +
  'h2{font-size:1.1rem;margin:1.4rem 0 .3rem}section{break-inside:avoid}';

/** One page of HTML that needs nothing else: to print, or to open anywhere. */
export function summaryPage(parts: SummaryParts): string {
  const { content } = parts.patient;
  const who = [nameOf(content), stringOf(content['birthDate']), stringOf(content['gender'])].filter(
    (part) => part !== null,
  );
  const sections = filled(parts).map(
    ({ section, lines }) =>
      `<section><h2>${escaped(section.title)}</h2>${lines.length > 0 ? tableOf(lines) : `<p>${NOTHING}</p>`}</section>`,
  );
  return [
    '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>International Patient Summary</title>',
    `<style>${STYLE}</style></head><body><h1>International Patient Summary</h1><p>${escaped(who.join(', '))}</p>`,
    `<p>Made ${escaped(parts.at.toISOString())}${parts.author === null ? '' : ` for ${escaped(parts.author)}`}.</p>`,
    ...parts.notices.map((notice) => `<p><strong>${escaped(notice)}</strong></p>`),
    ...sections,
    '</body></html>\n',
  ].join('\n');
}

function nameOf(patient: FhirObject): string | null {
  const [name] = objectsOf(patient['name']);
  if (!name) return null;
  const given = Array.isArray(name['given']) ? name['given'].filter((part) => typeof part === 'string') : [];
  const whole = [...given, ...(stringOf(name['family']) === null ? [] : [stringOf(name['family'])])].join(' ');
  return firstString(name, 'text') ?? (whole === '' ? null : whole);
}
