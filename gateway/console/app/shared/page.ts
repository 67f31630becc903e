/** What every page is given. */
import type { Identity, SignIn } from './sign-in.js';

export interface PageProps {
  readonly signIn: SignIn;
  readonly identity: Identity;
  /** Asks as somebody else from now on. */
  readonly onSwitch: (identity: Identity) => void;
}
