/**
 * The category of a condition by the words of its display or text, for codes that no table holds. The rules are ours
 * and stand in the order in which they decide: what a word means often depends on one that stands beside it
 * (gestational diabetes, diabetic retinopathy, post-traumatic stress), and chapters of ICD-10-CM set which one wins.
 */
import type { ConditionCategory } from './condition-category.js';

type Name = keyof typeof ConditionCategory;

/** Each rule holds beginnings of words with commas between them; with `$` a word ends there. */
const RULES: readonly (readonly [Name, string])[] = [
  [
    'OTHER',
    `family history, history of, no history, no known, awaiting, status post, encounter for, screening for, counsel,
    immuniz, vaccin, hospice, palliative, transplant status, contracepti`,
  ],
  ['SYMPTOM', 'heartburn'],
  ['CIRCULATORY', 'hypertensive'],
  ['GENITOURINARY', 'stress incontinence, stress urinary'],
  ['MUSCULOSKELETAL', 'stress fracture'],
  [
    'MENTAL_HEALTH',
    `social anxiety, social phobia, acute stress, post-traumatic stress, posttraumatic stress, post traumatic stress,
    postpartum depress`,
  ],
  [
    'SOCIAL',
    `employ, unemploy, labor force, labour force, education, school, literacy, housing, homeless, criminal, prison,
    refugee, armed forces, veteran, transport, social, loneliness, lives alone, living alone, violence, intimate
    partner, domestic abuse, food insecurity, poverty, low income, financial, risk activity, psychosocial stress, feeling stressed, bereave,
    divorce, migrant, language barrier`,
  ],
  [
    'NEOPLASM',
    `cancer, carcinoma, malignan, neoplas, tumor, tumour, lymphoma, leukemia, leukaemia, melanoma, sarcoma, myeloma,
    metasta, glioma, blastoma`,
  ],
  [
    'PREGNANCY',
    `pregnan, gestational, miscarriage, abortion, antepartum, postpartum, peripartum, puerper, eclampsia,
    pre-eclampsia, preeclampsia, obstetric, placenta, blighted ovum, childbirth, ectopic`,
  ],
  ['PERINATAL', 'newborn, neonat, perinatal, liveborn, prematurity, premature infant, preterm infant'],
  ['CONGENITAL', `congenital, down syndrome, trisomy, cleft lip, cleft palate, spina bifida, birth defect, tetralogy`],
  ['INJURY', 'overdose, poisoning'],
  ['DIGESTIVE', 'alcoholic liver, alcoholic cirrhosis, alcoholic hepatitis, alcoholic fatty, alcoholic gastritis'],
  [
    'SUBSTANCE_USE',
    `alcohol, opioid, opiate, heroin, cocaine, cannabis, marijuana, amphetamine, substance use, substance abuse,
    substance misuse, substance depend, drug use, drug abuse, drug depend, drug misuse, misuses drugs, drug addict,
    drug withdrawal, addiction, nicotine, tobacco, smokes, smoker, smoking`,
  ],
  ['MUSCULOSKELETAL', 'pathological fracture, osteopor'],
  [
    'INJURY',
    `fracture, laceration, sprain, strain of, burn$, burns$, sunburn, concussion, whiplash, injur, wound,
    dislocation, contusion, bite, traumatic, trauma$, rupture of tendon, rupture of patellar, rupture of ligament,
    foreign body, frostbite, heat stroke, fall on, fall from, accident, assault, allergic reaction, anaphyla,
    adverse effect, toxic effect, complication of, bruise, gunshot`,
  ],
  [
    'ENDOCRINE_METABOLIC',
    `diabet, prediabet, hyperglyc, hypoglyc, thyroid, hypothyroid, hyperthyroid, goiter, lipid, hyperlipid, dyslipid,
    cholesterol, hypercholesterol, triglycerid, hypertriglycerid, obes, overweight, malnutrition, vitamin,
    metabolic, gout, adrenal, pituitar, cushing, addison, dehydration, hyponatr, hypernatr, hypokal, hyperkal,
    hypocalc, hypercalc, cystic fibrosis, amyloid, acidosis`,
  ],
  [
    'NERVOUS_SYSTEM',
    `alzheimer, dementia, neurocognitive, delirium, epilep, seizure, convuls, migraine, parkinson, multiple
    sclerosis, amyotrophic, neuropath, neuralgia, sleep apnea, sleep apnoea, sleep disorder, insomnia, narcolep,
    cerebral palsy, mening, encephal, hydroceph, palsy, paralys, hemipleg, parapleg, carpal tunnel, restless leg,
    myasthen, guillain, huntington, chronic pain`,
  ],
  [
    'MENTAL_HEALTH',
    `depress, anxi, panic, bipolar, mania, manic, schizo, psychosis, psychotic, psychiatr, personality disorder,
    obsessive, compulsive, phobia, autis, attention deficit, adhd, hyperactiv, anorexia nervosa, bulimi, eating
    disorder, suicid, self-harm, adjustment disorder, mental, mood, intellectual disab, tourette, dyslexia,
    dysphoria, psycholog`,
  ],
  [
    'BLOOD',
    `anemi, anaemi, sickle, thalass, hemophil, haemophil, coagul, thrombocytop, neutrop, leukop, immunodefic,
    sarcoid, spleen, blood disorder`,
  ],
  [
    'RESPIRATORY',
    `sinusitis, pharyngit, tonsil, laryng, bronchi, pneumon, influenza, common cold, sore throat, upper respiratory,
    lower respiratory, respiratory tract, respiratory failure, respiratory distress syndrome, asthma, copd,
    obstructive pulmonary, obstructive lung, emphysema, rhinitis, nasal, pleur, lung, pulmonary fibrosis, hypoxem,
    croup, pneumothorax, retropharyng`,
  ],
  ['EAR', 'otitis, ear$, ears$, hearing, deaf, tinnitus, tympanic, cerumen, mastoid, meniere'],
  [
    'GENITOURINARY',
    `urinary tract, cystitis, kidney, renal, nephr, pyelo, glomerul, urethr, ureter, bladder, prostat, endometrio,
    menopaus, menstru, amenorrh, vagin, ovar, uter, cervic$, cervicitis, erectile, infertil, testic, breast, pelvic
    inflammatory, proteinuria, albuminuria, hydrocele, incontinence of urine, urinary incontinence`,
  ],
  [
    'CIRCULATORY',
    `hypertens, heart, cardiac, cardio, coronary, myocard, angina, atrial, ventricular, arrhythm, tachycard,
    bradycard, stroke, cerebrovascular, transient ischemic, ischemi, embol, thrombo, varicose, aneurysm, aort,
    arter, atheroscl, vascul, phlebit, mitral, endocard, pericard, hypotension, raynaud, hemorrhoid, haemorrhoid,
    lymphedema`,
  ],
  [
    'EYE',
    `eye, cataract, glaucoma, retin, macula, conjunctiv, myop, hyperop, astigmat, blind, visual, vision, kerat,
    uveit, blephar, strabism`,
  ],
  [
    'DIGESTIVE',
    `gastr, esophag, oesophag, reflux, ulcer of stomach, peptic, duoden, appendic, appendix, hernia, crohn, colitis,
    colon, rect, bowel, intestin, diverticul, constipation, irritable bowel, celiac, coeliac, liver, hepatic,
    cirrhosis, gallbladder, gallstone, cholecyst, cholelith, biliary, pancreat, perit, dental, tooth, teeth, molar,
    gingiv, periodont, caries, oral, stomatit, anal$, hemochrom`,
  ],
  [
    'INFECTION',
    `infect, viral, virus, bacteri, fung, mycosis, parasit, sepsis, septic, septicemia, covid, sars-cov, hiv,
    acquired immune, tubercul, hepatitis, malaria, herpes, zoster, varicella, measles, mumps, rubella, pertussis,
    syphilis, gonor, chlamyd, candid, lyme, scabies, tinea, wart, clostridi, mononucle, salmonel, dengue, helminth`,
  ],
  [
    'SKIN',
    `skin, dermat, eczema, psoria, acne, urticar, cellulitis, abscess, pruritus, alopecia, rosacea, vitiligo,
    pressure ulcer, nail, impetigo, rash`,
  ],
  [
    'MUSCULOSKELETAL',
    `arthr, osteo, rheumat, fibromyal, back pain, low back, neck pain, lumbar, spondyl, scolios, disc disorder, disc
    degeneration, bursitis, tendin, tendon, synov, muscle disorder, myopath, myositis, lupus, bunion, hallux,
    rotator cuff, sciatica, joint disorder, plantar fasc, joint pain, muscle pain, myalgia`,
  ],
  [
    'SYMPTOM',
    `fever, cough, fatigue, malaise, pain, ache, headache, nausea, vomit, diarrhea, diarrhoea, dizz, vertigo,
    syncope, dyspnea, dyspnoea, shortness of breath, wheez, chill, sputum, loss of taste, loss of smell, edema,
    oedema, swelling, weakness, weight loss, weight gain, palpitation, bleeding, hematuria, jaundice, respiratory
    distress, symptom, abnormal, elevated, shock, coma, unconscious, tremor, hemoptysis, congestion, finding`,
  ],
];

/** An entry of a rule as a pattern. */
function patternOf(entry: string): string {
  const plain = entry.replace('$', '').replace(/\s+/g, '\\s+');
  return entry.endsWith('$') ? `${plain}\\b` : plain;
}

const COMPILED: readonly (readonly [Name, RegExp])[] = RULES.map(([name, entries]) => {
  const patterns = entries.split(',').map((entry) => patternOf(entry.trim()));
  return [name, new RegExp(`(?<![a-z])(?:${patterns.join('|')})`)];
});

/** A longer text is somebody's prose, not the name of a condition. */
const LONGEST = 400;

/** The category that the words of a display or text (English) point to; undefined when no rule holds. */
export function categoryOfWords(words: string): Name | undefined {
  // The semantic tag of SNOMED CT at the end, `(disorder)`, says nothing about which condition it is.
  const text = words
    .slice(0, LONGEST)
    .toLowerCase()
    .replace(/\s*\([a-z /]+\)?\s*$/, '');
  return COMPILED.find(([, pattern]) => pattern.test(text))?.[0];
}
