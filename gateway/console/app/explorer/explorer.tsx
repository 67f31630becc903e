export function Explorer() {
  return <main id="page" />;
}
