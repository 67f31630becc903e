/** What surrounds every page: sign-in, who is asking, and the way between the pages. */
import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { IdentitySwitch } from './identity-switch.js';
import { identityAs } from './shared/askers.js';
import type { PageProps } from './shared/page.js';
import { Await, Failure } from './shared/parts.js';
import {
  type Identity,
  type LocalSettings,
  localSignIn,
  mayCompareRoles,
  ownSignIn,
  type ProviderSettings,
  type RenewToken,
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

/** Begins to fetch the page that the address names and all that it imports, while how people sign in is asked. */
export function fetchFirstPage(): void {
  const name = nameInAddress() || 'lens';
  const [imports] = document.getElementsByName(`imports-of-${name}`);
  for (const href of imports?.getAttribute('content')?.split(' ') ?? [])
    document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  // One that cannot be fetched is told of where it is shown.
  PAGES[name]?.load().catch(() => undefined);
}

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
  const [own, setOwn] = useState<{ readonly first: Identity; readonly signIn: SignIn } | null>(null);
  const first = useLoaded('first identity', () => firstIdentity(signIn));
  if (own) return <Signed {...own} onSignOut={() => setOwn(null)} />;
  if (first.state === 'failed')
    return (
      <main id="page" class="narrow">
        <h1>Sign in to chartlens</h1>
        <p>Roles are switched on the gateway’s own machine only. Elsewhere bring a token of npm run token.</p>
        <TokenForm
          claims={settings.claims}
          label="Access token"
          onSignedIn={(one) => setOwn({ first: one, signIn: ownSignIn(settings, one) })}
        />
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
  const [own, setOwn] = useState<{ readonly first: Identity; readonly signIn: SignIn } | null>(null);
  const take = (first: Identity, renew: RenewToken | null) =>
    setOwn({ first, signIn: ownSignIn(settings, first, renew) });
  if (own === null) return <SignInPage settings={settings} onSignedIn={take} />;
  return <Signed {...own} onSignOut={() => setOwn(null)} />;
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
  const ended = useRenewal(signIn, identity, setIdentity);
  const takeNew = (one: Identity) => {
    signIn.take(one);
    setIdentity(one);
  };
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
      {ended && (
        <section class="sheet" aria-label="Sign-in">
          <Failure message="Your sign-in has ended. What stands on this page stays." />
          <TokenForm claims={signIn.settings.claims} label="A new access token" onSignedIn={takeNew} />
        </section>
      )}
      <Await of={shown} what="Opening">
        {(Shown) => <Shown signIn={signIn} identity={identity} onSwitch={setIdentity} />}
      </Await>
    </>
  );
}

/** So long before its end a token is renewed, or half of what is left of it. */
const AHEAD_MS = 60_000;

/** Renews the token before it ends; whatever the page holds stays. True once it has ended and nothing renewed it. */
function useRenewal(signIn: SignIn, identity: Identity, onRenewed: (identity: Identity) => void): boolean {
  const [ended, setEnded] = useState<string | null>(null);
  const { token, expires } = identity;
  useEffect(() => {
    if (expires === null) return;
    const left = Math.max(0, expires - Date.now());
    let isWanted = true;
    const renew = async () => {
      const later = await signIn.renewed(identity).catch(() => null);
      if (later && isWanted) onRenewed(later);
    };
    const renewing = setTimeout(() => void renew(), Math.max(left - AHEAD_MS, left / 2));
    const ending = setTimeout(() => setEnded(token), left);
    return () => {
      isWanted = false;
      clearTimeout(renewing);
      clearTimeout(ending);
    };
  }, [signIn, token]);
  return ended === token;
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
