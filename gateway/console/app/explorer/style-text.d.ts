/** A style sheet as text (gateway/console/style-text.mjs). */
declare module '*.css?text' {
  const text: string;
  export default text;
}
