/**
 * The time of people and places: which slots a booking takes, so that nobody is booked twice. A booking and the slots it
 * takes are one commit: of two bookings that take one slot, one finds the slot's version gone.
 */
import { dateRange } from '../../exchange/normalise/dates.js';
import type { RecordDocument } from '../../shared/databases.js';
import { type FhirObject, firstString, referencesAt } from '../../shared/fhir-json.js';
import type { NewVersion } from '../../shared/write-request.js';
import { badRecord, refused } from '../../shared/writing/refusals.js';
import type { StoredRecord, WritingDesk } from '../../shared/writing/writing-desk.js';

/** A slot that is free, and who is booked with it. */
export interface FreeTime {
  readonly slot: StoredRecord;
  readonly start: string;
  readonly end: string;
  /** The people and places of its schedule, and the role in which a person is booked where no place says for whom. */
  readonly actors: readonly string[];
}

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Bookings that take no time. */
const TAKES_NONE = ['cancelled', 'noshow', 'entered-in-error', 'proposed', 'waitlist'];
/** Slots whose time is somebody's. */
const TAKEN = ['busy', 'busy-unavailable', 'busy-tentative'];
/** No appointment or slot is longer: what begins earlier than this before a time has ended by then. */
const LONGEST_MS = 24 * 3600_000;

export class Timetable {
  readonly #desk: WritingDesk;

  constructor(desk: WritingDesk) {
    this.#desk = desk;
  }

  /**
   * The slot that somebody wants. One that is taken is told as taken, also to who read it before it was: CONFLICT is for a
   * slot that changed and is still free. Throws UNKNOWN_RECORD, CONFLICT, NOT_YOURS, TIME_TAKEN, BAD_RECORD.
   */
  async free(id: string, expectedVersion: number): Promise<FreeTime> {
    const slot = await this.#desk.stored('Slot', id, 'input.slot');
    const found = await this.#record(`Slot/${id}`);
    const [start, end] = [firstString(found?.content, 'start'), firstString(found?.content, 'end')];
    if (start === null || end === null || !spanOf(start, end)) throw badRecord('input.slot');
    const actors = await this.#actorsOf(referencesAt(found?.content, 'schedule')[0]);
    if (TAKEN.includes(String(slot.content['status']))) throw refused('TIME_TAKEN', 'input.slot');
    this.#desk.inVersion(slot, expectedVersion, 'input.slot');
    if (slot.content['status'] !== 'free') throw refused('TIME_TAKEN', 'input.slot');
    return { slot, start, end, actors };
  }

