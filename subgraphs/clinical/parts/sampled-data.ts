import { Float, Int } from 'type-graphql';
import { Element, ValueType } from '../../shared/record-field.js';
import { Quantity } from '../../shared/value-types.js';

@ValueType('A row of values measured at even distances, such as an ECG lead (FHIR SampledData).')
export class SampledData {
  @Element(() => Quantity) origin?: Quantity;
  @Element(() => Float, { description: 'Milliseconds between two values.' }) period?: number;
  @Element(() => Float) factor?: number;
  @Element(() => Float) lowerLimit?: number;
  @Element(() => Float) upperLimit?: number;
  @Element(() => Int) dimensions?: number;
  @Element(() => String, {
    description: 'Decimal values with a space between them; `E`, `U` and `L` for error, below and above.',
  })
  data?: string;
}
