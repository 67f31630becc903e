import { Element, ValueType } from '../../shared/record-field.js';

@ValueType(
  'A record as its sender would print it (FHIR Narrative). `div` is XHTML of strangers: sanitise it before you show it.',
)
export class Narrative {
  @Element(() => String) status?: string;
  @Element(() => String) div?: string;
}
