/** What surrounds every page: sign-in, who is asking, and the way between the pages. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { IdentitySwitch } from './identity-switch.js';
import { identityAs } from './shared/askers.js';
import type { PageProps } from './shared/page.js';
import { Await } from './shared/parts.js';
import {
  type Identity,
  type LocalSettings,
  localSignIn,
  mayCompareRoles,
  ownSignIn,
  type ProviderSettings,
  readSettings,
  type SignIn,
} from './shared/sign-in.js';
import { useLoaded } from './shared/use-loaded.js';
import { SignInPage } from './sign-in-page.js';
import { TokenForm } from './token-form.js';

interface Page {
  readonly title: string;
  readonly load: () => Promise<ComponentType<PageProps>>;
}

/** Addresses name a page and nothing else: no id and no question ever stands in them. */
const PAGES: Readonly<Record<string, Page>> = {
  lens: { title: 'Lens', load: async () => (await import('./lens/lens.js')).Lens },
  explorer: { title: 'Explorer', load: async () => (await import('./explorer/explorer.js')).Explorer },
  chart: { title: 'Chart', load: async () => (await import('./chart/chart.js')).Chart },
  cohort: { title: 'Cohort', load: async () => (await import('./cohort/cohort.js')).CohortPage },
  policy: { title: 'Policy', load: async () => (await import('./policy/policy.js')).PolicyPage },
};

/** The whole console. */
export function Console() {
  const settings = useLoaded('settings', readSettings);
  return (
    <Await of={settings} what="Starting">
      {(value) => (value.kind === 'local' ? <Local settings={value} /> : <Provider settings={value} />)}
    </Await>
  );
}

function Local({ settings }: { readonly settings: LocalSettings }) {
  const [signIn] = useState(() => localSignIn(settings));
  const [own, setOwn] = useState<Identity | null>(null);
  const first = useLoaded('first identity', () => firstIdentity(signIn));
  if (own) return <Signed signIn={ownSignIn(settings, own)} first={own} onSignOut={() => setOwn(null)} />;
  if (first.state === 'failed')
    return (
      <main id="page" class="narrow">
        <h1>Sign in to chartlens</h1>
        <p>Roles are switched on the gateway’s own machine only. Elsewhere bring a token of npm run token.</p>
        <TokenForm claims={settings.claims} label="Access token" onSignedIn={setOwn} />
      </main>
    );
  return (
    <Await of={first} what="Signing in">
      {(identity) => identity && <Signed signIn={signIn} first={identity} />}
    </Await>
  );
}

/** A clinician; in an empty record, where nobody treats anybody yet, an auditor. */
async function firstIdentity(signIn: SignIn): Promise<Identity | null> {
  return identityAs(signIn, 'clinician', null).catch(() => signIn.identityFor({ role: 'auditor' }));
}

function Provider({ settings }: { readonly settings: ProviderSettings }) {
  const [own, setOwn] = useState<Identity | null>(null);
  if (own === null) return <SignInPage settings={settings} onSignedIn={setOwn} />;
  return <Signed signIn={ownSignIn(settings, own)} first={own} onSignOut={() => setOwn(null)} />;
}

function Signed({
  signIn,
  first,
  onSignOut,
}: {
  readonly signIn: SignIn;
  readonly first: Identity;
  readonly onSignOut?: () => void;
}) {
  const [identity, setIdentity] = useState(first);
  const name = usePageName(mayCompareRoles(signIn, first) ? 'lens' : 'explorer');
  const page = PAGES[name];
  const shown = useLoaded(name, () => page?.load() ?? Promise.reject(new Error('There is no such page.')));
  useEffect(() => {
    document.title = `${page?.title ?? 'Not found'} · chartlens`;
  }, [page]);
  return (
    <>
      {/* biome-ignore lint/a11y/useValidAnchor: a link, as who skips expects, that leaves the page's name in the address alone */}
      <a class="skip" href="#page" onClick={toPage}>
        Skip to the page
      </a>
      <header class="bar">
        <span class="brand">chartlens</span>
        <nav aria-label="Pages">
          {Object.entries(PAGES).map(([key, { title }]) => (
            <a key={key} href={`#${key}`} aria-current={key === name ? 'page' : undefined}>
              {title}
            </a>
          ))}
        </nav>
        <IdentitySwitch signIn={signIn} identity={identity} onSwitch={setIdentity} onSignOut={onSignOut} />
      </header>
      <Await of={shown} what="Opening">
        {(Shown) => <Shown signIn={signIn} identity={identity} onSwitch={setIdentity} />}
      </Await>
    </>
  );
}

function toPage(event: Event): void {
  event.preventDefault();
  document.getElementById('page')?.focus();
}

function usePageName(first: string): string {
  const [name, setName] = useState(nameInAddress);
  useEffect(() => {
    const follow = () => setName(nameInAddress());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return name || first;
}

function nameInAddress(): string {
  return location.hash.slice(1);
}
