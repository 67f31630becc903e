/** Starts the console in the page. */
import { render } from 'preact';
import { Console } from './shell.js';

const root = document.getElementById('console');
if (root) render(<Console />, root);