  /** Throws TIME_TAKEN where one of the people or places has another booking in the time. */
  async mustBeOpen({ start, end, actors }: FreeTime, but: string | null): Promise<void> {
    const span = spanOf(start, end);
    if (span && (await this.#bookings(peopleIn(actors), span, but)).length > 0)
      throw refused('TIME_TAKEN', 'input.slot');
  }

  /** The versions by which a booking takes its slot, and closes others of the same people that overlap it. */
  async take({ slot, start, end, actors }: FreeTime): Promise<NewVersion[]> {
    const others = await this.#overlapping(slot.id, spanOf(start, end), actors);
    return [
      this.#desk.change(slot, { status: 'busy' }),
      ...others.map((other) => this.#desk.change(other, { status: 'busy-unavailable' })),
    ];
  }

  /** Other bookings of the same people that overlap one which takes time. */
  async doubled({ id, content }: { readonly id: string; readonly content: FhirObject }): Promise<string[]> {
    const span = spanOf(firstString(content, 'start') ?? '', firstString(content, 'end') ?? '');
    if (!span || TAKES_NONE.includes(firstString(content, 'status') ?? '')) return [];
    const people = peopleIn(referencesAt(content, 'participant.actor'));
    return (await this.#bookings(people, span, id)).map(({ _id }) => _id.slice('Appointment/'.length));
  }

  /**
   * The versions by which a booking gives back the slots that it took or closed, where nothing else fills them: neither
   * another booking nor the time to which this one moves.
   */
  async giveBack(appointment: StoredRecord, next: FreeTime | null = null): Promise<NewVersion[]> {
    const { records } = this.#desk.databases.of('administrative');
    const found = await this.#record(`Appointment/${appointment.id}`);
    const closed = await this.#closedBy(appointment);
    const named = referencesAt(found?.content, 'slot');
    const slots = await records.find({ _id: { $in: [...named, ...closed.keys()] }, kind: 'Slot' }).toArray();
    const given: NewVersion[] = [];
    for (const { _id, version, status, content } of slots) {
      const mine = closed.get(_id) === version || (named.includes(_id) && status === 'busy');
      if (!mine || (await this.#isFilled(content, appointment.id, next))) continue;
      given.push(this.#desk.change(await this.#slot(_id, version), { status: 'free' }));
    }
    return given;
  }

  /** The slots that were changed together with the appointment, and to which version. */
  async #closedBy({ id, version }: StoredRecord): Promise<Map<string, number>> {
    const versions = Array.from({ length: version }, (_, index) => `Appointment/${id}/${index + 1}`);
    const { commits } = this.#desk.databases.of('administrative');
    const together = await commits.find({ keys: { $in: versions } }, { projection: { keys: 1 } }).toArray();
    const slots = together.flatMap(({ keys }) => keys.filter((key) => key.startsWith('Slot/')));
    return new Map(
      slots.map((key) => [key.slice(0, key.lastIndexOf('/')), Number(key.slice(key.lastIndexOf('/') + 1))]),
    );
  }

  /** Whether another booking of the same people overlaps a slot, or the time that this one takes next does. */
  async #isFilled(slot: FhirObject, but: string, next: FreeTime | null): Promise<boolean> {
    const span = spanOf(firstString(slot, 'start') ?? '', firstString(slot, 'end') ?? '');
    const taken = next && spanOf(next.start, next.end);
    if (span && taken && overlap(span, taken)) return true;
    const schedule = referencesAt(slot, 'schedule')[0];
    const found = schedule === undefined ? null : await this.#record(schedule);
    const people = peopleIn(referencesAt(found?.content, 'actor'));
    return span !== null && (await this.#bookings(people, span, but)).length > 0;
  }

  async #bookings(people: readonly string[], span: Span, but: string | null): Promise<RecordDocument[]> {
    if (people.length === 0) return [];
    const booked = await this.#during('Appointment', people, span);
    return booked.filter(({ _id, status }) => _id !== `Appointment/${but}` && !TAKES_NONE.includes(status ?? ''));
  }

  /** Whose time a schedule is; it must be the organisation's own. Throws NOT_YOURS. */
  async #actorsOf(schedule: string | undefined): Promise<string[]> {
    const found = schedule === undefined ? null : await this.#record(schedule);
    const actors = referencesAt(found?.content, 'actor');
    const { organization } = this.#desk;
    const { records } = this.#desk.databases.of('administrative');
    const places = actors.filter((actor) => actor.startsWith('Location/'));
    if (await records.findOne({ _id: { $in: places }, kind: 'Location', organization })) return actors;
    const role = await records.findOne(
      {
        kind: 'PractitionerRole',
        parties: { $in: actors },
        organizations: organization,
      },
      { projection: { _id: 1 } },
    );
    if (!role) throw refused('NOT_YOURS', 'input.slot');
    return [...actors, role._id];
  }

  /** Other free slots of the same people in a time, in whoever's timetable: nobody is in two places. */
  async #overlapping(but: string, span: Span | null, actors: readonly string[]): Promise<StoredRecord[]> {
    const people = peopleIn(actors);
    if (!span || people.length === 0) return [];
    const { records } = this.#desk.databases.of('administrative');
    const schedules = await records
      .find({ kind: 'Schedule', parties: { $in: people } }, { projection: { _id: 1 } })
      .map(({ _id }) => _id)
      .toArray();
    const slots = await this.#during('Slot', schedules, span);
    const free = slots.filter(({ _id, status }) => _id !== `Slot/${but}` && status === 'free');
    return Promise.all(free.map(({ _id, version }) => this.#slot(_id, version)));
  }

  #slot(record: string, version: number): Promise<StoredRecord> {
    return this.#desk.current('Slot', record.slice('Slot/'.length), version, 'input.slot');
  }

  async #during(kind: string, parties: readonly string[], within: Span): Promise<RecordDocument[]> {
    const begins = { $gt: new Date(within.from.getTime() - LONGEST_MS), $lt: within.to };
    const found = await this.#desk.databases
      .of('administrative')
      .records.find({ kind, parties: { $in: [...parties] }, at: begins })
      .toArray();
    return found.filter(({ content }) => {
      const span = spanOf(firstString(content, 'start') ?? '', firstString(content, 'end') ?? '');
      return span !== null && overlap(span, within);
    });
  }

  #record(id: string): Promise<RecordDocument | null> {
    return this.#desk.databases.of('administrative').records.findOne({ _id: id });
  }
}

function overlap(one: Span, other: Span): boolean {
  return one.from < other.to && one.to > other.from;
}

function peopleIn(actors: readonly string[]): string[] {
  return actors.filter((actor) => actor.startsWith('Practitioner/'));
}

/** From the first moment of the start to the first of the end: one booking ends when the next begins. */
function spanOf(start: string, end: string): Span | null {
  const [from, to] = [dateRange(start).start, dateRange(end).start];
  return from && to && from < to ? { from, to } : null;
}

/** Whether an appointment is still to come or under way. */
export function isStanding({ content }: StoredRecord): boolean {
  return ['booked', 'pending', 'arrived', 'checked-in', 'waitlist', 'proposed'].includes(String(content['status']));
}
