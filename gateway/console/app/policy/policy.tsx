export function PolicyPage() {
  return <main id="page" />;
}
