/** Our table against what others publish: CMS's substance use codes, SHIFT's groups. Their files are read, never kept. */
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { isLabel, type Label } from '../../schema/policy/labels.js';
import { labelsOf } from '../../subgraphs/shared/sensitivity/record-labels.js';
import { codesOf, groupsOf, SENSITIVITY_TABLE } from '../../subgraphs/shared/sensitivity/sensitivity-table.js';

const data = resolve(process.env['CHARTLENS_SHARED_DATA'] ?? '../shared/data', 'terminology');
const missing = existsSync(data) ? null : `no test data at ${data}: set CHARTLENS_SHARED_DATA`;

describe('the code table', () => {
  it('says which version it is, and from what', () => {
    expect(SENSITIVITY_TABLE.version).toMatch(/^\d{4}\.\d+$/);
    expect(SENSITIVITY_TABLE.date).toMatch(/^\d{4}-\d\d-\d\d$/);
    expect(SENSITIVITY_TABLE.sources.length).toBeGreaterThan(3);
  });

  it('gives labels of the policy only, and every code in it is found', () => {
    for (const group of SENSITIVITY_TABLE.groups) {
      expect(group.labels.every(isLabel)).toBe(true);
      for (const code of codesOf(group))
        expect({ code, found: groupsOf(group.system, code)?.includes(group) }).toEqual({ code, found: true });
    }
  });

  it('lists no code twice within a group', () => {
    for (const group of SENSITIVITY_TABLE.groups) {
      const codes = codesOf(group);
      expect({ name: group.name, twice: codes.filter((code, at) => codes.indexOf(code) !== at) }).toEqual({
        name: group.name,
        twice: [],
      });
    }
  });
});

interface Listed {
  readonly system: string;
  readonly code: string;
}

/** `- system: X` and `code: Y` of the YAML that CMS publishes, line by line. */
function cmsCodes(): Listed[] {
  const text = readFileSync(resolve(data, 'cms-samhsa-codes/security_labels.yml'), 'utf8');
  return [...text.matchAll(/- system: (\S+)\n\s+code: "?([^"\n]+)"?/g)].map(([, system = '', code = '']) => ({
    system,
    code: code.trim(),
  }));
}

/** `* system#code` of a FHIR Shorthand value set, by the value set's name. */
function shiftCodes(file: string): Map<string, Listed[]> {
  const groups = new Map<string, Listed[]>();
  for (const part of readFileSync(resolve(data, 'shift-sensitivity', file), 'utf8')
    .split(/^ValueSet: /m)
    .slice(1)) {
    const name = part.slice(0, part.indexOf('\n')).trim();
    const codes = [...part.matchAll(/^\* (http\S+)#(\S+)/gm)].map(([, system = '', code = '']) => ({ system, code }));
    groups.set(name, codes);
  }
  return groups;
}

function without(label: Label, codes: readonly Listed[]): string[] {
  const bears = ({ system, code }: Listed) => labelsOf('Condition', { code: { coding: [{ system, code }] } });
  return codes.filter((coding) => !bears(coding).includes(label)).map(({ code }) => code);
}

describe.skipIf(missing)('the code table holds', () => {
  it('every code that CMS withholds as substance use data, but for numbers of older DRGs which now mean hip surgery', () => {
    const codes = cmsCodes();
    expect(codes.length).toBeGreaterThan(700);
    expect(without('SUD', codes)).toEqual(['522', '523']);
  });

  it('what SHIFT calls opioids, but for opioids against pain and rehabilitation of any kind', () => {
    const groups = shiftCodes('SUD.fsh');
    expect(without('SUD', groups.get('ExampleOpioidCodes') ?? [])).toEqual([
      '1049221',
      '856987',
      '1860154',
      '52052004',
    ]);
    expect(without('SUD', groups.get('ExampleHallucinogenCodes') ?? [])).toEqual([]);
  });

  it('what SHIFT calls behavioral health, but for what is substance use alone', () => {
    const [codes = []] = shiftCodes('BH.fsh').values();
    const substanceUse = ['F11.11', '5602001', '352364'];
    expect(without('PSY', codes)).toEqual(substanceUse);
    expect(
      without(
        'SUD',
        codes.filter(({ code }) => substanceUse.includes(code)),
      ),
    ).toEqual([]);
  });

  it('the codes of Synthea that tell of self-harm, attention deficit, addiction and the end of a pregnancy', () => {
    const groups = shiftCodes('synthea_valuesets_by_sensitivity.fsh');
    const general = ['50849002', '74857009', '185347001', '29240004'];
    expect(without('PSY', groups.get('SyntheaSelfHarmVS') ?? [])).toEqual(general);
    expect(without('PSY', groups.get('SyntheaAttentionDeficitDisorderVS') ?? [])).toEqual(['185347001']);
    const ofPregnancy = groups.get('SyntheaPregnancyVS') ?? [];
    const lost = ['19169002', '85116003', '156073000', '35999006', '236931002', '445912000', '10383002', '714812005'];
    const sexual = [...lost, '386394001', '79586000', '161744009', '252160004', '310861008', '165829005', '269828009'];
    expect(sexual.filter((code) => !ofPregnancy.some((listed) => listed.code === code))).toEqual([]);
    expect(
      without(
        'SEX',
        ofPregnancy.filter(({ code }) => sexual.includes(code)),
      ),
    ).toEqual([]);
    expect(
      without(
        'HIV',
        ofPregnancy.filter(({ code }) => code === '31676001'),
      ),
    ).toEqual([]);
    // Pregnancy and birth themselves are no secret among those who care for them.
    expect(without('SEX', ofPregnancy)).toContain('72892002');
  });
});
