/**
 * Bookings that take the time of the same people twice. A booking made here is refused where another one is seen; what comes
 * by import is never refused, so it may come while another booking is made, or after it. Both are shown to each other,
 * whenever they came, to who reaches both.
 */
import type { GraphQLObjectType, GraphQLResolveInfo } from 'graphql';
import { Ctx, Info, Resolver, Root } from 'type-graphql';
import { RecordFieldResolver } from '../../shared/record-field.js';
import type { ListRoot } from '../../shared/record-list.js';
import type { RecordNode } from '../../shared/record-store.js';
import { selectionOf } from '../../shared/selection.js';
import type { AdministrativeContext } from '../context.js';
import { Appointment } from './appointment.type.js';
import { Timetable } from './timetable.js';

const LOOKED_AT = ['status', 'start', 'end', 'participant'];

@Resolver(() => Appointment)
export class DoubleBookingResolver {
  @RecordFieldResolver('Appointment', 'scheduling', () => [Appointment], {
    nullable: false,
    description: 'Other bookings that take the time of the same people, of those you reach: one of them has to move.',
    records: ['Appointment'],
    sources: ['Appointment.status', 'Appointment.start', 'Appointment.end', 'AppointmentParticipant.actor'],
  })
  async doubleBookedWith(
    @Root() { id }: ListRoot,
    @Ctx() { store, desk, policy, viewer }: AdministrativeContext,
    @Info() info: GraphQLResolveInfo,
  ): Promise<RecordNode[]> {
    const content = await store.one('Appointment', id, LOOKED_AT);
    if (!content) return [];
    const others = await new Timetable(desk).doubled({ id, content });
    const type = info.schema.getType('Appointment') as GraphQLObjectType;
    const { paths } = selectionOf(info, policy, viewer.role, type);
    const shown = await Promise.all(others.sort().map((other) => store.one('Appointment', other, paths)));
    return shown.filter((other) => other !== null);
  }
}
