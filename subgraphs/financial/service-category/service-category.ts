/**
 * What kind of service was billed, as coarse as a benefit booklet says it. Derived from the type and subtype of a
 * claim and the category codes of its lines, never from what was done, given or found.
 */
import { registerEnumType } from 'type-graphql';
import { type FhirObject, type FhirValue, isObject, objectsOf, stringOf } from '../../shared/fhir-json.js';
import { categoryOfCode } from './category-codes.js';

export enum ServiceCategory {
  INPATIENT = 'INPATIENT',
  OUTPATIENT = 'OUTPATIENT',
  EMERGENCY = 'EMERGENCY',
  INSTITUTIONAL = 'INSTITUTIONAL',
  PROFESSIONAL = 'PROFESSIONAL',
  PHARMACY = 'PHARMACY',
  DENTAL = 'DENTAL',
  VISION = 'VISION',
  LABORATORY = 'LABORATORY',
  IMAGING = 'IMAGING',
  HOME_HEALTH = 'HOME_HEALTH',
  SKILLED_NURSING = 'SKILLED_NURSING',
  HOSPICE = 'HOSPICE',
  EQUIPMENT = 'EQUIPMENT',
  TRANSPORT = 'TRANSPORT',
  OTHER = 'OTHER',
}

registerEnumType(ServiceCategory, {
  name: 'ServiceCategory',
  description: 'The broad kind of what was billed, from the type of the claim and the categories of its lines.',
  valuesConfig: {
    INPATIENT: { description: 'A stay in hospital.' },
    OUTPATIENT: { description: 'A hospital or clinic, without a stay.' },
    EMERGENCY: { description: 'An emergency department.' },
    INSTITUTIONAL: { description: 'A hospital or another facility; the claim does not say whether with a stay.' },
    PROFESSIONAL: { description: 'Physicians and other professionals.' },
    PHARMACY: { description: 'Dispensed by a pharmacy.' },
    DENTAL: { description: 'Teeth.' },
    VISION: { description: 'Eyes: examinations and glasses.' },
    LABORATORY: { description: 'Laboratory tests.' },
    IMAGING: { description: 'X-rays and other images.' },
    HOME_HEALTH: { description: 'Care at home.' },
    SKILLED_NURSING: { description: 'A nursing facility.' },
    HOSPICE: { description: 'Hospice care.' },
    EQUIPMENT: { description: 'Equipment and supplies.' },
    TRANSPORT: { description: 'Ambulance and other transport.' },
    OTHER: { description: 'None of these, or not said.' },
  },
});

/** They say who sent the bill and leave open for what: whatever says more goes before them. */
const VAGUE: ReadonlySet<ServiceCategory> = new Set([ServiceCategory.INSTITUTIONAL, ServiceCategory.PROFESSIONAL]);

/** The category of a Claim or an ExplanationOfBenefit. */
export function serviceCategoryOf(bill: FhirObject): ServiceCategory {
  const said = [...categoriesOf(bill['type']), ...categoriesOf(bill['subType'])];
  const exact = said.find((category) => !VAGUE.has(category));
  return exact ?? sharedByItems(bill) ?? said[0] ?? ServiceCategory.OTHER;
}

/** The category of one line; null where the line does not say more than its claim. */
export function itemCategoryOf(item: FhirObject): ServiceCategory | null {
  return categoriesOf(item['category'])[0] ?? null;
}

/** What all lines agree on, and an emergency even where they do not. */
function sharedByItems(bill: FhirObject): ServiceCategory | null {
  const found = new Set(objectsOf(bill['item']).map(itemCategoryOf));
  if (found.has(ServiceCategory.EMERGENCY)) return ServiceCategory.EMERGENCY;
  const [only = null] = found;
  return found.size === 1 && only !== null && !VAGUE.has(only) ? only : null;
}

function categoriesOf(concept: FhirValue | undefined): ServiceCategory[] {
  return objectsOf(isObject(concept) ? concept['coding'] : undefined).flatMap((coding) => {
    const category = categoryOfCode(stringOf(coding['system']) ?? '', stringOf(coding['code']) ?? '');
    return category === null ? [] : [ServiceCategory[category]];
  });
}
