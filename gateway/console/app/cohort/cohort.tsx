export function CohortPage() {
  return <main id="page" />;
}
