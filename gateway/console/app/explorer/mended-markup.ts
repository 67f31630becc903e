/**
 * What a screen reader cannot use in GraphiQL's markup, made what it is (WCAG 2.5.3, 4.1.2): buttons within what it calls
 * tabs become a list of buttons of which one is current, and a button whose name hides its text loses that name.
 */

/** Watches an element that GraphiQL is in. */
export function mendMarkup(parent: HTMLElement): MutationObserver {
  const observer = new MutationObserver(() => {
    for (const list of parent.querySelectorAll('[role="tablist"]')) list.removeAttribute('role');
    for (const panel of parent.querySelectorAll('[role="tabpanel"]')) panel.setAttribute('role', 'group');
    for (const tab of parent.querySelectorAll('[role="tab"], [aria-selected].graphiql-tab')) {
      tab.querySelector('.graphiql-tab-button')?.setAttribute('aria-current', tab.getAttribute('aria-selected') ?? '');
      tab.removeAttribute('role');
      tab.removeAttribute('aria-selected');
    }
    for (const item of parent.querySelectorAll('.graphiql-history-item-label[aria-label]'))
      item.removeAttribute('aria-label');
  });
  observer.observe(parent, { childList: true, subtree: true, attributeFilter: ['role', 'aria-selected'] });
  return observer;
}
