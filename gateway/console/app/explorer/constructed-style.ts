/**
 * In the place of `react-style-singleton`, by which the dialogs of GraphiQL write a style element into the page: the page's
 * policy stops that, and lets constructed style sheets pass.
 */
import { useEffect } from 'react';

/** A hook that applies styles for as long as a component which uses it is there. */
export function styleHookSingleton(): (styles: string) => void {
  return (styles) =>
    useEffect(() => {
      const sheet = new CSSStyleSheet();
      sheet.replaceSync(styles);
      document.adoptedStyleSheets.push(sheet);
      return () => {
        document.adoptedStyleSheets = document.adoptedStyleSheets.filter((one) => one !== sheet);
      };
    }, [styles]);
}

/** The same as a component. */
export function styleSingleton(): (props: { readonly styles: string }) => null {
  const useStyles = styleHookSingleton();
  return ({ styles }) => {
    useStyles(styles);
    return null;
  };
}
