/**
 * Words that give labels where a code does not: for the open vocabularies (SNOMED CT, LOINC, RxNorm, local codes), of
 * which no list is complete, for records with text only, for medicines by their ingredient, and for notes. Ours, and
 * meant to err on the side of a label: whether a word is denied or only feared (`no history of`) is not asked.
 *
 * Benzodiazepines, opioids against pain and medicines for epilepsy are left out: most who take them have neither.
 */
import type { WordGroup } from './code-group.js';

const DRUG_WORDS = `(?:opioids?|opiates?|heroin|fentanyl|cocaine|cannabis|cannabinoids?|marijuana|(?:meth)?amphetamines?|
  stimulants?|sedatives?|hallucinogens?|ketamine|inhalants?|(?:poly)?drugs?|substances?|alcohol|ethanol)`;
const USE_WORDS = `(?:use disorder|misuse|abuse|dependen\\w+|addict\\w*|withdrawal|intoxication|overdose|poisoning|
  harmful use|detox\\w*|rehab\\w*|counsel\\w*|drinking|consumption|problem)`;

/** White space in the source is for the reader; words begin at a boundary. */
function words(...alternatives: readonly string[]): RegExp {
  const joined = alternatives
    .join('|')
    .split(/\s*\n\s*/)
    .join('');
  return new RegExp(`\\b(?:${joined})`, 'i');
}

