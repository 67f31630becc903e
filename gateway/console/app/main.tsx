/** Starts the console in the page. */
import { render } from 'preact';
import { Console, fetchFirstPage } from './shell.js';

const root = document.getElementById('console');
fetchFirstPage();
if (root) render(<Console />, root);
