/** One patient, read as a clinician, as the patient, as an insurer, as a registrar; and who looked. */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import type { Role } from '../../../../schema/policy/role.js';
import type { Width } from '../../../../schema/policy/viewer.js';
import { dataOf } from '../shared/ask.js';
import { askerOf } from '../shared/askers.js';
import type { PageProps } from '../shared/page.js';
import { Await, Failure, Select, Switch } from '../shared/parts.js';
import type { IdentityRequest, SignIn } from '../shared/sign-in.js';
import { useLoaded } from '../shared/use-loaded.js';
import { ClinicalChart } from './clinical-chart.js';
import { type Parties, type Party, partiesOf } from './parties.js';
import { type Costs, CostsOf, type MemberRecord, PayerChart } from './payer-chart.js';
import { ACCESS_LOG, CLINICAL_RECORD, COSTS_OF, FRONT_OFFICE, MEMBER } from './queries.js';
import type { ClinicalRecord } from './record.js';
import { type FrontOfficeRecord, RegistrarChart } from './registrar-chart.js';
import { type AccessLog, WhoLooked } from './who-looked.js';

type Reader = 'clinician' | 'patient' | 'insurer' | 'registrar' | 'who-looked';

const READERS: readonly { readonly value: Reader; readonly label: string }[] = [
  { value: 'clinician', label: 'As a clinician' },
  { value: 'patient', label: 'As the patient' },
  { value: 'insurer', label: 'As an insurer' },
  { value: 'registrar', label: 'As a registrar' },
  { value: 'who-looked', label: 'Who looked' },
];

/** Of the demo data; where they are not in the record, the first of the list. */
const FIRST_PATIENT = 'ana-lima';

/** The page. */
export function Chart({ signIn, identity }: PageProps) {
  const [practice, setPractice] = useState(askerOf('clinician', null).organization ?? '');
  const parties = useLoaded(`parties ${practice}`, () => partiesOf(signIn, identity, practice));
  return (
    <main id="page" tabIndex={-1}>
      <h1>Chart</h1>
      <p class="lead">One patient, through the schema of whoever reads.</p>
      <Await of={parties} what="Looking for patients">
        {(value) => <Readings parties={value} signIn={signIn} practice={value.practice} onPractice={setPractice} />}
      </Await>
    </main>
  );
}

function Readings({
  parties,
  signIn,
  practice,
  onPractice,
}: {
  readonly parties: Parties;
  readonly signIn: SignIn;
  readonly practice: string;
  readonly onPractice: (id: string) => void;
}) {
  const { patients, providers, payers } = parties;
  const known = patients.some(({ id }) => id === FIRST_PATIENT);
  const [patient, setPatient] = useState(known ? FIRST_PATIENT : (patients[0]?.id ?? ''));
  const [payer, setPayer] = useState(askerOf('insurer', null).organization ?? payers[0]?.id ?? '');
  const [reader, setReader] = useState<Reader>(parties.reader);
  const [width, setWidth] = useState<Width>('PRACTICE');
  if (patients.length === 0) return <Failure message="No patient is in reach." />;
  return (
    <>
      <div class="row">
        <Select label="Patient" value={patient} choices={choicesOf(patients)} onChoose={setPatient} />
        {providers.length > 0 && (
          <Select label="Practice" value={practice} choices={choicesOf(providers)} onChoose={onPractice} />
        )}
        {reader === 'insurer' && payers.length > 0 && (
          <Select label="Insurer" value={payer} choices={choicesOf(payers)} onChoose={setPayer} />
        )}
        {reader === 'clinician' && (
          <Select
            label="Width"
            value={width}
            choices={[
              { value: 'PRACTICE', label: 'what this practice wrote' },
              { value: 'NETWORK', label: 'what all wrote, within consent' },
            ]}
            onChoose={(value) => setWidth(value as Width)}
          />
        )}
      </div>
      <Switch label="Read" value={reader} choices={READERS} onChoose={(value) => setReader(value as Reader)} />
      <Reading
        key={`${reader} ${patient} ${practice} ${payer} ${width}`}
        asked={{ reader, patient, practice, payer, width, signIn }}
      />
    </>
  );
}

interface Asked {
  readonly reader: Reader;
  readonly patient: string;
  readonly practice: string;
  readonly payer: string;
  readonly width: Width;
  readonly signIn: SignIn;
}

function Reading({ asked }: { readonly asked: Asked }) {
  const { reader, practice, payer, patient } = asked;
  const own = { role: 'patient' as const, patient };
  switch (reader) {
    case 'clinician':
      return (
        <Asks<ClinicalRecord> as={{ role: 'clinician', organization: practice }} query={CLINICAL_RECORD} asked={asked}>
          {(record) => <ClinicalChart record={record} />}
        </Asks>
      );
    case 'patient':
      return (
        <Asks<ClinicalRecord> as={own} query={CLINICAL_RECORD} asked={asked}>
          {(record) => (
            <>
              <ClinicalChart record={record} />
              <Asks<Costs> as={own} query={COSTS_OF} asked={asked}>
                {(costs) => <CostsOf record={costs} />}
              </Asks>
            </>
          )}
        </Asks>
      );
    case 'insurer':
      return (
        <Asks<MemberRecord> as={{ role: 'insurer', organization: payer }} query={MEMBER} asked={asked}>
          {(record) => <PayerChart record={record} />}
        </Asks>
      );
    case 'registrar':
      return (
        <Asks<FrontOfficeRecord> as={{ role: 'registrar', organization: practice }} query={FRONT_OFFICE} asked={asked}>
          {(record) => <RegistrarChart record={record} />}
        </Asks>
      );
    case 'who-looked':
      return (
        <Asks<AccessLog> as={own} query={ACCESS_LOG} asked={asked}>
          {(record) => <WhoLooked record={record} />}
        </Asks>
      );
  }
}

/** Asks about the patient as somebody, and says when they have no such patient. */
function Asks<T>({
  as,
  query,
  asked: { signIn, patient, width },
  children,
}: {
  readonly as: IdentityRequest;
  readonly query: string;
  readonly asked: Asked;
  readonly children: (record: T) => ComponentChildren;
}) {
  const loaded = useLoaded(`${JSON.stringify(as)} ${query}`, async () => {
    const identity = await signIn.identityFor(as);
    if (identity === null) throw new Error(`Whoever signed in cannot read as ${withArticle(as.role)}.`);
    return dataOf<{ readonly patient: T | null }>(identity, { query, variables: { patient }, width });
  });
  return (
    <Await of={loaded} what="Reading">
      {({ patient: record }) =>
        record === null ? (
          <p class="gone" role="status">
            Not in reach: to {withArticle(as.role)}
            {as.organization && ` of ${as.organization}`} this patient does not exist.
          </p>
        ) : (
          children(record)
        )
      }
    </Await>
  );
}

function withArticle(role: Role): string {
  return /^[aeiou]/.test(role) ? `an ${role}` : `a ${role}`;
}

function choicesOf(parties: readonly Party[]) {
  return parties.map(({ id, name }) => ({ value: id, label: name ?? id }));
}
