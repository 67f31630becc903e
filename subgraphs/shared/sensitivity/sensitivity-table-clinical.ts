/**
 * Common codes of SNOMED CT, LOINC and RxNorm. The choice and the grouping are ours; it holds codes only, since the terms
 * are their owners'. What is not here is judged by its words (sensitivity-table-words.ts). Sources of the choice: the
 * modules of Synthea and SHIFT's example value sets (demo-fhir-data, 2025), US Core 6.1, the demo data; the LOINC panels
 * PHQ, GAD, AUDIT, DAST and HARK; the tests that CDC names for HIV and for sexually transmitted infection (2024).
 *
 * A test gives its label whatever it found: if only positive ones were held back, holding back would tell.
 */
import type { CodeGroup } from './code-group.js';

const SNOMED: readonly CodeGroup[] = [
  {
    name: 'substance use disorders',
    labels: ['SUD'],
    system: 'snomed',
    codes: `7200002 15167005 66590003 75544000 5602001 145121000119106 6525002 191816009 26416006 361055000
      10939881000119104 10939881000119105 85005007 37344009 31956009 21647008 724713006 8635005 191480000 25702006`,
  },
  {
    name: 'overdoses of drugs',
    labels: ['SUD'],
    system: 'snomed',
    codes: '242253008 55680006 1149222004 295174006',
  },
  {
    name: 'substance use treatment',
    labels: ['SUD'],
    system: 'snomed',
    codes: `56876005 60112009 61480009 266707007 24165007 313071005 408935001 408936000 413473000 64297001 23915005
      38670004 4266003`,
  },
  {
    name: 'medicines for substance use',
    labels: ['SUD'],
    system: 'snomed',
    codes: '425741009 387173000 372890007 387286002 391698009',
  },
  {
    // What everybody is asked tells nothing of who was asked (USPSTF B). The answers are labelled: see LOINC.
    name: 'screening of everybody',
    labels: [],
    system: 'snomed',
    codes: '428211000124100 713106006 763302001 866148006 171207006 454711000124102 715252007 710841007',
  },
  {
    name: 'mental disorders',
    labels: ['PSY'],
    system: 'snomed',
    codes: `35489007 36923009 370143000 310495003 310496002 310497006 69322001 21897009 197480006 48694002 80583007
      47505003 13746004 58214004 406506008 192127007 1376001 191736004 72366004 191659001 73867007 78667006 231504006
      371631005 25501002 56882008 78004001 20010003 17226007 44376007 26665006`,
  },
  {
    name: 'self-harm',
    labels: ['PSY'],
    system: 'snomed',
    codes: '86849004 287185009 287182007 287193009 287191006 44301001 6471006 82313006 225444004 248062006',
  },
  {
    name: 'mental health services',
    labels: ['PSY'],
    system: 'snomed',
    codes: `75516001 228557008 166001 386522008 90407005 183401008 88848003 444175001 720433000 108313002 23835007
      76168009 304891004 183524004`,
  },
  { name: 'antidepressants', labels: ['PSY'], system: 'snomed', codes: '372767007 372594008' },
  {
    name: 'HIV: disease, status and tests',
    labels: ['HIV'],
    system: 'snomed',
    codes: `86406008 62479008 165816005 165815009 91947003 91948008 31676001 171121004 315124004 111880001 40780007
      398329009 313077009`,
  },
  {
    name: 'sexually transmitted infections and their tests',
    labels: ['SEX'],
    system: 'snomed',
    codes: '240589008 105629000 15628003 76272004 33839006 8098009 310861008 165829005 269828009 171121004',
  },
  {
    name: 'contraception and sterilisation',
    labels: ['SEX'],
    system: 'snomed',
    codes: `13197004 65200003 68254000 46706006 169553002 301807007 22523008 287664005 183996000 267020005 5935008`,
  },
  {
    name: 'loss and termination of pregnancy',
    labels: ['SEX'],
    system: 'snomed',
    codes: `10383002 714812005 386394001 386639001 302375005 57797005 17369002 19169002 85116003 156073000 35999006
      79586000 34801009 161744009 64779008 236931002 445912000`,
  },
  {
    name: 'fertility, gender and sexual function',
    labels: ['SEX'],
    system: 'snomed',
    codes: '707418001 707577004 8619003 6738008 2904007 860914002 93461009 252160004',
  },
  {
    name: 'abuse and violence',
    labels: ['SDV'],
    system: 'snomed',
    codes: '706893006 424393004 225888003 397940009 248110007',
  },
];

