/** Something that waits until a test lets it go on. */
export interface Hold {
  readonly held: Promise<void>;
  release(): void;
}

export function hold(): Hold {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  return { held, release };
}
