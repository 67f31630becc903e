export function Chart() {
  return <main id="page" />;
}