const LOINC: readonly CodeGroup[] = [
  {
    name: 'answers about alcohol and drugs',
    labels: ['SUD'],
    system: 'loinc',
    codes: '75626-2 72109-2 68518-0 68519-8 68520-6 75624-7 82666-9 82667-7 11331-6 11343-1 74013-4',
  },
  {
    name: 'tests for alcohol and drugs',
    labels: ['SUD'],
    system: 'loinc',
    codes: `65750-2 19295-5 3879-4 3397-7 19359-9 3427-2 18282-4 19261-7 3349-8 19343-3 3773-9 3414-0 5644-0 5640-8
      5643-2 56478-1`,
  },
  {
    name: 'answers about mental health',
    labels: ['PSY'],
    system: 'loinc',
    codes: `44249-1 44261-6 55757-9 55758-7 89204-2 89205-9 89206-7 69737-5 70274-6 69725-0 68509-9 44250-9 44255-8
      44259-0 44254-1 44251-7 44258-2 44252-5 44253-3 44260-8 71354-5 73831-0 73832-8`,
  },
  {
    name: 'HIV tests',
    labels: ['HIV'],
    system: 'loinc',
    codes: `55277-8 56888-1 75622-1 20447-9 24467-3 8123-2 8127-3 54218-3 7917-8 7918-6 29893-5 5220-9 5221-7 5222-5
      25835-0 25836-8 41514-1 48510-2 59419-2 62469-2 68961-2 80387-4 69668-2 73905-2 29541-0 16974-8 30361-0 31201-7
      33866-5 43010-8 49890-7 57974-8 89374-3 10351-5 21008-8 23876-6 5017-9`,
  },
  {
    name: 'tests for sexually transmitted infection',
    labels: ['SEX'],
    system: 'loinc',
    codes: `43304-5 43305-2 20507-0 20508-8 21613-5 24111-7 21190-4 36902-5 36903-3 22461-8 22462-6 24110-9 5292-8
      11084-1 5393-4 47236-5 47238-1 31147-2 71793-4 6561-5 6562-3`,
  },
  {
    name: 'pregnancy tests and intention, orientation and gender',
    labels: ['SEX'],
    system: 'loinc',
    codes: '2106-3 2110-5 2112-1 2118-8 19080-1 21198-7 86645-9 76690-7 76691-5',
  },
  {
    name: 'answers about violence',
    labels: ['SDV'],
    system: 'loinc',
    codes: '76499-3 76500-8 76501-6 76502-4 76503-2 76504-0 28245-9 93026-3',
  },
];

/** Ingredients, and drugs whose senders may leave their names out. Others are known by the ingredient in their name. */
const RXNORM: readonly CodeGroup[] = [
  {
    name: 'medicines for substance use',
    labels: ['SUD'],
    system: 'rxnorm',
    codes: `1819 7243 6813 3554 82819 7242 352364 351266 351267 1010600 1010604 864706 1483744 1725059`,
  },
  {
    name: 'antidepressants, antipsychotics, mood stabilisers and stimulants',
    labels: ['PSY'],
    system: 'rxnorm',
    codes: `36437 4493 2556 321988 32937 39786 72625 15996 10737 42347 1827 6448 61381 51272 35636 5093 89013 115698 2626
      679314 1040028 6901 725 312938 312940 312941 310384 310385 315952 309314 197889 312076 1091392 608139`,
  },
  {
    name: 'medicines against HIV',
    labels: ['HIV'],
    system: 'rxnorm',
    codes: `643066 476556 11413 68244 190521 276237 195085 300195 195088 85762 343047 460132 719872 1433868`,
  },
  {
    name: 'contraceptives and medicines of reproductive health',
    labels: ['SEX'],
    system: 'rxnorm',
    codes: `1000126 1367439 1534809 1856546 807283 389221 749785 749762 748961 748856 748879 748962 751905 757594 831533
      978950 6916 42331`,
  },
];

export const CLINICAL_GROUPS: readonly CodeGroup[] = [...SNOMED, ...LOINC, ...RXNORM];