export const WORD_GROUPS: readonly WordGroup[] = [
  {
    name: 'words of substance use',
    labels: ['SUD'],
    pattern: words(
      `${DRUG_WORDS}(?:[ -]+\\w+){0,2}?[ -]+${USE_WORDS}`,
      `(?:${USE_WORDS}|misuses) (?:(?:of|on|to|from|with|by|caused|due|induced) )*(?:\\w+ ){0,2}?${DRUG_WORDS}\\b`,
      // Not the fatty liver that is not alcoholic, nor the warning on a label.
      '(?<!non[- ])alcoholi(?:sm|cs?(?! (?:drink|beverage)))\\b',
      'alcohol[- ](?:induced|related)',
      'delirium tremens',
      'addict(?:ion|ive|ed)',
      'overdos\\w+',
      'heroin|cocaine|methamphetamine|drugs of abuse',
      'detoxification',
      'AUDIT-C\\b|DAST-\\d',
      'opiates?\\b',
      'recovery (?:plan|program)',
    ),
  },
  {
    name: 'names of medicines for substance use',
    labels: ['SUD'],
    pattern: words(
      'buprenorphine|naltrexone|methadone|disulfiram|acamprosate|naloxone|lofexidine|suboxone|subutex|zubsolv',
      'sublocade|brixadi|vivitrol|antabuse|narcan|methadose',
    ),
  },
  {
    name: 'words of mental health',
    labels: ['PSY'],
    pattern: words(
      '(?<!respiratory |marrow |segment |\\bst )depressi(?:on|ve)\\b',
      '(?:feeling |feels )depressed',
      'anxiety|panic (?:attack|disorder)|phobia|obsessive',
      'bipolar|mania\\b|manic|schizo\\w+|psychos[ie]s|psychotic|psychiatr\\w*|psychotherap\\w*|psychologist',
      'PTSD\\b|post-?traumatic stress|post traumatic stress',
      'suicid\\w*|self[- ]harm|self[- ]inflicted',
      'eating disorder|anorexia nervosa|bulimi\\w+|personality disorder|mood disorder|adjustment disorder',
      'attention[- ]deficit|ADHD\\b|hyperactivity disorder|conduct disorder|dissociative',
      'mental (?:health|disorder|illness|breakdown)|behaviou?ral (?:health|therapy)|cognitive (?:and )?behaviou?r',
      'electroconvulsive|PHQ-?\\d|GAD-?7',
    ),
  },
  {
    name: 'names of antidepressants, antipsychotics, mood stabilisers and stimulants',
    labels: ['PSY'],
    pattern: words(
      'sertraline|fluoxetine|(?:es)?citalopram|paroxetine|fluvoxamine|(?:desven|ven)lafaxine|duloxetine|mirtazapine',
      'trazodone|bupropion|vortioxetine|vilazodone|clomipramine|imipramine|buspirone|lithium|olanzapine|quetiapine',
      '(?:paliper|risper)idone|ziprasidone|aripiprazole|lurasidone|haloperidol|clozapine|fluphenazine|cariprazine',
      '(?:dex)?methylphenidate|atomoxetine|(?:lisdex|dextro)amphetamine|esketamine|anti(?:depress|psychot)\\w+',
    ),
  },
  {
    name: 'words of HIV',
    labels: ['HIV'],
    pattern: words(
      'HIV\\b|HIV[- ]?[12]\\b|human immunodeficiency|acquired immun\\w+ deficiency|acquired immunodeficiency',
      'antiretroviral|CD4\\b',
    ),
  },
  {
    // In capitals: hearing aids are none.
    name: 'words of HIV',
    labels: ['HIV'],
    pattern: /\bAIDS\b/,
  },
  {
    name: 'names of medicines against HIV',
    labels: ['HIV'],
    pattern: words(
      'efavirenz|emtricitabine|tenofovir|lamivudine|zidovudine|abacavir|didanosine|stavudine|nevirapine|rilpivirine',
      'doravirine|etravirine|\\w+tegravir|cobicistat|ritonavir|lopinavir|atazanavir|darunavir|fosamprenavir|nelfinavir',
      'maraviroc|enfuvirtide|ibalizumab|fostemsavir|lenacapavir|truvada|descovy|biktarvy|genvoya|triumeq|atripla',
    ),
  },
  {
    name: 'words of sexual and reproductive health',
    labels: ['SEX'],
    pattern: words(
      'sexual\\w*|syphili\\w+|chlamydia\\w*|gonorrh\\w+|gonococc\\w+|trichomon\\w+|genital (?:herpes|warts?|ulcer)',
      'contracepti\\w+|birth control|intrauterine (?:contraceptive )?(?:device|system)|IUD\\b|vasectomy|tubal',
      'abortion|miscarr\\w+|(?:termination of|ectopic) pregnan\\w+|pregnancy (?:termination|test|intention)',
      'infertil\\w+|in vitro fertili\\w+|erectile|impotence|gender (?:identity|dysphoria|reassign\\w+)|transgender',
    ),
  },
  {
    name: 'names of contraceptives and medicines of reproductive health',
    labels: ['SEX'],
    pattern: words(
      'ethinyl|levonorgestrel|norethindrone|norgestimate|norelgestromin|etonogestrel|drospirenone|ulipristal',
      'medroxyprogesterone|mifepristone|misoprostol|clomiphene|sildenafil|tadalafil|vardenafil',
    ),
  },
  {
    name: 'words of violence',
    labels: ['SDV'],
    pattern: words(
      `(?:domestic|intimate partner|partner|sexual|sexually|child|spousal|spouse|elder|physical|physically|emotional|
        emotionally|psychological)[ -]+(?:abus\\w+|violence|assault\\w*|neglect\\w*|maltreat\\w+)`,
      'violence|rape[ds]?\\b|assault\\w*|molest\\w+|incest|battered|humiliat\\w+|human traffick\\w+|HARK\\b',
      'afraid of (?:your|her|his|their|a|the) (?:partner|ex|husband|wife|spouse)|partner did it',
    ),
  },
];

/**
 * Notes that are their author's, by the name of their type. LOINC has no one code for psychotherapy notes that senders
 * agree on (the demo data and others send a progress note so named), so the name decides. A session, its time and a
 * summary of it are none (45 CFR 164.501).
 */
export const NOTE_TYPES: readonly WordGroup[] = [
  {
    name: 'psychotherapy notes',
    labels: ['PSY', 'PSYTHPN'],
    pattern: /\bpsychotherap\w+ (?:session |process |progress )?notes?\b|\bpsychotherapist'?s? (?:process )?notes?\b/i,
  },
  {
    name: 'substance use disorder counselling notes',
    labels: ['SUD', 'SUDCN'],
    pattern:
      /\b(?:substance|addiction|alcohol|drug|SUD)(?:[ -]\w+){0,3}? counsel(?:l?ing|l?or'?s?) (?:session |process )?notes?\b/i,
  },
];
